#!/usr/bin/env bash
# Reviews the checkout HEAD against the checkout BASE: annotations on standard output, a summary, and OUT/review.json.
# Exit code 1: something is refused or wrong.
set -euo pipefail
base=$1 head=$2 out=$3

# 0 and 1 are answers; anything else is a fault of this run, not of the pull request.
answered() {
  local code=0
  "$@" || code=$?
  [ "$code" -le 1 ] || { echo "::error::trd review ended with $code" >&2; exit "$code"; }
  return "$code"
}

mkdir -p "$out"
wrong=0
answered trd review --base "$base" --head "$head" --format json >"$out/review.json" || wrong=$?
answered trd review --from "$out/review.json" --format github || true
answered trd review --from "$out/review.json" --format markdown >>"${GITHUB_STEP_SUMMARY:-/dev/null}" || true
exit "$wrong"
