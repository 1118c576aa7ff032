"""A database in the OMOP common data model, through the real command line, up to the verdict of a definition."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from acceptance.cli import Run, trd
from omop_tables import Cdm, as_csv, as_duckdb, made_up

#: Persons of the script of the study of UK Biobank: two records of depression, and no psychosis, bipolar disorder or
#: substance use; two switches between drugs that were taken for six weeks, and three different drugs.
PHENOTYPE = "fabbri-2021-code"


def judged(folder: Path, person: str, definition: str = PHENOTYPE) -> dict[str, Any]:
    run = trd("evaluate", folder, "--person", person, "-d", definition, "--format", "json")
    assert run.code == 0, run.err
    result: dict[str, Any] = json.loads(run.out)[0]
    return result


def imported(source: object, folder: Path, *options: object) -> Run:
    run = trd("import", "omop", source, "-o", folder, *options)
    assert run.code == 0, run.err
    checked = trd("cohort", "check", folder)
    assert (checked.code, checked.err) == (0, ""), checked.out
    return run


def rows(folder: Path, table: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(f"SELECT * FROM '{folder}/{table}.parquet' ORDER BY ALL").fetchall()


def test_the_verdicts_are_those_that_one_works_out_by_hand(tmp_path: Path) -> None:
    run = imported(as_duckdb(made_up().rows, tmp_path / "cdm.duckdb"), tmp_path / "cohort")
    found = {person: judged(tmp_path / "cohort", person) for person in "12345"}
    assert {person: (one["applicable"], one["verdict"]) for person, one in found.items()} == {
        "1": (True, "met"),
        "2": (True, "not_met"),
        "3": (True, "indeterminate"),
        "4": (False, None),
        "5": (True, "not_met"),
    }
    assert "1 person has several observation periods: the record is the longest one" in run.err
    assert "dispensings is not taken for complete for 1 person." in run.err
    assert [row[1:5] for row in rows(tmp_path / "cohort", "dispensings") if row[0] == "1"][:1] == [
        ("fluoxetine", "2016-02-01", 30, 20.0)
    ]


def test_without_a_vocabulary_nothing_is_taken_for_complete(tmp_path: Path) -> None:
    cdm = Cdm(words=False)
    cdm.person(1).drug(1, 755695, "2016-02-01").drug(1, 4711, "2016-03-01").condition(1, 440383, "2016-01-10")
    cdm.condition(1, 320128, "2016-01-10")
    run = imported(as_csv(cdm.rows, tmp_path / "cdm"), tmp_path / "cohort")
    assert [row[:3] for row in rows(tmp_path / "cohort", "dispensings")] == [("1", "fluoxetine", "2016-02-01")]
    assert [row[1] for row in rows(tmp_path / "cohort", "diagnoses")] == ["depressive-disorder"]
    assert "dispensings is not taken for complete for anybody" in run.err
    assert "diagnoses is not taken for complete for anybody" in run.err


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder / "nothing", "There is no"),
        (lambda folder: as_csv({"concept": []}, folder / "cdm"), "has no table person"),
        (lambda folder: _file(folder / "notes.txt"), "neither a folder of tables nor a database of DuckDB or SQLite"),
        (lambda folder: _two(folder / "cdm"), "is there twice"),
        (lambda folder: "postgresql://nobody@127.0.0.1:9/none", "cannot be read"),
    ],
)
def test_what_is_no_source_is_said_and_nothing_is_written(make: Any, says: str, tmp_path: Path) -> None:
    run = trd("import", "omop", make(tmp_path), "-o", tmp_path / "cohort")
    assert run.code == 2
    assert says in run.err
    assert not (tmp_path / "cohort").exists()
    assert not list(tmp_path.glob(".cohort-*"))


def _file(path: Path) -> Path:
    path.write_text("no database", encoding="utf-8")
    return path


def _two(folder: Path) -> Path:
    as_csv(Cdm().person(1).rows, folder)
    (folder / "PERSON.tsv").write_text("person_id\n1\n", encoding="utf-8")
    return folder
