"""A long table of trials, as a study keeps it, with tables of persons, episodes and scores beside it."""

from collections.abc import Iterable
from pathlib import Path

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import COLUMNS, FILLED_IN, Person, rows_of
from trd_registry.imitating.csv_tables import CsvTables
from trd_registry.importing.synthetic_mark import MARK

#: Columns that belong to a register.
_RECORD = ("record_from", "record_to", "record_covers")


def columns(table: str) -> list[str]:
    """The columns of a table that a study fills in."""
    return [name for name in COLUMNS[table] if name not in _RECORD]


def write(folder: Path, persons: Iterable[Person], _: Label) -> None:
    """Writes persons.csv, episodes.csv, trials.csv and measurements.csv; every row says that it is synthetic."""
    with CsvTables(folder, {table: columns(table) for table in FILLED_IN}, {MARK: "true"}) as tables:
        for person in persons:
            for table, rows in rows_of(person, register=False).items():
                tables.add(table, rows)
