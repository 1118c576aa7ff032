"""Reads a table of persons that comes beside a flat file."""

from collections.abc import Callable, Mapping
from typing import Any

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.dispensings.options import PERSON_FIELDS
from trd_registry.importing.dispensings.supplies import person_of
from trd_registry.importing.flat.column_map import ColumnMap
from trd_registry.importing.flat.days import UnknownWord, Unreadable, day
from trd_registry.importing.flat.flat_row import FlatRow, FlatTable
from trd_registry.importing.flat.numbers import number
from trd_registry.importing.target import Target


class Persons:
    """The persons of one file, put into a target row by row.

    Args:
        table: The file.
        columns: What is taken from where.
        target: Where they go.
        dates: How days are written.
        as_of: The day on which ages are meant, where a row gives none.
    """

    def __init__(self, table: FlatTable, columns: ColumnMap, target: Target, *, dates: str, as_of: str) -> None:
        self._table, self._map, self._target = table, columns, target
        self._dates, self._as_of = dates, as_of
        self.columns = columns.found_in(table, PERSON_FIELDS, ["person"])
        columns.check_values(self.columns)
        self._sexes = load_concepts("sexes")

    def read(self) -> None:
        """Every row: used or rejected."""
        for flat in self._table.rows():
            row = self._target.row(self._table.name, flat.line, person_of(flat, self.columns) if flat.cells else "")
            if flat.fault:
                # Whoever it is about is known from the other file, or is not in the cohort.
                self._target.reject(row, "ROW1", f"The row cannot be read: {flat.fault}.", lists=())
                continue
            cells: dict[str, Any] = {}
            told = self._cells(flat, cells)
            if told is None:
                self._target.add(row, "persons", cells)
            else:
                self._target.refuse_person(row, *told)

    def _cells(self, flat: FlatRow, cells: dict[str, Any]) -> tuple[str, str, str] | None:
        """Fills the cells; code, reason and column where one cannot be read."""
        readers: Mapping[str, Callable[[Any], Any]] = {
            "as_of": self._partial,
            "record_from": self._day,
            "record_to": self._day,
            "age": number,
            "birth_date": self._partial,
            "birth_year": number,
            "sex": self._sex,
            "disorder": self._plain,
        }
        found: dict[str, Any] = {}
        for name, reader in readers.items():
            column = self.columns.get(name)
            raw = self._map.meaning(name, flat.cells.get(column)) if column is not None else None
            if raw is None or str(raw).strip() == "":
                continue
            try:
                found[name] = reader(raw)
            except Unreadable as error:
                return error.code, f"{error}.", column or ""
        born = found.pop("birth_date", None)
        year = found.pop("birth_year", None)
        if "age" not in found:
            found |= ages(born or (f"{int(year):04}" if year is not None else ""), found.get("as_of", self._as_of))
        cells.update(found)
        return None

    def _day(self, raw: Any) -> str:
        return day(raw, self._dates)

    def _partial(self, raw: Any) -> str:
        return day(raw, self._dates, partial=True)

    def _plain(self, raw: Any) -> str:
        return str(raw).strip().casefold().replace(" ", "-").replace("_", "-")

    def _sex(self, raw: Any) -> str:
        text = self._plain(raw)
        found = self._sexes.find("letters", text)
        if found is None and text != "other":
            raise UnknownWord(f"{text!r} names no sex: say what it means, such as --persons-value sex.{text}=female")
        return found.means if found is not None else text


def ages(born: str, as_of: str) -> dict[str, int]:
    """The age in completed years on a day, or its bounds where the birth or the day is known in part only.

    Args:
        born: A day, month or year, ISO.
        as_of: A day, month or year, ISO. Without one of the two nothing is known.
    """
    if not born or not as_of:
        return {}
    (born_first, born_last), (first, last) = _days(born), _days(as_of)
    least, most = _years(born_last, first), _years(born_first, last)
    return {"age": least} if least == most else {"age_at_least": max(least, 0), "age_at_most": most}


def _days(text: str) -> tuple[str, str]:
    return f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10], f"{text}-12-31"[:10] if len(
        text
    ) == 4 else f"{text}-31"[:10]


def _years(born: str, day_of: str) -> int:
    return int(day_of[:4]) - int(born[:4]) - (day_of[5:] < born[5:])
