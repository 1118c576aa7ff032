"""Puts the rows of one filled-in table into a target."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.folder.columns import PERSON, TABLES, Cell, cell_of, known_names
from trd_registry.importing.flat.column_map import ColumnMap
from trd_registry.importing.flat.days import Unreadable
from trd_registry.importing.flat.flat_row import FlatRow, FlatTable
from trd_registry.importing.opened import LISTS
from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.synthetic_mark import SyntheticMarks, mark_in
from trd_registry.importing.tables.reading_cells import CellReader, text_of
from trd_registry.importing.tables.shared_facts import SHARED, SharedFacts
from trd_registry.importing.target import Target
from trd_registry.model.errors import RegistryError, suggest


@dataclass(frozen=True, slots=True)
class Taken:
    """A column of the source, and the cell of the cohort that it fills."""

    column: str
    table: str
    cell: Cell

    @property
    def name(self) -> str:
        """Its name in a map."""
        return f"{self.table}.{self.cell.header}"


class TableRows:
    """The rows of one table of a source, which become rows of one table of the cohort.

    Args:
        table: Which table of the cohort.
        source: The table of the source.
        columns: What is taken from where: ``column`` or ``table.column``; columns of the same name without being told.
        reader: How its cells are written.
        target: Where the rows go.
        marks: Told of every row whether it says that it is synthetic.
    """

    def __init__(
        self, table: str, source: FlatTable, columns: ColumnMap, reader: CellReader, target: Target, *,
        marks: SyntheticMarks,
    ) -> None:  # fmt: skip
        self.table = table
        self._source, self._map = source, columns
        self._reader, self._target = reader, target
        self.person, self.taken = _taken(table, source, columns)
        self._mark, self._marks = mark_in(source.columns), marks
        #: Columns of the source that nothing is taken from.
        self.unread = [
            name
            for name in source.columns
            if name and name not in {self.person, self._mark, *(one.column for one in self.taken)}
        ]
        self._shared = SharedFacts(target)

    @property
    def names(self) -> list[str]:
        """What its columns are called where words are given a meaning."""
        return [_key(one, self.table) for one in self.taken]

    def told(self) -> list[str]:
        """What was found out about the table, and what is not read of it."""
        told = list(self._source.assumed)
        if self.unread:
            hints = {name: suggest(name, known_names(self.table)) for name in self.unread}
            names = [name + (f" ({hint})" if "mean" in hint else "") for name, hint in hints.items()]
            told.append(f"Columns of {self._source.name} that are not read: {', '.join(names)}.")
        return told

    def read(self) -> None:
        """Every row: used or rejected; then what the rows say of persons and episodes."""
        for flat in self._source.rows():
            self._take(flat)
        self._shared.finish()

    def _take(self, flat: FlatRow) -> None:
        raw = flat.cells.get(self.person)
        row = self._target.row(self._source.name, flat.line, "" if raw is None else text_of(raw))
        if flat.fault:
            self._refuse(row, "ROW1", f"The row cannot be read: {flat.fault}.", "")
            return
        self._marks.add(flat.cells.get(self._mark))
        cells: dict[str, dict[str, Any]] = {table: {} for table in (self.table, *SHARED)}
        for one in self.taken:
            try:
                value = self._reader.read(
                    one.cell, self._map.meaning(_key(one, self.table), flat.cells.get(one.column))
                )
            except Unreadable as error:
                self._refuse(row, error.code, f"{error}.", one.column)
                return
            if value is not None:
                cells[one.table][one.cell.header] = value
        if not self._target.add(row, self.table, cells[self.table]):
            return
        for table in SHARED:
            if table != self.table and cells[table]:
                columns = {one.cell.header: one.column for one in self.taken if one.table == table}
                self._shared.add(row, table, cells[table], columns)

    def _refuse(self, row: SourceRow, code: str, reason: str, column: str) -> None:
        if self.table in SHARED:
            self._target.refuse_person(row, code, reason, column)
        else:
            self._target.reject(row, code, reason, column, lists=[self.table] if self.table in LISTS else ())


def _key(taken: Taken, table: str) -> str:
    return taken.cell.header if taken.table == table else taken.name


def _taken(table: str, source: FlatTable, columns: ColumnMap) -> tuple[str, list[Taken]]:
    """The column of the person, and every column that something is taken from."""
    there = {name.casefold().replace(" ", "_"): name for name in source.columns if name}
    found: list[Taken] = []
    person = ""
    for wanted, named in columns.columns.items():
        column = named if named in source.columns else there.get(named.casefold().replace(" ", "_"), "")
        before, dot, name = wanted.partition(".")
        of, header = (before, name) if dot and before in TABLES else (table, wanted)
        if of not in (table, *(SHARED if table == "trials" else ())):
            continue  # it is of another table of the same import
        if not column:
            near = suggest(named, source.columns).capitalize()
            raise RegistryError(
                f"{source.name} has no column {named!r}.", near or f"It has: {', '.join(source.columns)}."
            )
        if header == PERSON:
            person = column
            continue
        cell = cell_of(of, header)
        if cell is None:
            near = suggest(header, known_names(of)).capitalize()
            raise RegistryError(f"The table {of} has no column {header!r}.", near or "See schema/COHORT.md.")
        found.append(Taken(column, of, cell))
    person = person or there.get(PERSON, "")
    if not person:
        raise RegistryError(
            f"{source.name} has no column for the person.",
            f"Name it: --map person=COLUMN. It has: {', '.join(source.columns)}.",
        )
    return person, [*found, *_of_same_name(table, source, {person, *(one.column for one in found)}, found)]


def _of_same_name(table: str, source: FlatTable, used: set[str], found: Iterable[Taken]) -> list[Taken]:
    filled = {one.cell.header for one in found if one.table == table}
    more: list[Taken] = []
    for column in source.columns:
        cell = cell_of(table, column) or cell_of(table, column.casefold().replace(" ", "_"))
        if column and column not in used and cell is not None and cell.header not in filled:
            more.append(Taken(column, table, cell))
            filled.add(cell.header)
    return more
