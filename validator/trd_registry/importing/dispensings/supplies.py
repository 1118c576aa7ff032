"""Reads the rows of a file of dispensings."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from trd_registry.importing.dispensings.options import FIELDS, Options
from trd_registry.importing.drugs import Drugs
from trd_registry.importing.flat.days import Unreadable, day
from trd_registry.importing.flat.flat_row import FlatRow, FlatTable
from trd_registry.importing.flat.numbers import milligrams, number
from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.synthetic_mark import SyntheticMarks, mark_in
from trd_registry.importing.target import Target
from trd_registry.model.errors import RegistryError

_LISTS = ("dispensings",)


class Supplies:
    """The supplies of one file, put into a target row by row."""

    def __init__(self, table: FlatTable, options: Options, drugs: Drugs, target: Target) -> None:
        self._table, self._options, self._drugs, self._target = table, options, drugs, target
        self.columns = options.map.found_in(table, FIELDS, ["person", "date"])
        if not {"atc", "drug"} & set(self.columns):
            raise RegistryError(
                f"{table.name} has no column for the drug.",
                f"Name it: --map atc=COLUMN or --map drug=COLUMN. It has: {', '.join(table.columns)}.",
            )
        options.map.check_values(self.columns)
        self._mark, self.marks = mark_in(table.columns), SyntheticMarks()
        #: How many supplies had a strength or quantity from which no dose could be made.
        self.without_dose = 0
        #: How many doses were worked out.
        self.doses = 0
        #: Text -> treatment, for names that were found within texts, and their rows.
        self.within: Counter[tuple[str, str]] = Counter()

    def read(self) -> None:
        """Every row: used, set aside or rejected."""
        for flat in self._table.rows():
            self._take(flat)

    def _take(self, flat: FlatRow) -> None:
        target = self._target
        row = target.row(self._table.name, flat.line, person_of(flat, self.columns))
        if flat.fault:
            target.reject(row, "ROW1", f"The row cannot be read: {flat.fault}.", lists=_LISTS)
            return
        self.marks.add(flat.cells.get(self._mark))
        atc, name = self._text(flat, "atc"), self._text(flat, "drug")
        if not atc and not name:
            target.reject(row, "TRD202", "No drug is named.", self._column("atc", "drug"), lists=_LISTS)
            return
        drug = self._drugs.find(atc, name)
        if drug.aside:
            target.set_aside(row, drug.aside, atc or name)
        elif drug.refused:
            target.reject(row, "IMP2", drug.refused, self._column("atc", "drug"), lists=_LISTS)
        elif self._supply(row, flat, drug.cells) and drug.within:
            self.within[name, drug.cells["treatment"]] += 1

    def _supply(self, row: SourceRow, flat: FlatRow, drug: Mapping[str, str]) -> bool:
        cells: dict[str, Any] = dict(drug)
        try:
            cells["date"] = self._read(flat, "date", self._day)
            cells["days"] = self._read(flat, "days", self._number)
            cells["dose"] = self._read(flat, "dose", self._milligrams)
        except _Refused as refused:
            self._target.reject(row, refused.code, refused.reason, refused.column, lists=_LISTS)
            return False
        if "dose" not in self.columns or cells["dose"] is None:
            cells["dose"] = self._worked_out(flat, cells["days"])
        return self._target.add(row, "dispensings", cells)

    def _worked_out(self, flat: FlatRow, days: float | None) -> float | None:
        """Strength times quantity by days, where all three are there and are amounts."""
        raw = [
            flat.cells.get(self.columns[name]) if name in self.columns else None for name in ("strength", "quantity")
        ]
        if any(one is None or one == "" for one in raw):
            return None
        try:
            strength = milligrams(raw[0], self._options.decimal)
            quantity = number(raw[1], self._options.decimal)
        except Unreadable:
            self.without_dose += 1
            return None
        if not days or days <= 0 or strength <= 0 or quantity <= 0:
            self.without_dose += 1
            return None
        self.doses += 1
        return round(strength * quantity / days, 6)

    def _read(self, flat: FlatRow, name: str, reader: Callable[[Any], Any]) -> Any:
        column = self.columns.get(name)
        raw = self._options.map.meaning(name, flat.cells.get(column)) if column is not None else None
        if raw is None or raw == "":
            return None
        try:
            return reader(raw)
        except Unreadable as error:
            raise _Refused(error.code, f"{error}.", column or "") from None

    def _day(self, raw: Any) -> str:
        return day(raw, self._options.dates)

    def _number(self, raw: Any) -> float:
        return number(raw, self._options.decimal)

    def _milligrams(self, raw: Any) -> float:
        return milligrams(raw, self._options.decimal)

    def _text(self, flat: FlatRow, name: str) -> str:
        raw = flat.cells.get(self.columns[name]) if name in self.columns else None
        found = self._options.map.meaning(name, raw)
        return "" if found is None else str(found).strip()

    def _column(self, *names: str) -> str:
        return next((self.columns[name] for name in names if name in self.columns), "")


class _Refused(Exception):
    def __init__(self, code: str, reason: str, column: str) -> None:
        super().__init__(reason)
        self.code, self.reason, self.column = code, reason, column


def person_of(flat: FlatRow, columns: Mapping[str, str]) -> str:
    """Whom a row is about; a number of Excel or Parquet as text."""
    raw = flat.cells.get(columns["person"])
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return "" if raw is None else str(raw).strip()


def days_of(rows: Iterable[FlatRow], column: str, order: str) -> tuple[str, str]:
    """First and last day in a column, as far as it can be read; empty where it cannot."""
    found: set[str] = set()
    for flat in rows:
        try:
            raw = flat.cells.get(column)
            if raw not in (None, ""):
                found.add(day(raw, order))
        except Unreadable:
            continue
    return (min(found), max(found)) if found else ("", "")
