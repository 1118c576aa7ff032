"""Brings the cells of one row into the form that a cohort's tables have, or says what is wrong with them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from trd_registry.cohorts.folder.cells import Fault, entry_of, value_at
from trd_registry.cohorts.folder.columns import Cell, cell_of, columns_of

#: Kind of column -> the type of its values in Parquet, by DuckDB's names.
TYPES: Mapping[str, str] = {"number": "DOUBLE", "whole": "BIGINT", "truth": "BOOLEAN", "dose": "DOUBLE"}

#: How many different cells are remembered.
_MOST = 500_000


class Values:
    """Reads cells of one table; the same few values come again and again, and are compared with the schema once."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.cells: dict[str, Cell] = {}
        self._required = [one.name for one in columns_of(table) if one.required]
        self._known: dict[tuple[str, type, Any], tuple[Any, Fault | None]] = {}

    def row(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], Fault | None]:
        """The cells as they are written, empty ones left out, and the first fault.

        Raises KeyError for a column that the table does not have: that is a fault of the importer, not of the data.
        """
        found: dict[str, Any] = {}
        bounds = False
        for name, raw in given.items():
            if raw is None or raw == "":
                continue
            cell = self.cells.get(name) or self._cell(name)
            value, fault = self._value(cell, raw)
            if fault is not None:
                return {}, fault
            if value is not None:
                found[name] = value
                bounds = bounds or bool(cell.bound)
        for name in self._required:
            if name not in found and not any(one.startswith(f"{name}_") for one in found):
                return {}, Fault(name, "TRD202", f"`{name}` is empty.")
        if bounds:
            _, faults = entry_of(self.table, [(self.cells[name], value) for name, value in found.items()])
            if faults:
                return {}, faults[0]
        return found, None

    def type_of(self, name: str) -> str:
        """The type of a column, by DuckDB's name."""
        return TYPES.get((self.cells.get(name) or self._cell(name)).column.kind, "VARCHAR")

    def _cell(self, name: str) -> Cell:
        cell = cell_of(self.table, name)
        if cell is None:
            raise KeyError(f"{self.table}.{name}")
        self.cells[name] = cell
        return cell

    def _value(self, cell: Cell, raw: Any) -> tuple[Any, Fault | None]:
        key = (cell.header, type(raw), raw)
        known = self._known.get(key)
        if known is None:
            known = self._read(cell, raw)
            if len(self._known) < _MOST:
                self._known[key] = known
        return known

    def _read(self, cell: Cell, raw: Any) -> tuple[Any, Fault | None]:
        if isinstance(raw, str):
            raw = tidy(raw) if cell.column.name == "note" else raw.strip()
            if not raw:
                return None, None
            if not raw.isprintable():
                return None, Fault(cell.header, "ROW1", "It holds a character that no name or number has.")
        entry, faults = entry_of(self.table, [(cell, raw)])
        mine = [one for one in faults if one.column == cell.header]
        if mine:
            return None, mine[0]
        value = value_at(entry, cell.path)
        if cell.bound:
            value = value[cell.bound]
        if cell.column.kind == "dose":
            return _milligrams(str(value)), None
        if cell.column.kind in ("date", "day") and not _is_day(str(value)):
            return None, Fault(cell.header, "TRD401", f"{value} is not a day of the calendar.")
        if isinstance(value, list):
            value = "|".join(value)
        return value, None


def tidy(text: str) -> str:
    """A text on one line, without characters that cannot be printed."""
    return "".join(one if one.isprintable() else " " for one in " ".join(text.split())).strip()


def _milligrams(dose: str) -> float:
    return float(dose.partition("mg")[0])


def _is_day(text: str) -> bool:
    """Whether a day, month or year stands in the calendar."""
    try:
        if len(text) == 4:
            date(int(text), 1, 1)
        elif len(text) == 7:
            datetime.strptime(text, "%Y-%m")  # noqa: DTZ007  a month has no time zone
        else:
            date.fromisoformat(text)
    except ValueError:
        return False
    return True
