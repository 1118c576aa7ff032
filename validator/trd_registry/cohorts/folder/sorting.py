"""Puts the rows of a table in the order of persons, however large it is: DuckDB sorts, on disk if it must."""

import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import connected, needed, plain_path, quiet

#: Rows that are handed over at once.
BATCH = 20_000


class Sorter:
    """A DuckDB database in memory that holds, for each CSV file of a folder, where each person's lines are."""

    def __init__(self, folder: Path) -> None:
        self._duckdb = needed("duckdb")
        # What does not fit into memory goes to a folder of our own, which is removed; nothing is fetched.
        spill = tempfile.mkdtemp(prefix="trd-cohort-")
        self._connection = connected(within=[folder], temp_directory=spill)
        weakref.finalize(self, _end, self._connection, spill)
        self.error: type[Exception] = self._duckdb.Error

    def add(self, table: str, batch: Sequence[tuple[str, int, int, int]]) -> None:
        """Adds lines: person, line, and the bytes from which to which it stands in the file."""
        arrow = needed("pyarrow")
        self._connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table} (person VARCHAR, line BIGINT, first BIGINT, last BIGINT)"
        )
        if not batch:
            return
        names = ("person", "line", "first", "last")
        columns = {name: list(column) for name, column in zip(names, zip(*batch, strict=True), strict=True)}
        self._connection.register("batch", arrow.table(columns))
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
        self._connection.unregister("batch")

    def size(self, table: str) -> int:
        """How many lines the table has."""
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def lines(self, table: str, persons: Collection[str] | None) -> Iterator[tuple[str, int, int, int]]:
        """The lines of these persons or of all, by person and line."""
        yield from self._rows(f"SELECT * FROM {table}", "person, line", persons, [])

    def parquet(self, path: str, persons: Collection[str] | None) -> Iterator[tuple[Any, ...]]:
        """The rows of a Parquet file with their number (from zero) first and the person second, by both."""
        source = (
            f"SELECT file_row_number, {_PERSON} AS person, * EXCLUDE (file_row_number, person) "
            "FROM read_parquet(?, file_row_number = true)"
        )
        yield from self._rows(f"SELECT * FROM ({source})", "person, file_row_number", persons, [plain_path(path)])

    def drawn(self, source: str, number: int, given: Sequence[str] = ()) -> list[str]:
        """So many of the persons that a SELECT names: the lowest by the MD5 of the name."""
        drawn = f"SELECT DISTINCT person FROM ({source}) WHERE person <> '' ORDER BY md5(person), person LIMIT {number}"
        return [person for (person,) in quiet(self._connection.cursor()).execute(drawn, list(given)).fetchall()]

    def drawn_from_parquet(self, path: str, number: int) -> list[str]:
        """The same of a Parquet file."""
        return self.drawn(f"SELECT {_PERSON} AS person FROM read_parquet(?)", number, [plain_path(path)])

    def _rows(
        self, select: str, order: str, persons: Collection[str] | None, given: list[str]
    ) -> Iterator[tuple[Any, ...]]:
        where = "" if persons is None else " WHERE list_contains(?, person)"
        cursor = quiet(self._connection.cursor())
        cursor.execute(f"{select}{where} ORDER BY {order}", given if persons is None else [*given, ["", *persons]])
        while batch := cursor.fetchmany(BATCH):
            yield from batch


#: The person as text without blanks around it.
_PERSON = "trim(coalesce(CAST(person AS VARCHAR), ''), ' \t\r\n')"


def _end(connection: Any, spill: str) -> None:
    connection.close()
    shutil.rmtree(spill, ignore_errors=True)
