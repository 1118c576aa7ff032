"""Runs a plan for records over settled tables in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from trd_registry.cohorts.needs import connected
from trd_registry.cohorts.planning.records.plan import RecordPlan
from trd_registry.cohorts.running.answers import Answer, answer
from trd_registry.cohorts.settled.records import TABLES, SettledRecords
from trd_registry.cohorts.settled.settle import Settled


@contextmanager
def making(plan: RecordPlan, connection: Any) -> Iterator[None]:
    """Makes the tables that the statements of a plan look at, and drops them; the settled ones must be there."""
    for name, query in plan.tables:
        connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
    yield
    for name, _ in plan.tables:
        connection.execute(f"DROP TABLE {name}")


def run_records(plan: RecordPlan, settled: Settled, records: SettledRecords) -> Iterator[Any]:
    """For every statement its result as a pyarrow table, one row a patient in the order in which they were settled."""
    with connected() as connection:
        connection.register("patients", settled.patients)
        for name in TABLES:
            connection.register(name, getattr(records, name))
        with making(plan, connection):
            for one in plan.statements:
                connection.execute(f"CREATE OR REPLACE TEMP TABLE results AS {one.sql}")
                yield connection.sql("FROM results ORDER BY person").to_arrow_table()


def record_answers(plan: RecordPlan, settled: Settled, records: SettledRecords) -> Iterator[dict[str, Answer]]:
    """For every patient the answers by definition (``id@version``), of those for whom the record is plain."""
    tables = list(run_records(plan, settled, records))
    for rows in zip(*(table.to_pylist() for table in tables), strict=True):
        found: dict[str, Answer] = {}
        for row, statement in zip(rows, plan.statements, strict=True):
            if row["plain"]:
                found |= {one.definition.reference: answer(row, one) for one in statement.columns}
        yield found
