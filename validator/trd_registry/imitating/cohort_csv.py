"""The cohort folder in CSV."""

from collections.abc import Iterable
from pathlib import Path

from trd_registry.cohorts.folder.declaration import DECLARATION
from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import COLUMNS, Person, rows_of
from trd_registry.cohorts.simulating.writing import declaration
from trd_registry.imitating.csv_tables import CsvTables


def write(folder: Path, persons: Iterable[Person], label: Label) -> None:
    """Writes cohort.yaml, which says that the persons are synthetic, and the tables."""
    (folder / DECLARATION).write_text(declaration(label), encoding="utf-8")
    with CsvTables(folder, {table: list(columns) for table, columns in COLUMNS.items()}) as tables:
        for person in persons:
            for table, rows in rows_of(person).items():
                tables.add(table, rows)
