"""A cohort judged by Apache Spark through the real command line: what DuckDB says, in the same files."""

import json
import os
from pathlib import Path

import pytest
from pyarrow import parquet

from acceptance.cli import Run, trd
from spark_runs import why_not

#: A score that the statement can say, and a phenotype that the interpreter judges.
NAMED = ("-d", "msm-2009", "-d", "simple-count-2007", "-d", "fife-2017", "--sample", "3")

ON_TWO = ("--engine", "spark", "--master", "local[2]")

needs_spark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "cohort"
    assert trd("cohort", "simulate", "-n", 40, "--seed", 9, "-o", folder).code == 0
    return folder


def by_spark(cohort: Path, out: Path, *more: object, **environment: str) -> Run:
    before = {key: os.environ.get(key) for key in environment}
    os.environ.update(environment)
    try:
        return trd("cohort", "evaluate", cohort, "-o", out, *NAMED, *ON_TWO, *more)
    finally:
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})


@needs_spark
def test_both_engines_write_the_same(cohort: Path) -> None:
    ours, theirs, settled = (cohort.parent / name for name in ("duckdb", "spark", "settled"))
    assert trd("cohort", "evaluate", cohort, "-o", ours, *NAMED).code == 0
    # The quick half of Java's compiler is enough for a short run.
    run = by_spark(cohort, theirs, "--settled", settled, JDK_JAVA_OPTIONS="-XX:TieredStopAtLevel=1")
    assert (run.code, run.out) == (0, ""), run.err
    assert sorted(path.name for path in theirs.iterdir()) == sorted(path.name for path in ours.iterdir())
    for name in ("results", "steps", "missing"):
        found, wanted = (
            sorted(map(repr, parquet.read_table(str(out / f"{name}.parquet")).to_pylist())) for out in (theirs, ours)
        )
        assert found == wanted
    told, expected = (json.loads((out / "run.json").read_text("utf-8")) for out in (theirs, ours))
    assert told.pop("engine").startswith("spark 4")
    assert expected.pop("engine").startswith("duckdb")
    assert told == expected
    assert sorted(path.name for path in (settled / "job-1").iterdir()) == ["agents", "patients", "trials"]
    assert {path.name for path in cohort.parent.iterdir()} == {"cohort", "duckdb", "spark", "settled"}


def test_without_java_it_is_said_what_to_install(cohort: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    run = by_spark(cohort, tmp_path / "out", JAVA_HOME=str(tmp_path))
    assert run.code == 2
    assert "Java runtime, version 17 or later" in run.err
    assert list(tmp_path.iterdir()) == []


def test_options_of_spark_are_refused_for_another_engine(cohort: Path, tmp_path: Path) -> None:
    run = trd("cohort", "evaluate", cohort, "-o", tmp_path / "out", "--master", "local[2]")
    assert run.code == 2
    assert "--engine spark" in run.err
    assert list(tmp_path.iterdir()) == []
