"""Makes the data dictionary of a REDCap project for histories of treatment, from the columns of a cohort."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from trd_registry.cohorts.folder.columns import PERSON, Column, cell_of
from trd_registry.importing.redcap.dictionary import COLUMNS
from trd_registry.importing.synthetic_mark import ANNOTATION, MARK
from trd_registry.importing.template.template_columns import meaning, template_columns
from trd_registry.model.vocabulary import Vocabularies

#: Table of the cohort -> form, what stands before the names of its fields, and what before their labels.
FORMS = {
    "persons": ("participant", "pt", "Participant"),
    "episodes": ("participant", "ep", "Current episode"),
    "trials": ("trial", "tr", "Trial"),
    "measurements": ("score", "sc", "Score"),
}

#: The instruments that must be set to repeat: a dictionary cannot say so.
REPEATING = ("trial", "score")

_REPEATS = "Set this instrument to repeat: Project Setup, Enable optional modules, Repeating instruments."

_KINDS = {
    "number": ("text", "number"),
    "whole": ("text", "integer"),
    "dose": ("text", "number"),
    "truth": ("yesno", ""),
}

#: What is known by the number of the instance.
_INSTANCES = {"augments": "The number of the trial that it was added to.", "trial": "The number of the trial."}


def dictionary_text(
    vocabularies: Vocabularies, more: Mapping[str, Sequence[str]] | None = None, *, synthetic: bool = False
) -> str:
    """The data dictionary as CSV, in the columns and the order that REDCap reads.

    Args:
        vocabularies: What drop-downs offer.
        more: Table -> columns of the cohort that it must have, beside those of the template.
        synthetic: Whether participants have a field that says that a program made them up.
    """
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_fields(vocabularies, more or {}, synthetic=synthetic))
    return written.getvalue()


def _columns(table: str, more: Sequence[str]) -> Iterator[tuple[str, Column | None]]:
    there = dict(template_columns(table))
    yield from there.items()
    for header in more:
        cell = cell_of(table, header)
        if header not in there and cell is not None:
            yield header, cell.column


def _fields(
    vocabularies: Vocabularies, more: Mapping[str, Sequence[str]], *, synthetic: bool
) -> Iterator[dict[str, str]]:
    yield {
        "Variable / Field Name": "record_id", "Form Name": "participant", "Field Type": "text",
        "Field Label": "Record ID", "Field Note": "No name and nothing else by which somebody can be found.",
        "Field Annotation": f"trd:persons.{PERSON}",
    }  # fmt: skip
    if synthetic:
        yield {
            "Variable / Field Name": f"pt_{MARK}", "Form Name": "participant", "Field Type": "yesno",
            "Field Label": "Synthetic: made up by a program", "Field Annotation": ANNOTATION,
        }  # fmt: skip
    for table, (form, before, title) in FORMS.items():
        is_first = True
        for header, column in _columns(table, more.get(table, ())):
            if column is None or (table == "trials" and header == "id"):
                continue
            row = _field(header, column, vocabularies)
            row |= {
                "Variable / Field Name": f"{before}_{re.sub(r'[^a-z0-9]', '_', header)}",
                "Form Name": form,
                "Field Label": f"{title}: {_words(header)}{_unit(column)}",
                "Field Annotation": f"trd:{table}.{header}",
            }
            if is_first:
                row["Section Header"] = title + (f". {_REPEATS}" if form in REPEATING else "")
            if table == "measurements" and header == "trial":
                row["Branching Logic (Show field only if...)"] = "[sc_at] <> 'present'"
            is_first = False
            yield row


def _field(header: str, column: Column, vocabularies: Vocabularies) -> dict[str, str]:
    """Type, choices, validation and note of one field."""
    note = meaning(column)
    if header in _INSTANCES:
        return {"Field Type": "text", "Text Validation Type OR Show Slider Number": "integer",
                "Field Note": _INSTANCES[header]}  # fmt: skip
    values = tuple(vocabularies.scales) if column.name == "scale" else column.values
    if values:
        choices = " | ".join(f"{value.replace('-', '_')}, {_words(value)}" for value in values)
        return {"Field Type": "dropdown", "Choices, Calculations, OR Slider Labels": choices, "Field Note": note}
    if column.kind == "date":
        return {"Field Type": "text", "Field Note": f"{note} YYYY-MM-DD, YYYY-MM or YYYY."}
    if column.name == "note":
        return {"Field Type": "notes", "Field Note": note}
    kind, validation = _KINDS.get(column.kind, ("text", ""))
    return {"Field Type": kind, "Text Validation Type OR Show Slider Number": validation, "Field Note": note}


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").replace(".", ": ")


def _unit(column: Column) -> str:
    return " (mg a day)" if column.kind == "dose" else ""
