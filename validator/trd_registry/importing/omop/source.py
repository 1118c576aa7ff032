"""A source in the OMOP common data model, in whatever form it comes: every table that is read becomes a view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trd_registry.importing.database import quoted
from trd_registry.importing.omop.cdm import NEEDED, TABLES
from trd_registry.importing.omop.cells import Columns
from trd_registry.model.errors import RegistryError, suggest


@dataclass(frozen=True, slots=True)
class Lost:
    """A line of a text file that cannot be read."""

    table: str
    line: int
    reason: str


@dataclass
class Source:
    """The tables of a source as views named ``cdm_TABLE``, with names in small letters."""

    database: Any
    #: What it is, for people.
    what: str
    tables: dict[str, Columns] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    #: Files that have the name of a table and something more: they are not read.
    unread: list[str] = field(default_factory=list)
    #: Files whose names are nearly those of tables: they are not read. Name -> table.
    misspelt: dict[str, str] = field(default_factory=dict)
    #: Files without a line of headings, and the versions of the model whose order of columns they have.
    headless: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Tables that are there, and columns of them that are not.
    absent: dict[str, list[str]] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        """Whether the table is there."""
        return table in self.tables

    def columns(self, table: str) -> Columns:
        """The columns of a table; none where it is not there."""
        return self.tables.get(table, Columns({}))

    def count(self, table: str) -> int:
        """The rows of a table that can be read."""
        if not self.has(table):
            return 0
        return int(self.database.execute(f"SELECT count(*) FROM cdm_{table}").fetchone()[0])

    def take(self, table: str, relation: str, described: Sequence[tuple[str, str]], *, keep: bool = False) -> None:
        """Makes a relation a table of this source.

        Args:
            table: Its name in the model.
            relation: SQL that stands after FROM.
            described: Name and type of each of its columns.
            keep: Store the rows, since the relation can be read only once or is slow to read.
        """
        names: dict[str, str] = {}
        for name, _ in described:
            names.setdefault(name.strip().casefold(), name)
        wanted = [name for name in TABLES[table] if name in names]
        self.absent[table] = [name for name in TABLES[table] if name not in names]
        if not wanted:
            return
        cells = ", ".join(f"{quoted(names[name])} AS {quoted(name)}" for name in wanted)
        kind = "TABLE" if keep else "VIEW"
        self.database.execute(f"CREATE {kind} cdm_{table} AS SELECT {cells} FROM {relation}")
        types = {str(name).strip().casefold(): str(kind) for name, kind in described}
        self.tables[table] = Columns({name: _plain(types[name]) for name in wanted})

    def check(self) -> None:
        """Raises RegistryError where this is no such source."""
        for table in NEEDED:
            if not self.has(table) or "person_id" in self.absent.get(table, ()):
                raise RegistryError(
                    f"{self.what} has no table {table} with person_id.",
                    "A source has the tables of the OMOP common data model: person, observation_period, drug_exposure, "
                    "condition_occurrence, procedure_occurrence, measurement, concept, concept_ancestor, "
                    "drug_strength.",
                )


def _plain(kind: str) -> str:
    """A type without its parameters; text in any disguise is VARCHAR."""
    name = kind.upper().partition("(")[0].strip()
    return "VARCHAR" if name in ("TEXT", "STRING", "CHAR", "BPCHAR", "JSON", "UUID", "ENUM") else name


def open_source(text: str, database: Any, options: Mapping[str, str]) -> Source:
    """Opens a source.

    Args:
        text: A folder of tables, a file of DuckDB or SQLite, or the address of a PostgreSQL database.
        database: The working database, in which its views are made.
        options: ``schema`` and ``vocabulary_schema``, where the source has several.

    Raises RegistryError where it cannot be read or is not such a source.
    """
    from trd_registry.importing.omop.attached import is_database, open_database
    from trd_registry.importing.omop.folder import folder_of_tables, open_folder
    from trd_registry.importing.omop.postgres import is_address, open_postgres
    from trd_registry.importing.omop.sqlite import is_sqlite, open_sqlite

    path = Path(text)
    if is_address(text):
        source = open_postgres(text, database, options)
    elif path.is_dir():
        source = open_folder(path, database)
        within = None if source.has("person") else folder_of_tables(path)
        if within is not None:
            raise RegistryError(f"{text} has no table person.", f"There is one in {within}: name that folder.")
    elif path.is_file() and is_database(path):
        source = open_database(path, database, options)
    elif path.is_file() and is_sqlite(path):
        source = open_sqlite(path, database, options)
    elif path.is_file():
        raise RegistryError(
            f"{text} is neither a folder of tables nor a database of DuckDB or SQLite.",
            "Name the folder that holds person.csv or person.parquet, such a file, or postgresql://HOST/DATABASE. "
            "From any other database write the tables to a folder first.",
        )
    else:
        there = [one.name for one in path.absolute().parent.iterdir()] if path.absolute().parent.is_dir() else []
        raise RegistryError(f"There is no {text}.", suggest(path.name, there).capitalize())
    source.check()
    return source
