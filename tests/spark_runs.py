"""Apache Spark for tests: one session for all of them, and a reason to skip where it cannot be had."""

import importlib.util
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from trd_registry.cohorts.planning.statement import Plan
from trd_registry.cohorts.running.answers import Answer, answer
from trd_registry.cohorts.settled.settle import Settled
from trd_registry.cohorts.spark.engine import Spark


def why_not() -> str:
    """Why Spark cannot be tried here; empty if it can."""
    for name in ("pyspark", "sqlglot"):
        if importlib.util.find_spec(name) is None:
            return f"{name} is not installed (extra spark)"
    return "" if shutil.which("java") else "there is no Java"


def answers(session: Any, plan: Plan, lots: Sequence[Settled], folder: Path) -> Iterator[tuple[Answer, ...]]:
    """For every person, in order, the answer of every definition, worked out in one job."""
    rows = []
    with duckdb.connect() as connection:
        for table in Spark(session).run(plan, lots, connection, folder):
            rows += connection.sql(f"FROM {table}").to_arrow_table().to_pylist()
    for row in sorted(rows, key=lambda one: one["person"]):
        yield tuple(answer(row, one) for one in plan.columns)
