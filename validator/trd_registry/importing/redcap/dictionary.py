"""Reads a REDCap data dictionary: the fields of a project, their choices, and what they say of a history."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trd_registry.cohorts.folder.columns import TABLES, Cell, cell_of
from trd_registry.importing.flat.delimited import DelimitedText
from trd_registry.importing.flat.flat_row import FlatRow
from trd_registry.importing.synthetic_mark import ANNOTATION
from trd_registry.model.errors import RegistryError, suggest
from trd_registry.model.finding import Finding, InvalidInput

#: The columns of a data dictionary as REDCap writes and reads it, in its order.
COLUMNS = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
)  # fmt: skip

#: The same columns as the API names them, of those that are read here.
_API = {
    "Variable / Field Name": "field_name", "Form Name": "form_name", "Field Type": "field_type",
    "Field Label": "field_label", "Choices, Calculations, OR Slider Labels": "select_choices_or_calculations",
    "Field Annotation": "field_annotation",
}  # fmt: skip

#: What a field annotation holds where the field is one of a history: ``trd:trials.dose``.
_ANNOTATION = re.compile(r"\btrd:([a-z]+)\.([a-z0-9_.-]+)")

_BOX = "checkbox"

_CHOSEN = ("radio", "dropdown", "select", "checkbox")
_TWO: Mapping[str, Mapping[str, str]] = {
    "yesno": {"1": "Yes", "0": "No"},
    "truefalse": {"1": "True", "0": "False"},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a project."""

    name: str
    form: str
    type: str
    label: str
    #: Raw value -> label.
    choices: Mapping[str, str] = field(default_factory=dict)
    #: The table of the cohort that it fills, and the cell; empty and None where it fills none.
    table: str = ""
    cell: Cell | None = None
    #: Whether it says that the participant was made up by a program.
    is_mark: bool = False


def is_box(field: Field | None) -> bool:
    """Whether a field is one of boxes to tick."""
    return field is not None and field.type == _BOX


def read_dictionary(path: Path, columns: Mapping[str, str]) -> list[Field]:
    """The fields of a data dictionary, in order.

    Args:
        path: The CSV file, as REDCap or its API writes it.
        columns: ``table.column`` of the cohort -> field, beside what the annotations say.

    Raises InvalidInput where it is no data dictionary, and RegistryError where a named field is not in it.
    """
    table = DelimitedText(path, wanted=COLUMNS)
    names = {one: one if one in table.columns else _API[one] for one in _API}
    missing = [one for one in list(_API)[:3] if names[one] not in table.columns]
    if missing:
        message = f"It is no REDCap data dictionary: there is no column {missing[0]!r}."
        raise InvalidInput([Finding(str(path), 1, 1, "TRD202", message, "Download it from REDCap as CSV.")])
    found = [_field(row, names, path) for row in table.rows()]
    found += _single_boxes(found, columns.values())
    known = [one.name for one in found]
    named = {variable: wanted for wanted, variable in columns.items()}
    for variable, wanted in named.items():
        if variable not in known:
            near = suggest(variable, known).capitalize()
            raise RegistryError(f"The dictionary has no field {variable!r}, which is to be {wanted}.", near)
    return [_mapped(one, named.get(one.name), columns) for one in found]


def _single_boxes(fields: Sequence[Field], named: Iterable[str]) -> list[Field]:
    """The boxes that are named one by one (``comorbidity___2``), each as a field of its own: ticked, or not known."""
    boxes = {
        f"{one.name}___{code.casefold().replace('-', '_')}": (one, label)
        for one in fields
        if one.type == _BOX
        for code, label in one.choices.items()
    }
    return [
        Field(name, one.form, "tick", f"{one.label} (choice={label})")
        for name, (one, label) in boxes.items()
        if name in set(named)
    ]


def _field(row: FlatRow, names: Mapping[str, str], path: Path) -> Field:
    if row.fault:
        raise InvalidInput(
            [Finding(str(path), row.line, 1, "TRD105", f"The row cannot be read: {row.fault}.", "Write it again.")]
        )
    said = {key: str(row.cells.get(name, "")).strip() for key, name in names.items()}
    kind = said["Field Type"]
    choices = _choices(said["Choices, Calculations, OR Slider Labels"]) if kind in _CHOSEN else _TWO.get(kind, {})
    match = _ANNOTATION.search(said["Field Annotation"])
    table, cell = "", None
    if match:
        table, cell = _place(match[1], match[2])
        if cell is None and match[0] != "trd:persons.person":
            message = f"The annotation {match[0]!r} names no column of a cohort."
            raise InvalidInput([Finding(str(path), row.line, 1, "TRD204", message, "See schema/COHORT.md.")])
    is_mark = ANNOTATION in said["Field Annotation"].split()
    return Field(
        said["Variable / Field Name"], said["Form Name"], kind, said["Field Label"], choices, table, cell, is_mark
    )


def _place(table: str, header: str) -> tuple[str, Cell | None]:
    return (table, cell_of(table, header)) if table in TABLES else ("", None)


def _mapped(one: Field, wanted: str | None, columns: Mapping[str, str]) -> Field:
    """The field with what the map says of it; a cell that the map gives to another field is taken from this one."""
    if wanted is None:
        if one.cell is not None and f"{one.table}.{one.cell.header}" in columns:
            return Field(one.name, one.form, one.type, one.label, one.choices)
        return one
    table, _, header = wanted.partition(".")
    place, cell = _place(table, header)
    if cell is None:
        raise RegistryError(
            f"--map {wanted!r} names no column of a cohort.", "Write table.column, such as trials.dose."
        )
    return Field(one.name, one.form, one.type, one.label, one.choices, place, cell)


def _choices(text: str) -> dict[str, str]:
    """Raw values with their labels, written ``1, Yes | 0, No``."""
    found: dict[str, str] = {}
    for choice in text.split("|"):
        code, comma, label = choice.partition(",")
        if code.strip():
            found[code.strip()] = re.sub(r"<[^>]*>", "", label).strip() if comma else code.strip()
    return found
