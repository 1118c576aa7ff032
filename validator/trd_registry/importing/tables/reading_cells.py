"""Reads the cells of a table that people filled in, by the kind of each column; what is unknown stays unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.folder.columns import Cell, Column
from trd_registry.importing.concepts import ConceptSet, load_concepts
from trd_registry.importing.flat.days import Unreadable, day
from trd_registry.importing.flat.numbers import milligrams, number

_TRUTHS: Mapping[str, bool] = {"true": True, "yes": True, "false": False, "no": False}

#: Columns whose values are names of the vocabulary, and not sentences: they are written like the closed lists.
_NAMES = ("class", "scale")


@dataclass
class CellReader:
    """How cells are written in one source."""

    dates: str = "iso"
    decimal: str = "."
    #: Words that say that a value is unknown, beside the usual ones; in small letters.
    missing: frozenset[str] = frozenset()
    #: Systems of the concept set unknown-words that apply.
    systems: tuple[str, ...] = ("words",)
    #: Word -> cells in which it stood and was read as unknown.
    met: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._unknown: ConceptSet = load_concepts("unknown-words")

    def read(self, cell: Cell, raw: Any) -> Any:
        """The value of a cell, None where it says nothing. Raises Unreadable."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if self.is_unknown(raw):
            word = str(raw).strip()
            self.met[word] = self.met.get(word, 0) + 1
            return None
        return self._value(cell.column, raw)

    def is_unknown(self, raw: Any) -> bool:
        """Whether a word only says that nothing is known."""
        text = str(raw).strip().casefold()
        return text in self.missing or any(
            one.code.casefold() == text for one in self._unknown.entries if one.system in self.systems
        )

    def _value(self, column: Column, raw: Any) -> Any:
        match column.kind:
            case "number" | "whole":
                return number(raw, self.decimal)
            case "dose":
                return milligrams(raw, self.decimal)
            case "truth":
                return _truth(raw)
            case "date":
                return _year(raw) or day(raw, self.dates, partial=True)
            case "day":
                return day(raw, self.dates)
        # Names of treatments are left as they are: one that is not listed is known by its name alone.
        if column.values or column.name in _NAMES:
            return "|".join(_name(one) for one in str(raw).split("|"))
        return text_of(raw)


def text_of(raw: Any) -> str:
    """A value as text; a whole number without a point."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return str(raw).strip()


def _name(text: str) -> str:
    return "-".join(text.strip().casefold().replace("_", " ").replace("-", " ").split())


def _truth(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    found = _TRUTHS.get(str(raw).strip().casefold())
    if found is None:
        raise Unreadable(f"{text_of(raw)[:40]!r} is neither yes nor no: say what it means (--value)")
    return found


def _year(raw: Any) -> str:
    """A year that a spreadsheet holds as a number."""
    is_year = isinstance(raw, int) and not isinstance(raw, bool) and 1900 <= raw <= 2200
    return str(raw) if is_year else ""
