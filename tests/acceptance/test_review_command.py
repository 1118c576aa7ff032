"""``trd review`` through the real command: exit codes, and one review written in every form."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from acceptance.cli import trd
from pull_requests import PullRequest, base_branch
from trd_registry.cli.main import main


@pytest.mark.parametrize(
    "options",
    [(), ("--base", "."), ("--base", ".", "--head", ".", "--from", "x"), ("--format", "html", "--from", "x")],
)
def test_options_that_do_not_go_together_are_a_usage_error(options: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["review", *options]).exit_code == 2


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff\xfe", b'{"review": 1}'])
def test_a_file_that_is_no_review_is_named(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "review.json"
    path.write_bytes(text)
    run = CliRunner().invoke(main, ["review", "--from", str(path)])
    assert (run.exit_code, run.stdout) == (3, "")
    assert f"{path}:1:1 REVIEW" in run.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    run = trd("review", "--base", tmp_path / "none", "--head", tmp_path)
    assert (run.code, run.out) == (3, "")
    assert f"There is no such folder: {tmp_path / 'none'}" in run.err


def test_one_review_in_three_forms(tmp_path: Path) -> None:
    base = base_branch(tmp_path / "base")
    head = PullRequest(base, tmp_path / "head")
    head.record("one-2020", kind="criterium")
    run = trd("review", "--base", base.root, "--head", head.root, "--format", "json")
    assert run.code == 1
    (tmp_path / "review.json").write_text(run.out, encoding="utf-8")
    (finding,) = [one for one in json.loads(run.out)["findings"] if one["level"] == "error"]
    assert finding["path"] == "definitions/consensus/one-2020/0.1.0/definition.yaml"
    again = ["review", "--from", str(tmp_path / "review.json")]
    github, markdown = (CliRunner().invoke(main, [*again, "--format", form]) for form in ("github", "markdown"))
    assert (github.exit_code, markdown.exit_code) == (1, 1)
    assert f"::error file={finding['path']},line={finding['line']}," in github.stdout
    assert "Not yet: 1 of the findings are errors." in markdown.stdout
