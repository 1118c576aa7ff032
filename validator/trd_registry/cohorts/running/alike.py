"""Persons whose records are empty alike are judged once: whatever a phenotype says of one it says of all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from trd_registry.cohorts.planning.sql import quoted
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.settled.columns import columns
from trd_registry.cohorts.settled.records import TABLES
from trd_registry.cohorts.tables.batches import Batch
from trd_registry.model.facts import patient_fact

#: The table of everybody: ``person``, ``id`` and ``representative``, the number of the one who is judged in his place.
STANDS_FOR = "stands_for"

_ENTRIES = ("dispensings", "procedures", "diagnoses")


@contextmanager
def once_each(batch: Batch, asked: Asked, connection: Any) -> Iterator[None]:
    """Makes `STANDS_FOR`, and the tables that the statements of a record plan look at, of representatives alone.

    Args:
        batch: Persons, with their records settled.
        asked: The facts of the patient that the statements look at.
        connection: Where the tables are made; they are dropped in the end.
    """
    lot = {"patients": batch.settled.patients} | {name: getattr(batch.records, name) for name in TABLES}
    for name, table in lot.items():
        connection.register(f"lot_{name}" if name in ("patients", "spans") else name, table)
    facts = [name for fact in sorted(asked.patient) for name, _ in columns(fact, patient_fact(fact))]
    spans = [name for name in lot["spans"].column_names if name != "person"]
    alike = ", ".join(
        f"{table}.{quoted(name)}"
        for table, names in (("patients", ["unlisted", *facts]), ("spans", spans))
        for name in names
    )
    entries = " UNION ".join(f"SELECT person FROM {name}" for name in _ENTRIES)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {STANDS_FOR} AS "
        "SELECT patients.person, patients.id, min(patients.person) OVER (PARTITION BY entered.person, "
        f"{alike}) AS representative FROM lot_patients AS patients JOIN lot_spans AS spans USING (person) "
        f"LEFT JOIN ({entries}) AS entered ON entered.person = patients.person"
    )
    for name in ("patients", "spans"):
        judged = f"person IN (SELECT representative FROM {STANDS_FOR})"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM lot_{name} WHERE {judged}")
    yield
    for name in ("patients", "spans"):
        connection.execute(f"DROP TABLE {name}")
    for name in lot:
        connection.unregister(f"lot_{name}" if name in ("patients", "spans") else name)


def for_everybody(answers: str) -> str:
    """The answers on representatives, as a query with a row for everybody; their own number and name in it."""
    told = f"{answers}.* REPLACE ({STANDS_FOR}.person AS person, {STANDS_FOR}.id AS {quoted('id')})"
    return f"SELECT {told} FROM {STANDS_FOR} JOIN {answers} ON {answers}.person = {STANDS_FOR}.representative"
