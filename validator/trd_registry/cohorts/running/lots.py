"""Settles a cohort lot by lot: each lot is for the statement first, and then for the statements on records."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.running.job import Group, Task
from trd_registry.cohorts.running.phenotypes import Phenotypes
from trd_registry.cohorts.running.times import FACTS
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.settled.settle import Settled
from trd_registry.cohorts.tables.batches import SettledCohort

#: So many rows of a cohort are judged at once, by a few definitions and by many: what they look at makes a row wide.
ROWS_FOR_FEW, ROWS_FOR_MANY = 2_400_000, 1_200_000

_FEW = 10

#: The fewest and the most persons that are judged at once. Each lot has to be planned by the database; the name and
#: the answers of every person of a lot stand in memory.
FEWEST, MOST = 10_000, 500_000

Progress = Callable[[int], None]


class Rows(Protocol):
    """Takes the rows of a definition."""

    def add(self, rows: Any, task: Task) -> None:
        """Adds the rows of one definition (a pyarrow table)."""
        ...


def lots_of(
    cohort: Cohort,
    group: Group,
    phenotypes: Phenotypes | None,
    file: Rows,
    *,
    dates: bool,
    memory: str,
    progress: Progress | None,
) -> Iterator[Settled]:
    """The settled histories; when the next lot is asked for, the phenotypes judge the one that was given.

    Args:
        cohort: The folder, which is read once.
        group: The definitions.
        phenotypes: Those that make trials of records; None where there are none.
        file: Gets what these say.
        dates: Whether the dates of trials are asked for.
        memory: The most that the database may take in which tables are read.
        progress: Told how many more persons were judged.
    """
    settled = SettledCohort(
        cohort,
        _asked(group, dates=dates),
        group.vocabularies,
        persons=persons_at_once(cohort, ROWS_FOR_FEW if len(group.tasks) <= _FEW else ROWS_FOR_MANY),
        memory=memory,
        records=phenotypes is not None,
    )
    for batch in settled.batches():
        yield batch.settled
        if phenotypes is not None:
            for task, rows in phenotypes.judge(batch):
                file.add(rows, task)
        if progress is not None:
            progress(batch.persons)


def persons_at_once(cohort: Cohort, rows: int) -> int:
    """How many persons make about so many rows, as far as can be told before the tables are read."""
    sizes = {name: table.about() for name, table in cohort.tables.items()}
    return max(FEWEST, min(MOST, rows * sizes["persons"] // max(1, *sizes.values())))


def _asked(group: Group, *, dates: bool) -> Asked:
    """The facts that all statements of a group look at."""
    patient: frozenset[str] = frozenset()
    trial: frozenset[str] = frozenset()
    if group.plan is not None:
        patient, trial = group.plan.asked.patient, group.plan.asked.trial | (FACTS if dates else frozenset())
    if group.record_plan is not None:
        patient |= group.record_plan.asked.patient
    return Asked(patient, trial)
