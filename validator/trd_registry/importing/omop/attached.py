"""A DuckDB file, or another database that DuckDB attaches."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.importing.database import quoted, text
from trd_registry.importing.omop.cdm import TABLES, VOCABULARY
from trd_registry.importing.omop.source import Source
from trd_registry.model.errors import RegistryError, suggest

#: A table of the model -> schema and name in the source.
Places = Mapping[str, tuple[str, str]]


def is_database(path: Path) -> bool:
    """Whether a file is a DuckDB database: its mark stands in the ninth byte."""
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def open_database(path: Path, database: Any, options: Mapping[str, str]) -> Source:
    """The tables of a DuckDB file, which is opened for reading only."""
    try:
        database.execute(f"ATTACH {text(str(path))} AS source (READ_ONLY)")
    except needed("duckdb").Error as error:
        raise RegistryError(f"{path} cannot be opened: {str(error).splitlines()[0]}") from None
    source = Source(database, f"the DuckDB database {path.name}")
    rows = database.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'source' "
        "UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = 'source' AND NOT internal"
    ).fetchall()
    for table, (schema, name) in places(rows, options, source.what).items():
        relation = f"source.{quoted(schema)}.{quoted(name)}"
        described = database.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        source.take(table, relation, [(row[0], row[1]) for row in described])
    return source


def places(rows: list[tuple[str, str]], options: Mapping[str, str], what: str) -> Places:
    """Where each table of the model is.

    Args:
        rows: Schema and name of every table of the source.
        options: ``schema`` and ``vocabulary_schema``, where they were named.
        what: The source, for messages.

    The schema is the only one with a table person. The tables of the vocabulary are looked for there, and then in the
    only other schema that has a table concept. Raises RegistryError where that is not clear.
    """
    schemas: dict[str, dict[str, str]] = {}
    for schema, name in rows:
        if name.casefold() in TABLES:
            schemas.setdefault(schema, {})[name.casefold()] = name
    clinical = _schema(options.get("schema", ""), schemas, "person", what, "--schema")
    if clinical is None:
        raise RegistryError(f"{what} has no table person.", "It must be in the OMOP common data model.")
    vocabulary = clinical
    if options.get("vocabulary_schema") or "concept" not in schemas[clinical]:
        others = {name: tables for name, tables in schemas.items() if name != clinical}
        wanted = options.get("vocabulary_schema", "")
        there = schemas if wanted else others
        vocabulary = _schema(wanted, there, "concept", what, "--vocabulary-schema") or clinical
    found = {table: (clinical, name) for table, name in schemas[clinical].items()}
    found |= {table: (vocabulary, name) for table, name in schemas[vocabulary].items() if table in VOCABULARY}
    return found


def _schema(wanted: str, schemas: Mapping[str, Mapping[str, str]], table: str, what: str, option: str) -> str | None:
    having = sorted(name for name, tables in schemas.items() if table in tables)
    if wanted:
        if wanted not in having:
            raise RegistryError(
                f"{what} has no schema {wanted!r} with a table {table}.", suggest(wanted, having).capitalize()
            )
        return wanted
    if len(having) > 1:
        raise RegistryError(f"{what} has a table {table} in {', '.join(having)}.", f"Name one: {option} {having[0]}")
    return having[0] if having else None
