"""Every input that once broke a reader, or kept it busy, is taken or refused at once; and hostile ones end in time."""

import time
from pathlib import Path

import pytest

from fuzzing.hostile import measured
from fuzzing.readers import READERS
from trd_registry.cohorts.folder.csv_table import LONGEST_LINE, cells_of
from trd_registry.importing.flat import excel_sheet
from trd_registry.model.definition import MAX_COMBINATIONS, Definition, Option, Reading
from trd_registry.model.errors import EndlessReading, TooManyCombinations
from trd_registry.model.pieces import Pieces

CORPUS = Path(__file__).parent / "corpus"
FOUND = sorted(path for path in CORPUS.glob("*/*") if path.is_file())

#: Seconds for one input of some kilobytes: some hundred times what it takes.
LONGEST = 20


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_mended(path: Path, tmp_path: Path) -> None:
    begun = time.monotonic()
    READERS[path.parent.name](path.read_bytes(), tmp_path)
    assert time.monotonic() - begun < LONGEST


def test_there_is_a_corpus_and_every_folder_is_a_reader() -> None:
    assert len(FOUND) >= 10
    assert {path.parent.name for path in FOUND} <= set(READERS)


@pytest.mark.parametrize(
    "name",
    [
        "history: billion laughs",
        "history: /dev/zero by a link",
        "definition: 12 readings of 12 options without default",
        "cohort folder: a table is a pipe",
        "omop: a DuckDB file with a view that reads another file",
    ],
)
def test_hostile_input_ends_in_time_and_in_bounds(name: str, tmp_path: Path) -> None:
    """All of them, with figures: ``python tests/fuzzing/hostile.py``."""
    cost = measured(name, tmp_path / "input")
    assert cost.is_well, cost.said
    assert cost.code in (2, 3), cost.said
    assert cost.seconds < LONGEST
    assert cost.peak < 1_000
    assert not (tmp_path / "input" / "out").exists()


def test_combinations_are_counted_before_they_are_made() -> None:
    options = {str(number): Option(str(number), "", is_default=False) for number in range(50)}
    readings = {f"r{number}": Reading(f"r{number}", "?", options, silent=True) for number in range(30)}
    wild = Definition("x", "1.0.0", "criterion", "draft", "consensus", "X", 2020, "", {}, readings)
    with pytest.raises(TooManyCombinations, match=str(MAX_COMBINATIONS)):
        wild.settle({})
    assert len(wild.settle(dict.fromkeys(list(readings)[1:], "0"))) == 50


def test_a_reading_that_leads_back_to_itself_is_told() -> None:
    document = {"criterion": {"reading": "a"}, "readings": {
        "a": {"options": {"x": {"value": {"reading": "b"}}}}, "b": {"options": {"x": {"value": {"reading": "a"}}}},
    }}  # fmt: skip
    with pytest.raises(EndlessReading):
        Pieces(document, {"a": "x", "b": "x"}).section("criterion")


def test_a_line_longer_than_any_row_is_not_taken_apart() -> None:
    cells, fault = cells_of(b"1," + b"a" * LONGEST_LINE)
    assert cells == []
    assert fault == f"it has more than {LONGEST_LINE:,} bytes"


def test_a_workbook_that_grows_when_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fuzzing.seeds import seeds

    monkeypatch.setattr(excel_sheet, "MAX_UNPACKED", 100)
    assert not READERS["excel"](seeds("excel")[0], tmp_path)
