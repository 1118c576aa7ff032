"""What surrounds the statements that settle a cohort: lines, parts, numbers, and what is left behind."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohort_tables import write_cohort
from properties.settling import EVERYTHING, assert_same
from trd_registry.cohorts.folder.csv_table import CsvTable, is_blank
from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.folder.sorting import Sorter
from trd_registry.cohorts.tables import csv_chunks
from trd_registry.cohorts.tables.batches import Batch, SettledCohort
from trd_registry.cohorts.tables.bundles import bundles_of
from trd_registry.loading.document import Document
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies

SORTER = Sorter(Path())

LINES = st.lists(
    st.one_of(
        st.sampled_from([b"p1,a,b", b'p1,"a,b","""c"""', b"p1,,", b'"p1",a, b ', b"", b"  ", b"\xef\xbb\xbfp1,a,b"]),
        st.text(alphabet=' ,"\r\t\x00ax\u2028', max_size=8).map(str.encode),
        st.sampled_from([b"p1,\xe9,b", b"p1,a", b"p1,a,b,c", b'p1,"a,b', b'p1,"a"x,b', b'p1,a"b,c', b"p1,a,b\r"]),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.sampled_from([1, 12, 1000]))
def test_many_lines_at_once_give_the_same_cells_as_line_by_line(
    lines: list[bytes], end: bytes, ends: bool, chunk: int
) -> None:
    content = end.join(lines) + (end if ends else b"")
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_chunks, "CHUNK", chunk)
        path = Path(name) / "trials.csv"
        path.write_bytes(b"person,treatment,note" + end + content)
        table = CsvTable("trials", path, Declaration(Document("", {})), SORTER)
        found = csv_chunks.CsvChunks(table, [1, 2]).reader().read_all().to_pylist()
    expected = []
    for number, line in enumerate(content.removesuffix(b"\n").split(b"\n") if content else [], start=2):
        values, fault = table.values_of(line)
        if not is_blank(line):
            cells = (None, None) if fault else tuple(values[1:])
            expected.append((table.person_of(line), number, fault, *cells))
    assert [tuple(row.values()) for row in found] == expected


def batches(folder: Path, vocabularies: Vocabularies, **kind: Any) -> list[Batch]:
    return list(SettledCohort(Cohort(folder, vocabularies), EVERYTHING, vocabularies, **kind).batches())


def test_persons_are_numbered_through_all_parts_by_name(tmp_path: Path, vocabularies: Vocabularies) -> None:
    names = ["ä", "b", "B", "10", "9", "a", "é", "\U0001f600"]
    folder = write_cohort(tmp_path, {"persons": [{"person": name} for name in names]}, complete="none")
    found = batches(folder, vocabularies, persons=3)
    assert [one.persons for one in found] == [3, 3, 2]
    assert {one.of for one in found} == {8}
    rows = [row for one in found for row in one.settled.patients.to_pylist()]
    assert [row["id"] for row in rows] == sorted(names)
    assert [row["person"] for row in rows] == list(range(8))


def test_persons_alone_are_a_cohort(tmp_path: Path, vocabularies: Vocabularies) -> None:
    folder = write_cohort(tmp_path, {"persons": [{"person": "p1", "age": 40}, {"person": "p2"}]}, complete="none")
    assert assert_same(folder, vocabularies) == 1


def test_nobody_makes_no_batch_and_a_whole_report(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {"persons": [], "trials": [{"person": "p1", "treatment": "sertraline"}]}
    cohort = Cohort(write_cohort(tmp_path, rows), vocabularies)
    assert list(SettledCohort(cohort, EVERYTHING, vocabularies).batches()) == []
    assert [one.code for one in cohort.report.rejects] == ["ROW3"]


def test_nothing_is_left_behind_when_the_batches_are_not_all_taken(
    tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    spills = tmp_path / "it's [here] {too}"
    spills.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spills))
    folder = write_cohort(
        tmp_path / "co'hort [1]", {"persons": [{"person": f"p{number}"} for number in range(4)], "trials": []}
    )
    taken = SettledCohort(Cohort(folder, vocabularies), EVERYTHING, vocabularies, persons=2).batches()
    assert next(taken).plain == 2
    assert list(spills.iterdir()) != []
    taken.close()
    assert [one for one in spills.iterdir() if any(one.iterdir())] == []


def test_a_parquet_file_that_breaks_off_is_told(tmp_path: Path, vocabularies: Vocabularies) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    write_cohort(tmp_path, {}, complete="none")
    path = tmp_path / "persons.parquet"
    pq.write_table(pa.table({"person": [f"p{number}" for number in range(5000)]}), path)
    content = bytearray(path.read_bytes())
    content[200:4000] = b"\xff" * 3800
    path.write_bytes(content)
    with pytest.raises(InvalidInput):
        batches(tmp_path, vocabularies)


def test_what_the_reader_looks_at_together_is_one_bundle(tmp_path: Path, vocabularies: Vocabularies) -> None:
    row = {
        "person": "p1",
        "dose_at_least": 20,
        "dose_adequate": "",
        "end_score.madrs": 7,
        "remission": "",
        "episode": "",
    }
    cohort = Cohort(write_cohort(tmp_path, {"persons": [], "trials": [row]}), vocabularies)
    header = cohort.tables["trials"].header
    assert {name: len(one.columns) for name, one in bundles_of("trials", header).items()} == {
        "dose": 2, "outcome": 2, "episode": 1,
    }  # fmt: skip


def test_very_many_meanings_are_forgotten_from_part_to_part(
    tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trd_registry.cohorts.tables.meanings.KEPT", 3)
    rows = {
        "persons": [{"person": f"p{number}", "age": 20 + number} for number in range(30)],
        "trials": [
            {"person": f"p{number % 30}", "treatment": "sertraline", "weeks": number // 2} for number in range(60)
        ],
    }
    assert assert_same(write_cohort(tmp_path, rows), vocabularies, persons=7) > 0.9


def test_a_person_may_have_lists_that_are_not_complete(tmp_path: Path, vocabularies: Vocabularies) -> None:
    trial = {"treatment": "sertraline", "weeks": 8}
    rows = {
        "persons": [{"person": "a", "age": 40, "complete": "none"}, {"person": "b", "age": 40, "complete": ""}],
        "trials": [{"person": "a", **trial}, {"person": "b", **trial}],
    }
    folder = write_cohort(tmp_path / "cohort", rows)
    assert_same(folder, vocabularies)
    (batch,) = batches(folder, vocabularies)
    assert batch.plain == 1
    assert {row["id"]: row["unlisted"] > 0 for row in batch.settled.patients.to_pylist()} == {"a": True, "b": False}
