#!/usr/bin/env bash
# Makes a record of the issue in the event file EVENT and puts it, checked, below OUT as it will stand in the registry,
# with the page of what is wanted. Runs in a checkout that is thrown away afterwards.
set -euo pipefail
event=$1 out=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

jq -er '.issue.body' "$event" >"$work/body.md"
number=$(jq -er '.issue.number | numbers' "$event")
mkdir -p "$out"
trd from-issue "$work/body.md" --number "$number" -o "$out"
cp -R "$out/definitions/." definitions/
trd list --wanted >"$work/WANTED.md"
mv "$work/WANTED.md" "$out/definitions/WANTED.md"
