"""What a user types, through the real command line."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from acceptance.cli import HISTORIES, trd
from trd_registry.loading.data_root import data_root


def test_evaluate_judges_by_every_released_definition(tmp_path: Path) -> None:
    run = trd("evaluate", HISTORIES / "two-drugs-and-ipt.yaml", cwd=tmp_path)
    assert run.code == 0
    assert run.err == ""
    released = [one for one in json.loads(trd("list", "--format", "json").out) if one["status"] == "released"]
    assert len(released) >= 12
    for one in released:
        assert f"{one['id']}@{one['version']}" in run.out
    assert "A research tool, not medical advice." in run.out


def test_the_table_of_histories_fits_eighty_columns() -> None:
    """Full, full of gaps, in scores, from a register alone: every seventh, and the one with the most missing."""
    run = trd("evaluate", *sorted(HISTORIES.glob("*.yaml"))[::7], HISTORIES / "chart-with-gaps.yaml")
    assert run.code == 0
    assert max(map(len, run.out.splitlines())) <= 80


def test_json_is_valid_against_its_schema_and_has_one_element_a_history_and_definition() -> None:
    run = trd("evaluate", "--format", "json", HISTORIES / "widow.yaml", HISTORIES / "two-failed-ssris.yaml")
    results = json.loads(run.out)
    schema = json.loads((data_root() / "schema" / "result.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(results)
    assert len({(one["history"], one["definition"]) for one in results}) == len(results)
    assert {one["history"] for one in results} == {"widow", "two-failed-ssris"}


def test_csv_has_one_row_a_result() -> None:
    run = trd("evaluate", "--format", "csv", "-d", "conway-2017", "-d", "rybak-2021", HISTORIES / "widow.yaml")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert [row["definition"] for row in rows] == ["conway-2017", "rybak-2021"]


def test_markdown_is_a_table() -> None:
    run = trd("evaluate", "--format", "markdown", "-d", "rybak-2021", HISTORIES / "widow.yaml")
    assert "| rybak-2021@1.0.0 |" in run.out


def test_explain_tells_why_trials_count_and_what_would_decide() -> None:
    run = trd("evaluate", "--explain", "-d", "markowitz-2022", HISTORIES / "widow.yaml")
    assert "prospective" in run.out
    assert "could decide alone" in run.out
    assert "article, proposal paragraph; primary" in run.out


def test_a_reading_changes_the_answer_and_is_named() -> None:
    history = HISTORIES / "forty-percent-twice.yaml"
    usual = json.loads(trd("evaluate", "--format", "json", "-d", "rybak-2021", history).out)[0]
    other = json.loads(
        trd(
            "evaluate",
            "--format",
            "json",
            "-d",
            "nice-ta854",
            "--reading",
            "nice-ta854:how-many=three-as-positioned",
            history,
        ).out
    )[0]
    assert usual["verdict"] == "met"
    assert other["verdict"] == "not_met"
    assert other["readings"]["how-many"] == "three-as-positioned"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["evaluate", HISTORIES / "widow.yaml", "-d", "markowitz"], "Did you mean 'markowitz-2022'?"),
        (["evaluate", HISTORIES / "widow.yaml", "-d", "rybak-2021@9.9.9"], "rybak-2021 has no version '9.9.9'"),
        (["evaluate", HISTORIES / "widow.yaml", "--reading", "x"], "ID:READING=OPTION"),
        (["evaluate", HISTORIES / "widow.yaml", "--reading", "nobody:x=y"], "-d nobody"),
        (["evaluate", HISTORIES / "widow.yaml", "--reading", "rybak-2021:x=y"], "no reading 'x'"),
        (["evaluate", HISTORIES / "widow.yaml", "--reading", "rybak-2021:adequate-weeks=y"], "weeks-4"),
        (["evaluate"], "HISTORY"),
        (["evalute"], "evaluate"),
        (["show", "nothing-like-it"], "trd list"),
        (["list", "--status", "new"], "released"),
    ],
)
def test_wrong_usage_is_exit_code_two_with_what_to_do(args: list[object], says: str) -> None:
    run = trd(*args)
    assert run.code == 2
    assert run.out == ""
    assert says.casefold() in run.err.casefold()


def test_show_tells_a_definition_in_words_with_locators() -> None:
    run = trd("show", "sforzini-2022")
    assert run.code == 0
    assert "Table 1, item 3" in run.out.replace("\n", " ").replace("  ", " ")


def test_show_prints_the_file_and_a_vocabulary() -> None:
    assert trd("show", "rybak-2021", "--format", "yaml").out.startswith("# yaml-language-server")
    assert "sertraline" in trd("show", "treatments").out


def test_list_knows_id_version_status_kind_family_year_title() -> None:
    entries = json.loads(trd("list", "--format", "json").out)
    assert set(entries[0]) == {"id", "version", "status", "kind", "family", "year", "title"}


def test_test_runs_the_cases() -> None:
    run = trd("test", "rybak-2021")
    assert run.code == 0
    assert "100% covered" in run.out


def test_timeline_writes_an_svg_or_nothing(tmp_path: Path) -> None:
    target = tmp_path / "episode.svg"
    assert trd("timeline", HISTORIES / "widow.yaml", "-o", target).code == 0
    assert target.read_text("utf-8").startswith("<svg") or "<svg" in target.read_text("utf-8")[:200]
    broken = tmp_path / "broken.yaml"
    broken.write_text("history: 1\n")
    other = tmp_path / "other.svg"
    assert trd("timeline", broken, "-o", other).code == 3
    assert not other.exists()


def test_shell_completion_is_offered() -> None:
    import os
    import subprocess
    import sys

    command = "from trd_registry.cli.main import main; main(prog_name='trd')"
    done = subprocess.run(
        [sys.executable, "-c", command],
        env={**os.environ, "_TRD_COMPLETE": "zsh_source"},
        capture_output=True,
        check=False,
    )
    assert b"_TRD_COMPLETE=zsh_complete" in done.stdout
