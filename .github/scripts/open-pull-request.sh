#!/usr/bin/env bash
# Puts the record below FOLDER on a branch and opens a pull request. Refuses anything but one new record, and the page of
# what is wanted.
set -euo pipefail
folder=$1
: "${GH_TOKEN:?}" "${REPOSITORY:?}" "${ISSUE:?}" "${SERVER:=https://github.com}"
[[ $ISSUE =~ ^[0-9]+$ ]] || { echo "ISSUE is no number." >&2; exit 2; }

wanted=definitions/WANTED.md
mapfile -d '' -t paths < <(cd "$folder" && find . ! -type d ! -path "./$wanted" -print0)
[ "${#paths[@]}" -eq 1 ] || { echo "There must be one file, not ${#paths[@]}." >&2; exit 2; }
path=${paths[0]#./}
shape='^definitions/(staging|consensus|regulatory|payer|eligibility|phenotypes)/[a-z0-9]+(-[a-z0-9]+)*/0\.1\.0/definition\.yaml$'
[[ $path =~ $shape ]] || { echo "This is not where a record stands." >&2; exit 2; }
for one in "$path" "$wanted"; do
  [ -f "$folder/$one" ] && [ ! -L "$folder/$one" ] || { echo "There is no file $one." >&2; exit 2; }
done
[ ! -e "$(dirname "$(dirname "$path")")" ] || { echo "The registry has a definition of this name already." >&2; exit 2; }

id=$(basename "$(dirname "$(dirname "$path")")")
branch=issue-$ISSUE-$id
git switch --quiet -c "$branch"
install -D -m 644 "$folder/$path" "$path"
install -D -m 644 "$folder/$wanted" "$wanted"
git add -- "$path" "$wanted"
git -c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
  commit --quiet -m "A record of $id, from issue $ISSUE"
# The credential is handed to this one command, and stands in no file.
# shellcheck disable=SC2016 # git itself runs it, in a shell that has the token
git -c credential.helper= -c credential.helper='!f() { echo username=x-access-token; echo "password=$GH_TOKEN"; }; f' \
  push --quiet "$SERVER/$REPOSITORY.git" "HEAD:refs/heads/$branch"
gh api --method POST "repos/$REPOSITORY/pulls" -f "title=A record of $id" -f "head=$branch" -f base="${BASE:-main}" \
  -f "body=Made from issue #$ISSUE. It states what the form says and nothing more; close and reopen it to start the checks." \
  >/dev/null
echo "A pull request for $path is open."
