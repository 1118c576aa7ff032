"""A PostgreSQL database: its rows come as Arrow batches, and only the columns that are read."""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from trd_registry.importing.database import quoted
from trd_registry.importing.omop.attached import places
from trd_registry.importing.omop.cdm import TABLES
from trd_registry.importing.omop.source import Source
from trd_registry.model.errors import RegistryError

_LISTED = (
    "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
    "WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY ordinal_position"
)

#: Types that come over as they are; every other one is asked for as text.
_AS_THEY_ARE = frozenset(
    {"smallint", "integer", "bigint", "real", "double precision", "text", "character varying", "date"}
)

#: Arrow's names of types -> DuckDB's.
_ARROW = {
    "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT", "float": "FLOAT", "double": "DOUBLE",
    "date32[day]": "DATE",
}  # fmt: skip


def is_address(text: str) -> bool:
    """Whether this names a PostgreSQL database."""
    return text.startswith(("postgresql://", "postgres://"))


def masked(address: str) -> str:
    """An address as it may be written anywhere: without user, password and options. Anything else stays as it is."""
    return re.sub("//[^/]*@", "//", address).partition("?")[0] if is_address(address) else address


def open_postgres(address: str, database: Any, options: Mapping[str, str]) -> Source:
    """The tables of a database; raises RegistryError where the driver is missing or the server does not answer."""
    try:
        driver = import_module("adbc_driver_postgresql.dbapi")
    except ImportError:
        raise RegistryError(
            "Reading PostgreSQL needs adbc-driver-postgresql, which is not installed.",
            "pip install 'trd-registry[postgresql]'; or write the tables to a folder, with COPY ... TO 'person.csv' "
            "(FORMAT csv, HEADER), and import that.",
        ) from None
    source = Source(database, f"the PostgreSQL database {masked(address)}")
    try:
        with driver.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(_LISTED)
            listed = cursor.fetchall()
            found = places(sorted({(row[0], row[1]) for row in listed}), options, source.what)
            for table, (schema, name) in found.items():
                columns = [(row[2], row[3]) for row in listed if (row[0], row[1]) == (schema, name)]
                _take(source, table, cursor, f"{quoted(schema)}.{quoted(name)}", columns)
    except driver.Error as error:
        raise RegistryError(f"{source.what} cannot be read: {_first(error)}") from None
    return source


def _take(source: Source, table: str, cursor: Any, relation: str, columns: list[tuple[str, str]]) -> None:
    wanted = [(name, kind) for name, kind in columns if name.casefold() in TABLES[table]]
    if not wanted:
        source.absent[table] = list(TABLES[table])
        return
    cells = ", ".join(
        quoted(name) if kind in _AS_THEY_ARE else f"CAST({quoted(name)} AS text) AS {quoted(name)}"
        for name, kind in wanted
    )
    cursor.execute(f"SELECT {cells} FROM {relation}")
    # The batches can be read only once: their types are those of the schema that comes before them.
    arriving = cursor.fetch_record_batch()
    source.database.register("arriving", arriving)
    described = [(one.name, _ARROW.get(str(one.type), "VARCHAR")) for one in arriving.schema]
    source.take(table, "arriving", described, keep=True)
    source.database.unregister("arriving")


def _first(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
