"""An SQLite file, as R packages write OMOP databases: read with Python's own library, in batches of text."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.importing.database import quoted
from trd_registry.importing.omop.attached import places
from trd_registry.importing.omop.cdm import TABLES
from trd_registry.importing.omop.source import Source
from trd_registry.model.errors import RegistryError

_BATCH = 50_000

#: Steps of SQLite's machine that one batch of rows may take: half a minute or so. A view can count without end.
_PATIENCE, _STEP = 2_000_000_000, 10_000_000


def is_sqlite(path: Path) -> bool:
    """Whether a file is an SQLite database, by its first bytes."""
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"


def open_sqlite(path: Path, database: Any, options: Mapping[str, str]) -> Source:
    """The tables of an SQLite file, which is opened for reading only; raises RegistryError where it is damaged."""
    source = Source(database, f"the SQLite database {path.name}")
    try:
        given = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            given.text_factory = lambda text: text.decode("utf-8", errors="replace")
            names = [
                ("main", row[0])
                for row in given.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
            ]
            for table, (_, name) in places(names, options, source.what).items():
                _take(source, table, given, name, path.stat().st_size)
        finally:
            given.close()
    except _Endless as error:
        remedy = "Write what it should hold into a table."
        raise RegistryError(
            f"{error} of {path} holds more than the file can: it is a view without end.", remedy
        ) from None
    except sqlite3.Error as error:
        raise RegistryError(f"{path} cannot be read: {error}") from None
    return source


class _Endless(Exception):
    """Raised for a view that goes on and on; says which."""


def _take(source: Source, table: str, given: sqlite3.Connection, name: str, size: int) -> None:
    arrow = needed("pyarrow")
    there = [row[1] for row in given.execute(f"PRAGMA table_info({quoted(name)})")]
    wanted = [one for one in there if one.casefold() in TABLES[table]]
    if not wanted:
        source.absent[table] = list(TABLES[table])
        return
    columns = ", ".join(f"{quoted(one)} VARCHAR" for one in wanted)
    source.database.execute(f"CREATE TABLE raw_{table} ({columns})")
    asked = f"SELECT {', '.join(map(_cell, wanted))} FROM {quoted(name)}"
    with _patiently(given, name):
        found = given.execute(asked)
    kinds = arrow.schema([(one, arrow.string()) for one in wanted])
    count = 0
    while rows := _batch(given, found, name):
        count += len(rows)
        # No row of a table takes less than a byte.
        if count > size:
            raise _Endless(name)
        batch = arrow.table([list(column) for column in zip(*rows, strict=True)], schema=kinds)
        source.database.register("arriving", batch)
        source.database.execute(f"INSERT INTO raw_{table} SELECT * FROM arriving")
        source.database.unregister("arriving")
    source.take(table, f"raw_{table}", [(one, "VARCHAR") for one in wanted])


def _batch(given: sqlite3.Connection, found: sqlite3.Cursor, name: str) -> list[Any]:
    with _patiently(given, name):
        return found.fetchmany(_BATCH)


@contextmanager
def _patiently(given: sqlite3.Connection, name: str) -> Iterator[None]:
    """Raises _Endless where rows are sought for longer than any table takes."""
    left = iter(range(_PATIENCE // _STEP))
    given.set_progress_handler(lambda: next(left, None) is None, _STEP)
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error) == "interrupted":
            raise _Endless(name) from None
        raise
    finally:
        given.set_progress_handler(None, 0)


def _cell(name: str) -> str:
    """As text. SQLite has no days: a number counts seconds from 1970, as R's DatabaseConnector writes them."""
    if name.casefold().endswith(("_date", "_datetime")):
        return (
            f"CASE WHEN typeof({quoted(name)}) IN ('real', 'integer') THEN datetime({quoted(name)}, 'unixepoch') "
            f"ELSE CAST({quoted(name)} AS TEXT) END"
        )
    return f"CAST({quoted(name)} AS TEXT)"
