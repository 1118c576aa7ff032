"""Keeps the rows of one table on disk as they come, each with the row of the source that it came from."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.values import Values

#: Rows that are held in memory before they go to disk.
BATCH = 50_000

#: Where a row came from: columns that the finished table does not have.
ORIGIN = ("_seq", "_table", "_line")

_ARROW = {"DOUBLE": "float64", "BIGINT": "int64", "BOOLEAN": "bool_", "VARCHAR": "string"}


class Spool:
    """The rows of one table, in parts of Parquet."""

    def __init__(self, folder: Path, values: Values) -> None:
        self.folder = folder
        self.values = values
        self.rows = 0
        #: Column -> cells that say something.
        self.filled: dict[str, int] = {}
        self._held: list[dict[str, Any]] = []
        self._parts = 0
        folder.mkdir()

    def add(self, row: SourceRow, person: str, cells: Mapping[str, Any]) -> None:
        """Keeps one row."""
        for name in cells:
            self.filled[name] = self.filled.get(name, 0) + 1
        self._held.append({**cells, "person": person, "_seq": self.rows, "_table": row.table, "_line": row.line})
        self.rows += 1
        if len(self._held) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes what is held."""
        if not self._held:
            return
        arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
        names = dict.fromkeys(name for row in self._held for name in row)
        fields = [(name, getattr(arrow, _ARROW[self._type(name)])()) for name in names]
        table = arrow.Table.from_pylist(self._held, schema=arrow.schema(fields))
        parquet.write_table(table, str(self.folder / f"{self._parts:06}.parquet"), compression="zstd")
        self._parts += 1
        self._held = []

    def _type(self, name: str) -> str:
        if name == "_seq":
            return "BIGINT"
        return "VARCHAR" if name in ("person", "_table", "_line") else self.values.type_of(name)

    def dataset(self, columns: Iterable[str] = ()) -> Any:
        """All parts as one data set of Arrow, with these columns even where no row has them."""
        self.flush()
        arrow, dataset = needed("pyarrow"), needed("pyarrow.dataset")
        names = dict.fromkeys(["person", *self.filled, *columns, *ORIGIN])
        schema = arrow.schema([(name, getattr(arrow, _ARROW[self._type(name)])()) for name in names])
        files = [str(self.folder / f"{part:06}.parquet") for part in range(self._parts)]
        return dataset.dataset(files, schema=schema, format="parquet") if files else schema.empty_table()
