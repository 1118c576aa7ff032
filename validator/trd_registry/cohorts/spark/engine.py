"""Judges all persons of a cohort in one job of Apache Spark."""

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trd_registry.cohorts.planning.order.ends import ENDS
from trd_registry.cohorts.planning.order.steps import ANSWERS
from trd_registry.cohorts.planning.statement import Plan
from trd_registry.cohorts.running.engine import TABLES
from trd_registry.cohorts.settled.settle import Settled
from trd_registry.cohorts.spark.needs import translating
from trd_registry.cohorts.spark.refused import NotTranslated
from trd_registry.cohorts.spark.session import first_line, pyspark
from trd_registry.cohorts.spark.settled_files import SettledFiles
from trd_registry.model.errors import RegistryError

_GROUP = "trd cohort evaluate"


@dataclass
class Spark:
    """Writes settled histories as Parquet, has one job read them all, and reads what it has written.

    The folders must be seen under the same path by this program and by every machine that works for Spark.
    """

    #: A session of its own (see `session`).
    session: Any
    #: A new folder in which the settled tables stay; None if they are not to be kept.
    kept: Path | None = None
    _jobs: int = field(default=0, init=False)

    @property
    def name(self) -> str:
        """The engine and its version."""
        return f"spark {self.session.version}"

    @property
    def shows_tables(self) -> bool:
        """Never: they are files for all persons at once."""
        return False

    def check(self, plan: Plan) -> None:
        """Raises NotTranslated, a NotPlanned, where the statement cannot be said to Spark.

        Conditions that look at other trials could be said, but Spark works their subqueries out again for everything
        that rests on them, and a few of them take it longer than the interpreter.
        """
        if ANSWERS in plan.sql or ENDS in plan.sql:
            raise NotTranslated("a condition that looks at other trials")
        translating().translated(plan.sql)

    def run(self, plan: Plan, lots: Iterable[Settled], connection: Any, folder: Path) -> Iterator[str]:
        """One table for every file of answers: each holds some persons, from all lots.

        Raises RegistryError where Spark gives up.
        """
        said = translating().translated(plan.sql)
        self._jobs += 1
        name, folder = f"job-{self._jobs}", folder / f"job-{self._jobs}"
        answers = folder / "answers"
        with self._working():
            files = SettledFiles(folder / "settled" if self.kept is None else self.kept / name)
            for settled in lots:
                files.add(settled)
            if not files.persons:
                return
            files.done()
            for table in TABLES:
                self.session.read.parquet(_address(files.folder / table)).createOrReplaceTempView(table)
            for view, text in said.views:
                self.session.sql(text).createOrReplaceTempView(view)
            self.session.sql(said.select).write.parquet(_address(answers))
        if self.kept is None:
            shutil.rmtree(files.folder)
        for path in sorted(answers.glob("part-*.parquet")):
            told = str(path).replace("'", "''")
            connection.execute(f"CREATE OR REPLACE VIEW answered AS FROM read_parquet('{told}')")
            yield "answered"
        shutil.rmtree(folder)

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Where this program is stopped, Spark is too: nothing is written into folders that are removed meanwhile."""
        context = self.session.sparkContext
        context.setJobGroup(_GROUP, _GROUP, interruptOnCancel=True)
        try:
            yield
        except BaseException as error:
            context.cancelJobGroup(_GROUP)
            deadline = time.monotonic() + 10
            while context.statusTracker().getActiveJobsIds() and time.monotonic() < deadline:
                time.sleep(0.05)
            if self.kept is not None:  # the tables of a run that was done, or none
                shutil.rmtree(self.kept, ignore_errors=True)
            if isinstance(error, pyspark("pyspark.errors").PySparkException):
                told = first_line(error)
                raise RegistryError(f"Apache Spark stopped: {told}", "It may have said more above.") from None
            raise


def _address(path: Path) -> str:
    """With ``file:``, since the file system that is the default of a cluster may be another."""
    return path.absolute().as_uri()
