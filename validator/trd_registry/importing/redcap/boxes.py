"""Checkbox fields: an export has one column for each of their choices, with 1 where it is ticked.

REDCap writes 0 for a box that is not ticked, whether it was passed over or left empty on purpose: it says nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.importing.flat.days import UnknownWord, Unreadable
from trd_registry.importing.redcap.dictionary import Field, is_box

#: ``race___2``: the field and the code of a choice, whose minus sign is an underscore there, too.
_RAW = re.compile(r"(?P<field>[a-z][a-z0-9_]*?)___(?P<code>[a-z0-9_.-]+)")
#: ``Race (choice=Asian)``.
_LABELLED = re.compile(r"(?P<label>.*) \(choice=(?P<choice>.*)\)", re.DOTALL)

_TICKED = frozenset({"1", "checked"})
_NOT_TICKED = frozenset({"0", "unchecked"})

#: Columns of a cohort that hold all that applies; in others several values are what it may be one of.
_SETS = ("record_covers",)


@dataclass(frozen=True, slots=True)
class Box:
    """One column of an export: one choice of a checkbox field."""

    column: str
    field: Field
    #: Its raw value in the dictionary.
    code: str


def boxes_of(columns: Iterable[str], fields: Mapping[str, Field], labels: Mapping[str, Field]) -> list[Box]:
    """The columns of an export that are choices of checkbox fields.

    Args:
        columns: Its header.
        fields: Name -> field.
        labels: Label -> field.
    """
    found = []
    for column in columns:
        if column in fields or column in labels:
            continue
        raw, labelled = _RAW.fullmatch(column), _LABELLED.fullmatch(column)
        if raw and is_box(fields.get(raw["field"])):
            one = fields[raw["field"]]
            codes = {plain(code): code for code in one.choices}
            if raw["code"] in codes:
                found.append(Box(column, one, codes[raw["code"]]))
        elif labelled and is_box(labels.get(labelled["label"])):
            one = labels[labelled["label"]]
            found += [Box(column, one, code) for code, told in one.choices.items() if told == labelled["choice"]][:1]
    return found


def plain(code: str) -> str:
    """A raw value as it stands in the name of a column."""
    return code.casefold().replace("-", "_")


def is_ticked(text: str, name: str) -> bool:
    """Whether a box is ticked; raises UnknownWord where its cell says neither."""
    if text.casefold() in _TICKED:
        return True
    if not text or text.casefold() in _NOT_TICKED:
        return False
    raise UnknownWord(f"{text[:40]!r} says neither that {name} is ticked nor that it is not")


def join(field: Field, ticked: list[Any]) -> Any:
    """What the ticked choices are together, None for none; raises Unreadable where a column holds one alone."""
    assert field.cell is not None
    if not ticked[1:]:
        return ticked[0] if ticked else None
    if field.cell.column.name not in _SETS:
        told = f"{len(ticked)} choices of {field.name} are ticked, and {field.cell.header} is one thing"
        raise Unreadable(f"{told}: name a column for each choice (--map)")
    return "|".join(map(str, ticked))
