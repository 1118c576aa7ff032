"""Settled tables of a cohort folder: plain persons by statements, every other by the reader of persons."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from typing import Any

from trd_registry.cohorts.extra import pyarrow
from trd_registry.cohorts.folder.folder import Cohort, nobodys, orphans
from trd_registry.cohorts.folder.person import grouped
from trd_registry.cohorts.folder.report import Report
from trd_registry.cohorts.folder.row import Row
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.settled.settle import Settled, Settling
from trd_registry.cohorts.settled.shape import Agents, shape_of
from trd_registry.cohorts.tables.part import PlainReader
from trd_registry.cohorts.tables.staging import NOBODYS, ORPHANS, Staging
from trd_registry.model.vocabulary import Vocabularies

#: So many persons are settled at once.
PERSONS = 200_000

#: So many histories are held before they become columns.
_HISTORIES = 10_000


@dataclass(frozen=True, slots=True)
class Batch:
    """The settled tables of some persons, and how many there are in all."""

    #: Persons are numbered through the whole cohort, in the order of their names.
    settled: Settled
    #: Persons in this batch, and those of them who were settled by statements.
    persons: int
    plain: int
    #: Persons in the whole cohort.
    of: int


class SettledCohort:
    """The settled tables of a cohort folder.

    The same as settling the histories that `Cohort` reads one by one, and the same report; only faster. The order in
    which rows stand in a table may differ.

    Args:
        cohort: The folder. Its report tells what became of every row once the last batch was given.
        asked: The facts that the tables must hold.
        vocabularies: What names are looked up in.
        persons: How many persons make a batch.
        memory: How much memory DuckDB may use, as it writes it.
    """

    def __init__(
        self,
        cohort: Cohort,
        asked: Asked,
        vocabularies: Vocabularies,
        *,
        persons: int = PERSONS,
        memory: str = "2GB",
    ) -> None:
        self._cohort = cohort
        self._asked, self._vocabularies = asked, vocabularies
        self._persons, self._memory = persons, memory

    def batches(self) -> Iterator[Batch]:
        """The batches, in the order of persons' names.

        Raises InvalidInput for a table that turns out not to be readable, and TooManyNames as `settle` does.
        """
        cohort = self._cohort
        staging = Staging(cohort, self._persons, self._memory)
        report = cohort.report = Report()
        for table, staged in staging.tables.items():
            report.read[table] = staged.rows
        for table in staging.tables:
            nobodys(staging.rows(table, NOBODYS), report)
            orphans(staging.rows(table, ORPHANS), report)
        agents = Agents()
        plain = PlainReader(staging, cohort.declaration, shape_of(self._asked), self._vocabularies, agents)
        for part in staging.parts:
            yield self._batch(part, staging, plain, agents)
        # As they come when persons are read one by one.
        report.rejects.sort(key=lambda one: one.person)

    def _batch(self, part: int, staging: Staging, plain: PlainReader, agents: Agents) -> Batch:
        report = self._cohort.report
        low, high = staging.bounds(part)
        found: list[Settled] = []
        # What may be anybody's leaves nobody plain.
        where = "TRUE"
        number = 0
        if not report.unattributed:
            plain.read(part)
            patients = plain.patients()
            found.append(Settled(patients, plain.trials(), None))
            number = patients.num_rows
            report.persons += number
            for table, staged in staging.tables.items():
                report.used[table] += staged.count(staging.connection, part, "number IN (SELECT number FROM plain)")
            where = "number NOT IN (SELECT number FROM plain)"
        found += self._one_by_one(part, staging, agents, where)
        return Batch(_together(found, agents), high - low, number, staging.persons)

    def _one_by_one(self, part: int, staging: Staging, agents: Agents, where: str) -> Iterator[Settled]:
        """The settled tables of those whom the reader of persons reads."""
        report = self._cohort.report
        numbers = staging.numbers(part)
        streams = [staging.rows(table, part, where) for table in staging.tables]
        settling, held = Settling(self._asked, self._vocabularies, agents), 0
        for name, rows in groupby(merge(*streams, key=_name), key=_name):
            person = self._cohort.reader.person(name, grouped(rows), report.unattributed)
            person.tell(report)
            settling.add(numbers(name), person.history)
            held += 1
            if held == _HISTORIES:
                yield settling.done()
                settling, held = Settling(self._asked, self._vocabularies, agents), 0
        yield settling.done()


def _name(row: Row) -> str:
    return row.person


def _together(found: list[Settled], agents: Agents) -> Settled:
    pa = pyarrow()

    def all_of(name: str) -> Any:
        schema = getattr(found[-1], name).schema
        return pa.concat_tables([getattr(one, name).cast(schema) for one in found])

    return Settled(all_of("patients"), all_of("trials"), agents.table())
