"""Reads a Parquet file row by row."""

from collections.abc import Collection, Iterator
from pathlib import Path

from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.header import header_of
from trd_registry.cohorts.folder.row import Row
from trd_registry.cohorts.folder.sorting import Sorter
from trd_registry.cohorts.needs import needed
from trd_registry.model.finding import Finding, InvalidInput


class ParquetTable:
    """One table as a Parquet file; its columns hold plain values."""

    def __init__(self, table: str, path: Path, declaration: Declaration, sorter: Sorter) -> None:
        self.table = table
        self.path = path
        self._sorter = sorter
        names = self._columns(str(path))
        header = header_of(table, str(path), names, declaration)
        # The sorter gives the person first.
        cells = [cell for number, cell in enumerate(header.cells) if number != header.person]
        self.header = type(header)(table, (None, *cells), 0)

    def size(self) -> int:
        """How many rows there are."""
        return int(needed("pyarrow.parquet").read_metadata(str(self.path)).num_rows)

    def about(self) -> int:
        """The same."""
        return self.size()

    def drawn(self, number: int) -> list[str]:
        """So many of the persons that the table names: the lowest by the MD5 of the name."""
        return self._sorter.drawn_from_parquet(str(self.path), number)

    def rows(self, persons: Collection[str] | None) -> Iterator[Row]:
        """The rows of these persons or of all, by person; those that name nobody come first."""
        try:
            for number, name, *values in self._sorter.parquet(str(self.path), persons):
                yield self.header.row(number + 1, name, [name, *values])
        except self._sorter.error as error:
            raise self.unreadable(error) from None

    def _columns(self, path: str) -> list[str]:
        arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
        try:
            schema = parquet.read_schema(path)
            _ = schema.names  # damaged names are seen only now
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise self.refused(next(iter(str(error).splitlines()), type(error).__name__)) from None
        types = arrow.types
        findings = []
        for number, column in enumerate(schema):
            kind = column.type.value_type if types.is_dictionary(column.type) else column.type
            if types.is_nested(kind):
                message = f"The column `{column.name}` holds lists or structures."
                findings.append(Finding(path, 1, number + 1, "TRD203", message, "Write several values as text: a|b."))
            elif column.name == "person" and not _names(types, kind):
                message = f"The column `person` holds {kind}."
                findings.append(Finding(path, 1, number + 1, "TRD203", message, "Write text or whole numbers."))
        if findings:
            raise InvalidInput(findings)
        return [column.name for column in schema]

    def unreadable(self, error: Exception) -> Exception:
        """What to raise for an error of DuckDB's: itself where memory ran out, of which the file is innocent."""
        is_innocent = isinstance(error, needed("duckdb").OutOfMemoryException)
        return error if is_innocent else self.refused(str(error).splitlines()[0])

    def refused(self, why: str) -> InvalidInput:
        """What to raise where the file turns out not to be readable."""
        return InvalidInput(
            [Finding(str(self.path), 1, 1, "TRD105", f"It cannot be read as Parquet: {why}", "Write it again.")]
        )


def _names(types: object, kind: object) -> bool:
    """Whether values of this type can name persons: a number with a fraction, or a date, cannot."""
    tests = ("is_string", "is_large_string", "is_string_view", "is_integer")
    return any(getattr(types, test)(kind) for test in tests if hasattr(types, test))
