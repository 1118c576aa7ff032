"""Reads a Parquet file as a table of a source."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.importing.flat.flat_row import FlatRow
from trd_registry.model.finding import Finding, InvalidInput


class ParquetFile:
    """A Parquet file; raises InvalidInput where it cannot be read."""

    assumed: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        parquet = needed("pyarrow.parquet")
        try:
            self._file = parquet.ParquetFile(str(path))
            names = self._file.schema_arrow.names
        except (needed("pyarrow").ArrowException, OSError, ValueError, OverflowError) as error:
            raise self._refused(error) from None
        self.columns: tuple[str, ...] = tuple(names)

    def rows(self) -> Iterator[FlatRow]:
        """Its rows in order."""
        number = 0
        try:
            for batch in self._file.iter_batches(batch_size=20_000):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    yield FlatRow(number, dict(zip(self.columns, cells, strict=True)))
        except (needed("pyarrow").ArrowException, OSError, ValueError, OverflowError) as error:
            raise self._refused(error) from None

    def _refused(self, error: Any) -> InvalidInput:
        why = next(iter(str(error).splitlines()), type(error).__name__)
        return InvalidInput(
            [Finding(str(self.path), 1, 1, "TRD105", f"It cannot be read as Parquet: {why}", "Write it again.")]
        )
