"""The workflows: what they may do, what they pin; and their scripts, run as on GitHub with a `gh` that takes notes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from acceptance.cli import COMMAND
from pull_requests import PullRequest, base_branch
from trd_registry.loading.data_root import data_root

ROOT = data_root()
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SCRIPTS = GITHUB / "scripts"
SHA = "a" * 40

if not WORKFLOWS:
    pytest.skip("an installed package does not carry the workflows", allow_module_level=True)


def read(path: Path) -> dict[Any, Any]:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
class TestEveryWorkflow:
    def test_it_has_no_rights_but_those_of_its_jobs(self, path: Path) -> None:
        workflow = read(path)
        assert workflow["permissions"] == {}
        assert all("permissions" in job for job in workflow["jobs"].values())
        assert "concurrency" in workflow

    def test_no_job_runs_without_end(self, path: Path) -> None:
        assert all("timeout-minutes" in job or "uses" in job for job in read(path)["jobs"].values())

    def test_every_action_is_pinned_to_a_commit_with_its_version(self, path: Path) -> None:
        used = re.findall(r"uses: (\S+)(.*)", path.read_text("utf-8"))
        for name, comment in used:
            if not name.startswith("./"):
                assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", name)
                assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)

    def test_no_credential_is_left_in_a_checkout(self, path: Path) -> None:
        steps = [step for job in read(path)["jobs"].values() for step in job.get("steps", ())]
        checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)

    def test_no_text_of_an_event_stands_in_a_command(self, path: Path) -> None:
        steps = [step for job in read(path)["jobs"].values() for step in job.get("steps", ())]
        assert not [step["run"] for step in steps if "${{" in step.get("run", "")]

    def test_the_base_never_lends_its_rights_to_a_pull_request(self, path: Path) -> None:
        assert "pull_request_target" not in read(path)[True]  # `on` is a truth in YAML 1.1


def test_only_the_commenting_and_opening_jobs_can_write() -> None:
    writing = {
        (path.stem, name): sorted(key for key, right in job["permissions"].items() if right == "write")
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
        if "write" in job["permissions"].values()
    }
    assert writing == {
        ("comment", "comment"): ["pull-requests"],
        ("from-issue", "open"): ["contents", "pull-requests"],
        ("pages", "deploy"): ["id-token", "pages"],
        ("release", "attest"): ["attestations", "id-token"],
        ("release", "pypi"): ["id-token"],
        ("release", "github"): ["contents"],
        ("release", "pages"): ["id-token", "pages"],
    }


def test_one_action_has_one_commit_everywhere() -> None:
    used = {one for path in WORKFLOWS for one in re.findall(r"uses: (\S+@\S+)", path.read_text("utf-8"))}
    assert len(used) == len({one.partition("@")[0] for one in used})


def program(name: str) -> str:
    """A linter beside this Python or on the path; the test is skipped where it is not installed."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize(
    ("linter", "arguments"),
    [
        ("zizmor", ["--offline", "--no-progress", "--quiet", GITHUB]),
        ("shellcheck", sorted(SCRIPTS.glob("*.sh"))),
        ("actionlint", WORKFLOWS),
    ],
)
def test_linters_have_nothing_to_find(linter: str, arguments: list[object]) -> None:
    done = subprocess.run([program(linter), *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("dependabot", [GITHUB / "dependabot.yml"]),
        ("github-issue-forms", [GITHUB / "ISSUE_TEMPLATE" / "definition.yml"]),
    ],
)
def test_each_file_has_the_shape_that_github_asks_for(schema: str, files: list[Path]) -> None:
    arguments = ["--builtin-schema", f"vendor.{schema}", *map(str, files)]
    done = subprocess.run([program("check-jsonschema"), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# The scripts -----------------------------------------------------------------------------------------

GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$NOTES/calls"
while [ $# -gt 0 ]; do
  case $1 in
    --input) cp "$2" "$NOTES/input.json"; shift;;
    */pulls) kind=pulls;;
    */comments) kind=comments;;
  esac
  shift
done
cat "$NOTES/${kind:-nothing}.json" 2>/dev/null || true
"""


#: The page of what is wanted reads the whole registry, and is looked at elsewhere.
TRD = """#!/bin/sh
[ "$1" = list ] && exec echo "# Wanted"
[ -n "$SAYS" ] && exec echo "$SAYS"
{real}
"""


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A folder with the commands `trd` and `gh`, and what the latter is to answer."""
    if shutil.which("bash") is None or shutil.which("jq") is None or os.name == "nt":
        pytest.skip("the scripts need bash and jq")
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "gh").write_text(GH, encoding="utf-8")
    real = f'exec "{COMMAND[0]}" {COMMAND[1]} "{COMMAND[2]}" "$@"'
    (commands / "trd").write_text(TRD.format(real=real), encoding="utf-8")
    for path in commands.iterdir():
        path.chmod(0o755)
    return tmp_path


def run(script: str, runner: Path, *args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {
        **os.environ,
        "PATH": f"{runner / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "NOTES": str(runner),
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "validator", os.environ.get("PYTHONPATH", "")))),
        "GH_TOKEN": "none",
        "REPOSITORY": "trd/registry",
        "HEAD_SHA": SHA,
        "HEAD_OWNER": "somebody",
        "HEAD_BRANCH": "a-definition",
        **environment,
    }
    command = ["bash", str(SCRIPTS / script), *map(str, args)]
    return subprocess.run(command, env=variables, cwd=runner, capture_output=True, text=True, check=False)


@pytest.fixture
def answers(runner: Path) -> Path:
    """What GitHub says: one open pull request with this commit, another without, two comments of others."""
    pulls = [{"number": 3, "head": {"sha": "b" * 40}}, {"number": 7, "head": {"sha": SHA}}]
    comments = [
        {"id": 1, "user": {"login": "somebody"}, "body": "<!-- trd review -->\nnot ours"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "something else"},
    ]
    (runner / "pulls.json").write_text(json.dumps(pulls), encoding="utf-8")
    (runner / "comments.json").write_text(json.dumps(comments), encoding="utf-8")
    evil = {"review": 1, "findings": [], "sections": [{"title": "@all <b>", "parts": [{"text": "![](http://x) #7"}]}]}
    (runner / "review.json").write_text(json.dumps(evil), encoding="utf-8")
    return runner


def test_a_review_is_written_as_annotations_a_summary_and_a_file(runner: Path) -> None:
    base = base_branch(runner / "base")
    head = PullRequest(base, runner / "head")
    head.record("evil-2020", title='"x\\n::error::pwned ##[error] @everyone"', kind="criterium")
    done = run("review.sh", runner, "base", "head", "out", GITHUB_STEP_SUMMARY=str(runner / "summary.md"))
    assert done.returncode == 1
    assert all(line.startswith(("::error file=", "::warning file=")) for line in done.stdout.splitlines())
    assert done.stderr == ""
    assert json.loads((runner / "out" / "review.json").read_text("utf-8"))["review"] == 1
    assert (runner / "summary.md").read_text("utf-8").startswith("<!-- trd review -->")


def test_a_base_that_cannot_be_read_is_a_fault_of_the_run(runner: Path) -> None:
    done = run("review.sh", runner, "nowhere", "nowhere", "out")
    assert done.returncode > 1


def test_a_first_comment_is_written_to_the_pull_request_of_the_commit(answers: Path) -> None:
    done = run("comment.sh", answers, "review.json")
    assert done.returncode == 0, done.stderr
    calls = (answers / "calls").read_text("utf-8").splitlines()
    assert calls[0] == "api --method GET repos/trd/registry/pulls -f state=open -f head=somebody:a-definition"
    assert calls[-1].startswith("api --method POST repos/trd/registry/issues/7/comments --input")
    body = json.loads((answers / "input.json").read_text("utf-8"))["body"]
    assert body.startswith("<!-- trd review -->")
    assert "@all" not in body
    assert "<b>" not in body
    assert "](http" not in body


def test_a_later_one_replaces_it(answers: Path) -> None:
    comments = json.loads((answers / "comments.json").read_text("utf-8"))
    own = {"id": 99, "user": {"login": "github-actions[bot]"}, "body": "<!-- trd review -->\nolder"}
    (answers / "comments.json").write_text(json.dumps([*comments, own]), encoding="utf-8")
    assert run("comment.sh", answers, "review.json", SAYS="<!-- trd review -->").returncode == 0
    last = (answers / "calls").read_text("utf-8").splitlines()[-1]
    assert last.startswith("api --method PATCH repos/trd/registry/issues/comments/99 --input")


@pytest.mark.parametrize(
    "pulls", [[], [{"number": 7, "head": {"sha": "b" * 40}}], [{"number": "7;x", "head": {"sha": SHA}}]]
)
def test_a_commit_without_an_open_pull_request_gets_no_comment(answers: Path, pulls: list) -> None:
    (answers / "pulls.json").write_text(json.dumps(pulls), encoding="utf-8")
    done = run("comment.sh", answers, "review.json")
    assert "Nothing was written" in done.stdout
    assert not (answers / "input.json").exists()


def test_a_review_of_another_shape_is_not_posted(answers: Path) -> None:
    (answers / "review.json").write_text('{"body": "anything"}', encoding="utf-8")
    done = run("comment.sh", answers, "review.json")
    assert done.returncode > 1
    assert not (answers / "input.json").exists()


class TestARecordFromAnIssue:
    @pytest.fixture
    def clone(self, runner: Path) -> Path:
        """A repository with a remote, of which the script gets a clone."""
        remote = runner / "server" / "trd" / "registry.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", remote], check=True)
        subprocess.run(["git", "clone", "-q", remote, runner / "clone"], check=True, capture_output=True)
        git = ["git", "-C", runner / "clone", "-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run([*git, "checkout", "-q", "-b", "main"], check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
        subprocess.run([*git, "push", "-q", "origin", "main"], check=True, capture_output=True)
        return runner / "clone"

    def opened(self, runner: Path, clone: Path, folder: Path) -> subprocess.CompletedProcess[str]:
        command = f'cd "{clone}" && bash "{SCRIPTS}/open-pull-request.sh" "{folder}"'
        variables = {
            **os.environ,
            "PATH": f"{runner / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "NOTES": str(runner),
            "GH_TOKEN": "none",
            "REPOSITORY": "trd/registry",
            "ISSUE": "12",
            "SERVER": f"file://{runner}/server",
        }
        return subprocess.run(["bash", "-c", command], env=variables, capture_output=True, text=True, check=False)

    def test_the_form_becomes_a_branch_with_one_file_and_a_pull_request(self, runner: Path, clone: Path) -> None:
        from unit.test_issue_form import body

        event = {"issue": {"number": 12, "body": body(name='"; touch pwned; $(touch pwned) `touch pwned`')}}
        (runner / "event.json").write_text(json.dumps(event), encoding="utf-8")
        (runner / "definitions").mkdir()
        done = run("record.sh", runner, "event.json", "record")
        assert done.returncode == 0, done.stderr
        done = self.opened(runner, clone, runner / "record")
        assert done.returncode == 0, done.stderr
        show = ["git", "-C", clone, "show", "--name-status", "--format=%s", "origin/issue-12-muller-2024"]
        subprocess.run(["git", "-C", clone, "fetch", "-q"], check=True)
        shown = subprocess.run(show, capture_output=True, text=True, check=True).stdout.split("\n")
        assert shown[0] == "A record of muller-2024, from issue 12"
        assert shown[2:4] == ["A\tdefinitions/WANTED.md", "A\tdefinitions/consensus/muller-2024/0.1.0/definition.yaml"]
        assert "head=issue-12-muller-2024" in (runner / "calls").read_text("utf-8")
        assert not list(runner.rglob("pwned"))

    @pytest.mark.parametrize(
        "paths",
        [
            (".github/workflows/x.yml",),
            ("definitions/staging/x/1.0.0/definition.yaml",),
            ("definitions/staging/x/0.1.0/definition.yaml", "x.py"),
            ("definitions/staging/x/0.1.0/cases.yaml",),
            (),
        ],
    )
    def test_anything_but_one_record_is_refused(self, runner: Path, clone: Path, paths: tuple[str, ...]) -> None:
        (runner / "record").mkdir()
        for path in paths:
            (runner / "record" / path).parent.mkdir(parents=True, exist_ok=True)
            (runner / "record" / path).write_text("x", encoding="utf-8")
        (runner / "record" / "definitions").mkdir(exist_ok=True)
        (runner / "record" / "definitions" / "WANTED.md").write_text("x", encoding="utf-8")
        assert self.opened(runner, clone, runner / "record").returncode == 2
        assert not (runner / "calls").exists()
