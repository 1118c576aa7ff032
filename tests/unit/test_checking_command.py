"""``trd check`` on the command line: exit codes, streams, formats, and input that means harm."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trd_registry.cli.main import main

GOOD = "history: 1\nid: example\ncomplete: all\n"
BAD = "history: 1\nid: example\n"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_good_file_gives_nothing_on_standard_output(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD)
    result = run("good.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 file, 0 findings\n")


def test_a_finding_tells_path_line_column_code_and_remedy(folder: Path) -> None:
    (folder / "bad.yaml").write_text(BAD + "complete: al\n")
    result = run(str(folder / "bad.yaml"))
    first, second = result.stdout.splitlines()
    assert result.exit_code == 1
    assert first == 'bad.yaml:3:1 TRD204 "al" is not a value of `complete`.'
    assert second == "    Did you mean 'all'?"
    assert result.stderr == "1 file, 1 finding\n"


def test_all_findings_of_all_files_come_at_once(folder: Path) -> None:
    (folder / "one.yaml").write_text(BAD)
    (folder / "two.yaml").write_text("history: 1\nhistory: 1\nx: no\n")
    codes = [one["code"] for one in json.loads(run(".", "--format", "json").stdout)]
    assert codes == ["TRD202", "TRD106", "TRD109"]


def test_warnings_alone_are_no_failure(folder: Path) -> None:
    example = Path(__file__).parents[2] / "schema" / "rejected" / "TRD321-unused-source.yaml"
    result = run(str(example))
    assert result.exit_code == 0
    assert " TRD321 warning: " in result.stdout
    assert result.stderr == "1 file, 1 finding (0 errors, 1 warning)\n"


def test_a_path_that_does_not_exist_is_not_a_finding(folder: Path) -> None:
    result = run("nowhere.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "nowhere.yaml" in result.stderr


def test_a_folder_without_files_of_the_registry_is_not_passed_silently(folder: Path) -> None:
    (folder / "other.yaml").write_text("colour: blue\n")
    assert run(".").exit_code == 3
    assert run("other.yaml").exit_code == 1


def test_an_unknown_format_is_a_usage_error(folder: Path) -> None:
    assert run("--format", "xml").exit_code == 2


def test_github_annotations_show_errors_first_and_ten_at_most(folder: Path) -> None:
    (folder / "bad.yaml").write_text(GOOD + "".join(f"key{index}: 1\n" for index in range(15)))
    lines = run("bad.yaml", "--format", "github").stdout.splitlines()
    assert len(lines) == 11
    assert lines[0].startswith("::error file=bad.yaml,line=4,col=1,title=TRD201::There is no key `key0`")
    assert lines[-1].startswith("::notice::5 more findings")


def test_sarif_names_rule_file_and_line(folder: Path) -> None:
    (folder / "my file.yaml").write_text(BAD)
    log = json.loads(run("my file.yaml", "--format", "sarif").stdout)
    (result,) = log["runs"][0]["results"]
    where = result["locations"][0]["physicalLocation"]
    assert log["version"] == "2.1.0"
    assert result["ruleId"] == log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "TRD202"
    assert where["artifactLocation"]["uri"] == "my%20file.yaml"
    assert where["region"] == {"startLine": 1, "startColumn": 1}


def test_the_catalogue_has_a_section_for_every_code() -> None:
    from trd_registry.checking.catalogue import entries

    page = run("--codes").stdout
    assert [one.code for one in entries() if f"### {one.code}: " not in page] == []


HOSTILE = {
    "random bytes": bytes(range(256)) * 8,
    "open brackets": b"[" * 100_000,
    "open braces": b"{" * 100_000,
    "a huge number": b"history: 1\nid: a\ncomplete: all\npatient: {age: " + b"9" * 5000 + b"}\n",
    "a lone surrogate": b'history: 1\nid: "\\ud800"\ncomplete: all\n',
    "a NUL": b"history: 1\nid: a\x00b\ncomplete: all\n",
    "terminal escapes": b'"\\e[31m": 1\n"\\r\\n": 2\nhistory: 1\nid: "\\u202e"\ncomplete: all\n',
    "a list": b"- 1\n- 2\n",
    "a word": b"word\n",
    "only a comment": b"# nothing\n",
    "UTF-16": "history: 1\n".encode("utf-16"),
    "trials of a case that are none": b"cases: 1\ndefinition: a\nbase: {trials: 7}\nexamples: "
    b"[{name: a, history: {trials: [{like: [x]}, 5]}, expect: {verdict: met}}]\n",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_files_are_findings_and_never_a_traceback(name: str, folder: Path) -> None:
    (folder / "hostile.yaml").write_bytes(HOSTILE[name])
    for form in ("text", "json", "github", "sarif"):
        result = run("hostile.yaml", "--format", form)
        assert result.exit_code == 1
        assert "\x1b" not in result.stdout
        assert "\u202e" not in result.stdout


@pytest.mark.parametrize("path", ["a\x00b.yaml", "x" * 5000, "\ud800.yaml", ""])
def test_hostile_paths_are_told_of_and_never_a_traceback(path: str, folder: Path) -> None:
    assert run(path).exit_code == 3


def test_a_file_name_with_control_characters_stays_on_one_line(folder: Path) -> None:
    (folder / "two\nlines.yaml").write_text(BAD)
    assert run(".").stdout.splitlines()[0].startswith("two\\nlines.yaml:1:1 TRD202 ")
