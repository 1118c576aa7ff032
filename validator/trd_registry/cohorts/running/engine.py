"""What runs a planned statement: one small interface, so that a cohort can be judged on one machine or on several."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.planning.statement import Plan
from trd_registry.cohorts.settled.settle import Settled

#: The tables that a statement reads.
TABLES = ("patients", "trials", "agents")


class Engine(Protocol):
    """Runs the statement of a plan over settled histories."""

    @property
    def name(self) -> str:
        """The engine and its version, for the label of the results."""
        ...

    @property
    def shows_tables(self) -> bool:
        """Whether the settled tables of a lot can be seen beside its answers."""
        ...

    def check(self, plan: Plan) -> None:
        """Raises NotPlanned where the statement cannot be run."""
        ...

    def run(self, plan: Plan, lots: Iterable[Settled], connection: Any, folder: Path) -> Iterator[str]:
        """Names of tables with one row a person, all persons in one of them; each lasts until the next is asked for.

        Args:
            plan: The statement.
            lots: Settled histories, some persons in each; taken one after another, and each only once.
            connection: The DuckDB connection in which the tables are to be seen.
            folder: For files while it works; whoever made it removes it.
        """
        ...


class DuckDb:
    """Runs the statement lot by lot in this process."""

    @property
    def name(self) -> str:
        """The engine and its version."""
        return f"duckdb {needed('duckdb').__version__}"

    @property
    def shows_tables(self) -> bool:
        """Always."""
        return True

    def check(self, plan: Plan) -> None:
        """Every plan is made for it."""

    def run(self, plan: Plan, lots: Iterable[Settled], connection: Any, folder: Path) -> Iterator[str]:  # noqa: ARG002
        """One table a lot."""
        for settled in lots:
            for name in TABLES:
                connection.register(name, getattr(settled, name))
            connection.execute(f"CREATE OR REPLACE TEMP TABLE wide AS {plan.sql}")
            yield "wide"
            for name in TABLES:
                connection.unregister(name)
