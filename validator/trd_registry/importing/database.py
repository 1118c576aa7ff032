"""DuckDB as an import uses it: sorts and joins tables larger than memory, and fetches nothing from outside."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import connected
from trd_registry.cohorts.planning.sql import quoted, text

__all__ = ["connect", "quoted", "text", "texts", "write"]


def connect(file: Path, within: Iterable[Path] = ()) -> Any:
    """A database in a new file, which spills beside it, and may read and write there and in what is named."""
    return connected(str(file), within=[file.parent, *within], temp_directory=f"{file}.spill")


def texts(values: Iterable[str]) -> str:
    """A list of texts as it stands in SQL."""
    return "[" + ", ".join(map(text, values)) + "]::VARCHAR[]"


def write(database: Any, query: str, path: Path) -> int:
    """Writes what a query gives as CSV or Parquet, by the ending of the file; gives the number of rows."""
    form = "FORMAT csv, HEADER" if path.suffix == ".csv" else "FORMAT parquet, COMPRESSION zstd"
    done = database.execute(f"COPY ({query}) TO {text(str(path))} ({form})").fetchone()
    return int(done[0])
