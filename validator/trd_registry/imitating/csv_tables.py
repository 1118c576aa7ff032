"""CSV files that are written row by row, the same bytes on every machine."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

#: A cell that is not text -> as it is written.
_TRUTHS = {True: "true", False: "false"}


class CsvTables:
    """Several files of one folder.

    Args:
        folder: Where they are written.
        tables: Name of a file, without its ending -> its columns.
        always: Column -> what stands in it in every row of every file.
    """

    def __init__(
        self, folder: Path, tables: Mapping[str, Sequence[str]], always: Mapping[str, str] | None = None
    ) -> None:
        self._always = dict(always or {})
        self._columns = {table: [*columns, *self._always] for table, columns in tables.items()}
        self._folder = folder
        self._files: list[TextIO] = []
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        for table, columns in self._columns.items():
            file = (self._folder / f"{table}.csv").open("w", encoding="utf-8", newline="")
            self._files.append(file)
            self._writers[table] = csv.writer(file, lineterminator="\n")
            self._writers[table].writerow(columns)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Writes rows; a column that a row lacks is empty."""
        columns, always = self._columns[table], self._always
        for row in rows:
            cells = row | always
            self._writers[table].writerow([written(cells.get(column)) for column in columns])


def written(value: Any) -> str:
    """A value as text: nothing is empty, a number has no more digits than it needs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUTHS[value]
    return f"{value:.10g}" if isinstance(value, float) else str(value)
