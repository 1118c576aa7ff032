"""The rows of one table in one part of a cohort, joined with what their cells mean."""

from collections.abc import Iterable, Mapping
from typing import Any

from trd_registry.cohorts.planning.sql import any_of, bits, number, quoted, text
from trd_registry.cohorts.tables.lookups import Lookup
from trd_registry.cohorts.tables.meanings import COMMON, Reading
from trd_registry.loading.document import Document
from trd_registry.loading.notebook import Notebook

#: Types of columns that can be read as texts.
_TEXTS = (
    "VARCHAR", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
)  # fmt: skip

_TYPES = {
    "number": "DOUBLE", "truth": "BOOLEAN", "mask": "UBIGINT", "whole": "BIGINT", "text": "VARCHAR",
    "texts": "VARCHAR[]", "day": "DATE",
}  # fmt: skip


class Rows:
    """Rows of a staged table under a name in SQL, with their lookup tables.

    Args:
        name: What the rows are called in SQL.
        lookups: Bundle -> its lookup table; bundles that the table lacks have none.
        free: Bundle of free text -> its column.
    """

    def __init__(self, name: str, lookups: Mapping[str, Lookup], free: Mapping[str, str]) -> None:
        self.name = name
        self._lookups = lookups
        self._free = free

    @property
    def bundles(self) -> list[str]:
        """The bundles that are there, but for free texts."""
        return list(self._lookups)

    def joins(self) -> str:
        """The joins with the lookup tables that are needed."""
        return "\n  ".join(one.join(self.name) for one in self._lookups.values() if _is_joined(one))

    def bad(self) -> str:
        """Whether something is wrong with a row, or may be."""
        found = [f"{self.name}.fault IS NOT NULL"]
        found += (f"coalesce({one.name}.bad, TRUE)" for one in self._lookups.values() if one.is_bad)
        found += (_is_odd(f"{self.name}.{column}", bundle) for bundle, column in self._free.items())
        return any_of(found)

    def says(self, bundles: Iterable[str] | None = None) -> str:
        """Whether anything certainly stands in a row, or in these bundles of it."""
        wanted = [*self._lookups, *self._free] if bundles is None else bundles
        parts = [self._says(self._lookups[one]) for one in wanted if one in self._lookups]
        parts += (f"{self.free(one)} IS NOT NULL" for one in wanted if one in self._free and one != "note")
        return any_of(parts)

    def key(self) -> list[str]:
        """Columns in which two rows that say the same are equal; where they say different things they may be."""
        found: list[str] = []
        for one in self._lookups.values():
            found += [f"{one.name}.said"] if _is_joined(one) else (f"{self.name}.{column}" for column in one.columns)
        return found

    def value(self, bundle: str, column: str, reading: Reading) -> str:
        """A column of the lookup table of a bundle; what no cell says at all where there is no such row."""
        default = literal(reading.row({}, Notebook(Document("", {})))[column], reading.types[column])
        lookup = self._lookups.get(bundle)
        if lookup is None:
            return default
        found = f"{lookup.name}.{quoted(column)}"
        return found if default.startswith("NULL") else f"coalesce({found}, {default})"

    def own(self, bundle: str, column: str, otherwise: str) -> str:
        """A column that was added to the lookup table of a bundle; something else where there is no such table."""
        lookup = self._lookups.get(bundle)
        return otherwise if lookup is None else f"{lookup.name}.{column}"

    def has_free(self, bundle: str) -> bool:
        """Whether the table has a column of this free text."""
        return bundle in self._free

    def free(self, bundle: str) -> str:
        """A free text; null where none stands there."""
        column = self._free.get(bundle)
        return "NULL::VARCHAR" if column is None else f"nullif(CAST({self.name}.{column} AS VARCHAR), '')"

    def _says(self, lookup: Lookup) -> str:
        if _is_joined(lookup):
            return f"coalesce({lookup.name}.says, FALSE)"
        return any_of(f"coalesce(CAST({self.name}.{one} AS VARCHAR), '') <> ''" for one in lookup.columns)


def _is_joined(lookup: Lookup) -> bool:
    return lookup.is_bad or lookup.is_ambiguous or len(lookup.types) > len(COMMON)


def _is_odd(column: str, bundle: str) -> str:
    """Whether a free text may have something wrong with it: what is surely right is told without reading each."""
    as_text = f"CAST({column} AS VARCHAR)"
    right = (
        f"strlen({as_text}) <= 2000" if bundle == "note" else f"regexp_full_match({as_text}, '[a-z0-9]+(-[a-z0-9]+)*')"
    )
    can_be = f"typeof({column}) IN ({', '.join(text(one) for one in _TEXTS)})"
    return f"coalesce({as_text}, '') <> '' AND NOT ({can_be} AND {right})"


def literal(value: Any, kind: str) -> str:
    """A value in SQL."""
    if value is None:
        return f"NULL::{_TYPES[kind]}"
    match kind:
        case "number":
            return number(value)
        case "truth":
            return "TRUE" if value else "FALSE"
        case "mask":
            return bits(value)
        case "whole":
            return f"{value}::BIGINT"
        case "text":
            return text(value)
    raise ValueError(kind)
