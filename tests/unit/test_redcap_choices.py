"""Choices of a REDCap project: boxes to tick, and exports with labels in place of raw values."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from trd_registry.importing.flat.column_map import ColumnMap
from trd_registry.importing.importer import Importer, Judged
from trd_registry.importing.redcap.importing import RedcapOptions, import_redcap
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError

FIELDS = [
    ("record_id", "text", "Record ID", "", ""),
    ("sex", "radio", "Sex", "1, Male | 2, Female", "trd:persons.sex"),
    ("why", "checkbox", "Why it ended", "1, Completed | 2, Inefficacy | -9, Other", "trd:trials.stopped"),
    ("drug", "text", "Drug", "", "trd:trials.treatment"),
    ("given", "checkbox", "Given", "1, Yes", "trd:trials.prospective"),
    ("ill", "checkbox", "Also ill", "1, Personality disorder | 2, Something else", ""),
    ("grade", "radio", "Grade", "1, 2 | 2, 3", "trd:persons.illness_onset_age"),
]  # fmt: skip
HEADINGS = (
    "Variable / Field Name", "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels",
    "Field Annotation", "Form Name",
)  # fmt: skip

Read = Callable[..., tuple[list[dict[str, str]], dict[str, str], list[str]]]


@pytest.fixture
def read(tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Read:
    monkeypatch.setattr(Importer, "judged", lambda *_: Judged((), {}))

    def run(
        columns: Sequence[str], *rows: Sequence[object], table: str = "trials", **mapped: str
    ) -> tuple[list[dict[str, str]], dict[str, str], list[str]]:
        _write(tmp_path / "d.csv", HEADINGS, [(*one, "f") for one in FIELDS])
        _write(tmp_path / "e.csv", columns, rows)
        options = RedcapOptions(tmp_path / "d.csv", tmp_path / "e.csv", as_of="2024-01-01")
        if mapped:
            options.map = ColumnMap({name.replace("__", "."): column for name, column in mapped.items()})
        said: list[str] = []
        made = tmp_path / "made"
        import_redcap(made, options, registry, form="csv", check=True, say=said.append)
        rejects = {row["person"]: f"{row['code']} {row['reason']}" for row in _rows(made / "rejects.csv")}
        return _rows(made / f"{table}.csv"), rejects, said

    return run


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


RAW = ("record_id", "drug", "why___1", "why___2", "why____9", "given___1")
LABELLED = (
    "Record ID", "Drug", "Why it ended (choice=Completed)", "Why it ended (choice=Inefficacy)",
    "Why it ended (choice=Other)", "Given (choice=Yes)",
)  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "yes", "no"), [(RAW, "1", "0"), (LABELLED, "Checked", "Unchecked")], ids=["raw", "labels"]
)
def test_a_ticked_box_is_its_choice_and_an_empty_one_says_nothing(
    read: Read, columns: Sequence[str], yes: str, no: str
) -> None:
    trials, rejects, _ = read(
        columns,
        ("one", "sertraline", no, yes, no, yes),
        ("minus", "sertraline", no, no, yes, no),
        ("none", "sertraline", no, no, no, no),
        ("empty", "sertraline", "", "", "", ""),
        ("two", "sertraline", yes, yes, no, no),
        ("odd", "sertraline", "perhaps", no, no, no),
    )
    assert {row["person"]: (row["stopped"], row["prospective"]) for row in trials} == {
        "one": ("inefficacy", "true"), "minus": ("other", ""), "none": ("", ""), "empty": ("", ""),
    }  # fmt: skip
    assert rejects["two"].startswith("IMP3 2 choices of why are ticked")
    assert rejects["odd"].startswith("IMP2 'perhaps' says neither")


def test_boxes_can_be_named_one_by_one(read: Read) -> None:
    persons, _, _ = read(
        ("record_id", "drug", "ill___1", "ill___2"), ("a", "", 1, 0), ("b", "", 0, 1), table="persons",
        **{"persons__comorbidity__personality-disorder": "ill___1"},
    )  # fmt: skip
    assert {row["person"]: row["comorbidity.personality-disorder"] for row in persons} == {"a": "true", "b": ""}


def test_a_box_that_is_no_choice_of_its_field_is_told(read: Read) -> None:
    with pytest.raises(RegistryError, match="no field 'ill___7'"):
        read(("record_id", "ill___1"), ("a", 1), **{"persons__comorbidity__personality-disorder": "ill___7"})


def test_fields_without_a_column_are_told(read: Read) -> None:
    _, _, said = read(("record_id", "drug"), ("a", "sertraline"))
    assert any(line.startswith("Assumed: Fields that are not in the export") and "why" in line for line in said)


@pytest.mark.parametrize(
    ("status", "column", "expected"),
    [("2", "f_complete", "2"), ("Complete", "Complete?", "1"), ("", "f_complete", None)],
    ids=["raw", "labels", "not-told"],
)
def test_a_figure_that_is_raw_value_and_label_is_read_as_the_export_is_written(
    read: Read, status: str, column: str, expected: str | None
) -> None:
    """``2`` is the raw value of one choice, whose label is 3, and the label of another."""
    persons, rejects, _ = read(
        ("record_id", "sex", "grade", column), ("a", "Female", "2", status), ("b", "Male", "", status), table="persons"
    )
    if expected is None:
        assert "raw value of one choice" in rejects["a"]
    else:
        assert rejects == {}
        assert (persons[0]["sex"], persons[0]["illness_onset_age"]) == ("female", expected)
