"""Puts the rows of a cohort into parts, by persons: each part is small, however large the cohort is."""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.csv_table import CsvTable, unreadable
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.folder.header import Header
from trd_registry.cohorts.folder.parquet_table import ParquetTable
from trd_registry.cohorts.folder.row import Row
from trd_registry.cohorts.folder.sorting import BATCH
from trd_registry.cohorts.needs import connected, needed, plain_path, quiet
from trd_registry.cohorts.planning.sql import quoted, text
from trd_registry.cohorts.tables.csv_chunks import CsvChunks

#: Where rows go that are of nobody in persons, and those that name nobody.
ORPHANS, NOBODYS = -1, -2


@dataclass(frozen=True, slots=True)
class Staged:
    """One table in parts: ``number`` of the person, ``line``, ``fault`` and the cells ``c0``, ``c1``, ...

    ``person`` stands there only where there is no number.
    """

    table: str
    #: What the cells mean; the person comes first.
    header: Header
    folder: Path
    #: Rows that were met.
    rows: int

    def source(self, part: int) -> str | None:
        """The rows of one part, as SQL; None where there are none."""
        folder = self.folder / f"part={part}"
        return _parts(f"{plain_path(str(folder))}/*.parquet") if folder.is_dir() else None

    def every_part(self) -> str:
        """All rows, as SQL; there must be some."""
        return _parts(f"{plain_path(str(self.folder))}/*/*.parquet")

    def no_cells(self) -> str:
        """The cells of a row that says nothing, as further columns in SQL."""
        return "".join(f", NULL::VARCHAR AS c{place}" for place in range(len(self.header.cells) - 1))

    def count(self, connection: Any, part: int, where: str) -> int:
        """How many rows of a part meet a condition."""
        source = self.source(part)
        if source is None:
            return 0
        found: int = connection.execute(f"SELECT count(*) FROM {source} WHERE {where}").fetchall()[0][0]
        return found


class Staging:
    """The tables of a cohort in parts of so many persons, on disk, in a folder that is removed in the end.

    Args:
        cohort: What to stage.
        persons: How many persons make a part.
        memory: How much memory DuckDB may use, as it writes it: ``2GB``.

    Raises InvalidInput for a Parquet file that turns out not to be readable.
    """

    def __init__(self, cohort: Cohort, persons: int, memory: str) -> None:
        spill = tempfile.mkdtemp(prefix="trd-cohort-")
        duckdb = needed("duckdb")
        #: What does not fit into memory goes to the same folder; nothing is fetched.
        self.connection = connected(within=[cohort.path], temp_directory=spill, memory_limit=memory)
        weakref.finalize(self, _end, self.connection, spill)
        self._spill, self._size = Path(spill).resolve(), persons
        self._error: type[Exception] = duckdb.Error
        #: How many persons there are.
        self.persons = self._roster(cohort.tables["persons"])
        self.tables: Mapping[str, Staged] = {name: self._stage(table) for name, table in cohort.tables.items()}

    @property
    def parts(self) -> range:
        """The numbers of the parts."""
        return range(-(-self.persons // self._size))

    def bounds(self, part: int) -> tuple[int, int]:
        """The number of the first person of a part, and the first that is no more in it."""
        return part * self._size, min((part + 1) * self._size, self.persons)

    def numbers(self, part: int) -> Callable[[str], int]:
        """Gives the number of a person of a part by the name; all are asked for in the order of their names."""
        low, high = self.bounds(part)
        cursor = quiet(self.connection.cursor())
        cursor.execute(f"SELECT person, rowid FROM roster WHERE rowid >= {low} AND rowid < {high} ORDER BY rowid")
        rows = iter(lambda: cursor.fetchmany(BATCH), [])
        named = ((name, number) for batch in rows for name, number in batch)
        return lambda wanted: next(number for name, number in named if name == wanted)

    def rows(self, table: str, part: int, where: str = "TRUE") -> Iterator[Row]:
        """Rows of a part by person and line, as the reader of persons takes them."""
        staged = self.tables[table]
        source = staged.source(part)
        if source is None:
            return
        cursor = quiet(self.connection.cursor())
        low, high = self.bounds(part) if part >= 0 else (0, 0)
        named = f"(SELECT rowid AS number, person AS name FROM roster WHERE rowid >= {low} AND rowid < {high})"
        cursor.execute(
            f"SELECT coalesce(person, name) AS person, * EXCLUDE (number, person, name) FROM {source} "
            f"LEFT JOIN {named} USING (number) WHERE {where} ORDER BY 1, line"
        )
        while batch := cursor.fetchmany(BATCH):
            for person, line, fault, *values in batch:
                if fault is None:
                    yield staged.header.row(line, person, (person, *values))
                else:
                    yield unreadable(table, line, person, fault)

    def _roster(self, persons: CsvTable | ParquetTable) -> int:
        """Numbers everybody in the order of their names."""
        names = "SELECT DISTINCT person FROM"
        self._write(
            persons, [], lambda rows: f"CREATE TABLE roster AS {names} {rows} WHERE person <> '' ORDER BY person"
        )
        found: int = self.connection.execute("SELECT count(*) FROM roster").fetchall()[0][0]
        return found

    def _stage(self, table: CsvTable | ParquetTable) -> Staged:
        cells = table.header.cells
        kept = [place for place, cell in enumerate(cells) if cell is not None]
        folder = self._spill / table.table
        number = f"coalesce(roster.rowid, CASE WHEN person = '' THEN {NOBODYS} ELSE {ORPHANS} END)"
        part = f"CASE WHEN number < 0 THEN number ELSE number // {self._size} END"
        # The number tells who it is, but for those who have none.
        named = "met.* REPLACE (CASE WHEN number < 0 THEN person END AS person)"

        def written(rows: str) -> str:
            told = (
                f"SELECT {number} AS number, {part} AS part, {named} FROM {rows} AS met LEFT JOIN roster USING (person)"
            )
            return f"COPY ({told}) TO {text(str(folder))} (FORMAT parquet, PARTITION_BY (part))"

        met = self._write(table, kept, written)
        return Staged(table.table, Header(table.table, (None, *(cells[place] for place in kept)), 0), folder, met)

    def _write(self, table: CsvTable | ParquetTable, kept: list[int], sql: Callable[[str], str]) -> int:
        """Runs the statement that `sql` makes of a table; how many rows it wrote."""
        if isinstance(table, CsvTable):
            self.connection.register("csv_lines", CsvChunks(table, kept).reader())
            try:
                return self._count(sql("csv_lines"))
            finally:
                self.connection.unregister("csv_lines")
        names = [cell.header for cell in (table.header.cells[place] for place in kept) if cell is not None]
        cells = "".join(f", {quoted(name)} AS c{place}" for place, name in enumerate(names))
        source = (
            "(SELECT trim(coalesce(CAST(person AS VARCHAR), ''), ' \t\r\n') AS person, file_row_number + 1 AS line, "
            f"NULL::VARCHAR AS fault{cells} "
            f"FROM read_parquet({text(plain_path(str(table.path)))}, file_row_number = true))"
        )
        try:
            return self._count(sql(source))
        except self._error as error:
            raise table.unreadable(error) from None

    def _count(self, sql: str) -> int:
        found: int = self.connection.execute(sql).fetchall()[0][0]
        return found


def _parts(paths: str) -> str:
    return f"read_parquet({text(paths)}, hive_partitioning = false)"


def _end(connection: Any, spill: str) -> None:
    connection.close()
    shutil.rmtree(spill, ignore_errors=True)
