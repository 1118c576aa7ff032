"""Cohorts through the real command line."""

import csv
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from acceptance.cli import Run, trd
from cohort_tables import write_cohort
from trd_registry.loading.data_root import data_root

FAILED = {"treatment": "sertraline", "dose": 100, "weeks": 8, "response": "none", "prospective": "true"}


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    rows = {
        "persons": [{"person": "P-1", "age": 50}, {"person": "P-2", "age": "fifty"}],
        "trials": [
            {"person": "P-1", **FAILED},
            {"person": "P-1", **FAILED, "treatment": "venlafaxine", "dose": 225},
            {"person": "P-2", **FAILED, "weeks": -3},
            {"person": "P-3", **FAILED},
        ],
    }
    return write_cohort(tmp_path / "dirty", rows)


def test_one_person_is_explained(dirty: Path) -> None:
    run = trd("evaluate", dirty, "--person", "P-1", "-d", "rybak-2021", "--explain")
    assert (run.code, run.err) == (0, "")
    assert "P-1" in run.out
    assert "trials[2] venlafaxine" in run.out


def test_what_was_rejected_of_a_person_is_told_beside_the_result(dirty: Path) -> None:
    run = trd("evaluate", dirty, "--person", "P-2", "-d", "rybak-2021", "--format", "json")
    assert run.code == 0
    results = json.loads(run.out)
    schema = json.loads((data_root() / "schema" / "result.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(results)
    assert (results[0]["history"], results[0]["verdict"]) == ("P-2", "indeterminate")
    assert "line 4, column weeks" in run.err
    assert "trials is not taken for complete for 1 person." in run.err


def test_the_counts_add_up_and_the_rejects_are_written(dirty: Path, tmp_path: Path) -> None:
    run = trd("cohort", "check", dirty, "--rejects", tmp_path / "rejects.csv")
    assert run.code == 1
    counts = [line.split() for line in run.out.splitlines()[1:3]]
    assert counts == [["persons", "2", "1", "1"], ["trials", "4", "2", "2"]]
    with (tmp_path / "rejects.csv").open(encoding="utf-8") as file:
        found = [(row["table"], row["line"], row["person"], row["column"], row["code"]) for row in csv.DictReader(file)]
    assert found == [
        ("persons", "3", "P-2", "age", "TRD203"),
        ("trials", "4", "P-2", "weeks", "TRD206"),
        ("trials", "5", "P-3", "person", "ROW3"),
    ]
    assert trd("cohort", "check", dirty, "--rejects", tmp_path / "rejects.csv").code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--person", "P-9"], 2, "There is no person 'P-9'"),
        ([], 2, "--person ID"),
        (["--person", ""], 2, "There is no person ''"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], code: int, says: str, dirty: Path) -> None:
    run = trd("evaluate", dirty, *arguments, "-d", "rybak-2021")
    assert run.code == code
    assert says in run.err
    assert run.out == ""


def test_a_folder_that_is_no_cohort_and_a_faulty_declaration(dirty: Path, tmp_path: Path) -> None:
    assert "is not a cohort" in trd("cohort", "check", tmp_path).err
    text = (dirty / "cohort.yaml").read_text("utf-8").replace("complete: all", "complete: everything\ntitel: x")
    (dirty / "cohort.yaml").write_text(text, encoding="utf-8")
    run = trd("cohort", "check", dirty)
    assert run.code == 3
    assert "cohort.yaml:4:1 TRD204" in run.err
    assert trd("check", dirty).code == 1


def simulate(folder: Path, *more: object) -> Run:
    return trd("cohort", "simulate", "-n", 50, "--seed", 3, "-o", folder, *more)


def test_a_synthetic_cohort_is_made_and_read(tmp_path: Path) -> None:
    run = simulate(tmp_path / "made")
    assert (run.code, run.out) == (0, "")
    assert "50 synthetic persons" in run.err
    assert trd("cohort", "check", tmp_path / "made").code == 0
    assert trd("evaluate", tmp_path / "made", "--person", "107", "-d", "markowitz-2022").code == 0
    assert simulate(tmp_path / "made").code == 2
    assert simulate(tmp_path / "nowhere" / "made").code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made"]


def test_a_missing_extra_says_what_to_install(dirty: Path, tmp_path: Path) -> None:
    """Beside this Python, in which it is installed: a module of that name that cannot be imported."""
    for name in ("duckdb", "pyarrow"):
        (tmp_path / f"{name}.py").write_text("raise ImportError\n", encoding="utf-8")
    assert sys.path
    run = trd("cohort", "check", dirty, cwd=tmp_path)
    assert run.code == 2
    assert "Install it: pip install 'trd-registry[cohort]'" in run.err
    assert trd("cohort", "simulate", "-n", 5, "--seed", 1, "-o", tmp_path / "new", cwd=tmp_path).code == 2


def test_the_result_of_a_person_is_run_again_from_the_cohort(dirty: Path, tmp_path: Path) -> None:
    run = trd("evaluate", "dirty", "--person", "P-1", "-d", "rybak-2021", "--format", "json", cwd=tmp_path)
    receipt = tmp_path / "receipt.json"
    receipt.write_text(run.out, encoding="utf-8")
    assert trd("verify", receipt.name, cwd=tmp_path).code == 0
    assert trd("verify", receipt, "--history", dirty).code == 0
    trials = dirty / "trials.csv"
    trials.write_text(trials.read_text("utf-8").replace("225", "37.5"), encoding="utf-8")
    again = trd("verify", receipt.name, cwd=tmp_path)
    assert again.code == 1
    assert "dirty#P-1 was sha256:" in again.out
    assert "verdict" in again.out
    (dirty / "trials.csv").unlink()
    assert "was not found" in trd("verify", receipt.name, cwd=tmp_path).out


def test_a_misspelt_comorbid_condition_is_a_column_that_does_not_exist(tmp_path: Path) -> None:
    """Each cell of it would be unknown to every definition, and nothing would say so."""
    rows = {
        "persons": [{"person": "P-1", "comorbidity.psychotic-disoder": "true"}],
        "trials": [{"person": "P-1", **FAILED}],
    }
    folder = write_cohort(tmp_path / "slip", rows)
    run = trd("cohort", "check", folder)
    assert run.code != 0
    assert "There is no column `comorbidity.psychotic-disoder` in persons." in run.err
    assert "Did you mean 'comorbidity.psychotic-disorder'?" in run.err
