"""Makes the data dictionary of a REDCap project for histories of treatment, from the columns of a cohort."""

import csv
import io
from collections.abc import Iterator

from trd_registry.cohorts.folder.columns import PERSON, Column
from trd_registry.importing.redcap.dictionary import COLUMNS
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


def dictionary_text(vocabularies: Vocabularies) -> str:
    """The data dictionary as CSV, in the columns and the order that REDCap reads."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_fields(vocabularies))
    return written.getvalue()


def _fields(vocabularies: Vocabularies) -> Iterator[dict[str, str]]:
    yield {
        "Variable / Field Name": "record_id", "Form Name": "participant", "Field Type": "text",
        "Field Label": "Record ID", "Field Note": "No name and nothing else by which somebody can be found.",
        "Field Annotation": f"trd:persons.{PERSON}",
    }  # fmt: skip
    for table, (form, before, title) in FORMS.items():
        is_first = True
        for header, column in template_columns(table):
            if column is None or (table == "trials" and header == "id"):
                continue
            row = _field(header, column, vocabularies)
            row |= {
                "Variable / Field Name": f"{before}_{header}",
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
    return name.replace("_", " ").replace("-", " ")


def _unit(column: Column) -> str:
    return " (mg a day)" if column.kind == "dose" else ""
