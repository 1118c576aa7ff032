"""Runs a plan over settled tables in memory."""

from collections.abc import Iterator
from typing import Any

from trd_registry.cohorts.needs import connected
from trd_registry.cohorts.planning.statement import Plan
from trd_registry.cohorts.running.answers import Answer, answer
from trd_registry.cohorts.settled.settle import Settled


def run(plan: Plan, settled: Settled) -> Any:
    """The result as a pyarrow table, one row a patient in the order in which they were settled."""
    with connected() as connection:
        for name in ("patients", "trials", "agents"):
            connection.register(name, getattr(settled, name))
        connection.execute(f"CREATE TEMP TABLE results AS {plan.sql}")
        return connection.sql("FROM results ORDER BY person").to_arrow_table()


def answers(plan: Plan, settled: Settled) -> Iterator[tuple[Answer, ...]]:
    """For every patient, the answer of every definition in the order of the plan."""
    for row in run(plan, settled).to_pylist():
        yield tuple(answer(row, one) for one in plan.columns)
