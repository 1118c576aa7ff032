"""The report on a cohort through the real command line: from made-up persons to a page."""

import csv
from pathlib import Path

import pytest
from pyarrow import parquet

from acceptance.cli import trd

CHOSEN = ("markowitz-2022", "ema-2013", "msm-2018", "trsm-1997")
PERSONS = 40


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    assert trd("cohort", "simulate", "-n", PERSONS, "--seed", 5, "-o", folder / "cohort").code == 0
    named = [part for one in CHOSEN for part in ("-d", one)]
    run = trd("cohort", "evaluate", folder / "cohort", "-o", folder / "results", *named, "--sample", 5)
    assert run.code == 0, run.err
    return folder / "results"


def test_page_tables_and_figures_are_written_and_agree(results: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    run = trd("cohort", "report", results, "-o", out)
    assert (run.code, run.out) == (0, "")
    assert run.err.startswith("Counting")
    assert "report.html" in run.err
    html = (out / "report.html").read_text("utf-8")
    assert "This cohort is synthetic" in html
    for name in ("prevalence", "agreement", "attrition", "scores", "levels", "missing", "reclassification"):
        with (out / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            written = list(csv.DictReader(file))
        stored = parquet.read_table(str(out / "tables" / f"{name}.parquet")).to_pylist()
        assert [list(row) for row in written] == [list(row) for row in stored]
        assert written, name
    with (out / "tables" / "prevalence.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            states = ("met", "cannot_tell", "not_met", "out_of_scope", "scope_unknown")
            assert sum(int(row[state]) for state in states) == PERSONS
    for linked in (path for path in out.rglob("*") if path.suffix in (".csv", ".svg")):
        assert linked.relative_to(out).as_posix() in html
    assert "markowitz-2022" in (out / "methods.txt").read_text("utf-8")
    assert "@article" in (out / "citations.bib").read_text("utf-8")


@pytest.mark.parametrize(("reading", "is_told"), [((), True), (("--reading", "ema-2013:adherence=not-asked"), False)])
def test_what_the_rules_imply_stands_beside_who_changes_sides_at_default_readings(
    results: Path, tmp_path: Path, reading: tuple[str, ...], is_told: bool
) -> None:
    named = ("-d", "ema-2013", "-d", "italian-delphi-2023")
    cohort = results.parent / "cohort"
    assert trd("cohort", "evaluate", cohort, "-o", tmp_path / "results", *named, *reading).code == 0
    pair = ("--reclassify", "ema-2013", "italian-delphi-2023")
    assert trd("cohort", "report", tmp_path / "results", "-o", tmp_path / "report", *pair).code == 0
    html = (tmp_path / "report" / "report.html").read_text("utf-8")
    said = (
        "By the rules alone, for every history with up to 6 trials: Whoever meets ema-2013 meets italian-delphi-2023."
    )
    assert (said in html) is is_told


def test_nothing_is_overwritten_and_what_cannot_be_done_leaves_nothing(results: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    assert trd("cohort", "report", results, "-o", tmp_path / "there").code == 2
    out = tmp_path / "report"
    assert trd("cohort", "report", results, "-o", out, "-d", "markowitz-2023").code == 2
    assert trd("cohort", "report", results, "-o", out, "--reclassify", "ema-2013", "trsm-1997").code == 2
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for path in results.iterdir():
        content = path.read_bytes()
        (damaged / path.name).write_bytes(content[: len(content) // 2] if path.name == "results.parquet" else content)
    run = trd("cohort", "report", damaged, "-o", out)
    assert run.code == 3
    assert "results.parquet" in run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged", "there"]


def test_small_cells_are_asked_for_on_the_command_line(results: Path, tmp_path: Path) -> None:
    run = trd("cohort", "report", results, "-o", tmp_path / "report", "--min-cell", 10)
    assert run.code == 0
    assert "Counts of 1 to 9 persons are suppressed" in (tmp_path / "report" / "report.html").read_text("utf-8")
    for path in (tmp_path / "report" / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                counts = [row[name] for name in _COUNTS if row.get(name)]
                assert not [one for one in counts if 0 < int(one) < 10], path.name


#: Columns that count persons, rows or answers.
_COUNTS = (
    "persons", "met", "cannot_tell", "not_met", "out_of_scope", "scope_unknown", "judged_by_both", "both", "first_only",
    "second_only", "neither", "in_bounds", "holds", "unknown", "fails", "certain", "possible", "open", "decisive",
    "read", "used", "rejected", "dated",
)  # fmt: skip
