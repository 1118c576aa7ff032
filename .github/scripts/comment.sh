#!/usr/bin/env bash
# Writes the review FILE as the one comment of this program on its pull request.
#
# FILE may come from anybody. Nothing in it says where the comment goes: the pull request is the open one whose branch
# and commit are those of the event (HEAD_OWNER, HEAD_BRANCH, HEAD_SHA), as GitHub itself tells it.
set -euo pipefail
file=$1
: "${GH_TOKEN:?}" "${REPOSITORY:?}" "${HEAD_SHA:?}" "${HEAD_OWNER:?}" "${HEAD_BRANCH:?}"
[[ $HEAD_SHA =~ ^[0-9a-f]{40}$ ]] || { echo "HEAD_SHA is no commit." >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f "head=$HEAD_OWNER:$HEAD_BRANCH" >"$work/pulls.json"
mapfile -t numbers < <(jq -r --arg sha "$HEAD_SHA" '.[] | select(.head.sha == $sha) | .number' "$work/pulls.json")
if [ "${#numbers[@]}" -ne 1 ] || ! [[ ${numbers[0]} =~ ^[0-9]+$ ]]; then
  echo "No single open pull request has this commit: it was closed, or has newer commits. Nothing was written."
  exit 0
fi
number=${numbers[0]}

code=0
trd review --from "$file" --format markdown >"$work/comment.md" || code=$?
[ "$code" -le 1 ] || { echo "The review could not be read. Nothing was written." >&2; exit "$code"; }
jq -Rs '{body: .}' "$work/comment.md" >"$work/comment.json"

gh api --paginate "repos/$REPOSITORY/issues/$number/comments" >"$work/comments.json"
# shellcheck disable=SC2016 # the dollar sign is jq's
own='[.[][] | select(.user.login == "github-actions[bot]" and (.body | startswith($marker))) | .id][0] // empty'
comment=$(jq -rs --arg marker "$(head -n 1 "$work/comment.md")" "$own" "$work/comments.json")
if [[ $comment =~ ^[0-9]+$ ]]; then
  gh api --method PATCH "repos/$REPOSITORY/issues/comments/$comment" --input "$work/comment.json" >/dev/null
else
  gh api --method POST "repos/$REPOSITORY/issues/$number/comments" --input "$work/comment.json" >/dev/null
fi
echo "The review stands on pull request $number."
