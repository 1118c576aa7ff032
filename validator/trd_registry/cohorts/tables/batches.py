"""Settled tables of a cohort folder: plain persons by statements, every other by the reader of persons."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from typing import Any

from trd_registry.cohorts.folder.folder import Cohort, nobodys, orphans
from trd_registry.cohorts.folder.person import Person, grouped
from trd_registry.cohorts.folder.report import Report
from trd_registry.cohorts.folder.row import Row
from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.settled.record_agents import RecordAgents
from trd_registry.cohorts.settled.records import TABLES, RecordSettling, SettledRecords
from trd_registry.cohorts.settled.settle import Settled, Settling
from trd_registry.cohorts.settled.shape import Agents, shape_of
from trd_registry.cohorts.tables.part import PlainReader
from trd_registry.cohorts.tables.staging import NOBODYS, ORPHANS, Staging
from trd_registry.model.history import History
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
    #: The records of the same persons; None where they were not asked for.
    records: SettledRecords | None
    #: The histories of some of these persons by their numbers, in the order of their names, by the reader of persons;
    #: only until others are asked for or the next batch is taken.
    histories: Callable[[Iterable[int]], Iterator[History]]
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
        records: Whether to settle the records too.
    """

    def __init__(
        self,
        cohort: Cohort,
        asked: Asked,
        vocabularies: Vocabularies,
        *,
        persons: int = PERSONS,
        memory: str = "2GB",
        records: bool = False,
    ) -> None:
        self._cohort = cohort
        self._asked, self._vocabularies = asked, vocabularies
        self._persons, self._memory = persons, memory
        self._records = records

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
        numbers = _Numbers(Agents(), RecordAgents(self._vocabularies) if self._records else None)
        plain = PlainReader(
            staging,
            cohort.declaration,
            shape_of(self._asked),
            self._vocabularies,
            numbers.agents,
            record_agents=numbers.of_records,
        )
        for part in staging.parts:
            yield self._batch(part, staging, plain, numbers)
        # As they come when persons are read one by one.
        report.rejects.sort(key=lambda one: one.person)

    def _batch(self, part: int, staging: Staging, plain: PlainReader, numbers: "_Numbers") -> Batch:
        report = self._cohort.report
        low, high = staging.bounds(part)
        found: list[_Found] = []
        # What may be anybody's leaves nobody plain.
        where = "TRUE"
        number = 0
        if not report.unattributed:
            plain.read(part)
            patients: Any = plain.patients()
            records = plain.records() if self._records else None
            found.append((Settled(patients, plain.trials(), None), records))
            number = patients.num_rows
            report.persons += number
            for table, staged in staging.tables.items():
                report.used[table] += staged.count(staging.connection, part, "number IN (SELECT number FROM plain)")
            where = "number NOT IN (SELECT number FROM plain)"
        found += self._one_by_one(part, staging, numbers, where)
        patients, trials = _together([one for one, _ in found], ("patients", "trials"))
        return Batch(
            Settled(patients, trials, numbers.agents.table()),
            _records([one for _, one in found], numbers.of_records),
            lambda wanted: (one.history for one in self._some(part, staging, wanted)),
            high - low,
            number,
            staging.persons,
        )

    def _one_by_one(self, part: int, staging: Staging, numbers: "_Numbers", where: str) -> Iterator["_Found"]:
        """The settled tables of those whom the reader of persons reads."""
        number_of = staging.numbers(part)
        persons = self._read(part, staging, where)
        while True:
            settling = Settling(self._asked, self._vocabularies, numbers.agents)
            records = None if numbers.of_records is None else RecordSettling(numbers.of_records)
            held = 0
            for person in islice(persons, _HISTORIES):
                person.tell(self._cohort.report)
                number = number_of(person.id)
                settling.add(number, person.history)
                if records is not None:
                    records.add(number, person.history)
                held += 1
            yield settling.done(), None if records is None else records.done()
            if held < _HISTORIES:
                return

    def _some(self, part: int, staging: Staging, numbers: Iterable[int]) -> Iterator[Person]:
        connection = staging.connection
        arrow = needed("pyarrow")
        connection.register(
            "asked_for",
            arrow.table({"number": arrow.array(list(numbers), arrow.int64())}),
        )
        # Not a temporary one: rows are read by cursors, which do not see those.
        connection.execute("CREATE OR REPLACE TABLE wanted AS FROM asked_for")
        connection.unregister("asked_for")
        return self._read(part, staging, "number IN (SELECT number FROM wanted)")

    def _read(self, part: int, staging: Staging, where: str) -> Iterator[Person]:
        """Persons of a part by the reader of persons, in the order of their names."""
        unattributed = self._cohort.report.unattributed
        streams = [staging.rows(table, part, where) for table in staging.tables]
        for name, rows in groupby(merge(*streams, key=_name), key=_name):
            yield self._cohort.reader.person(name, grouped(rows), unattributed)


#: Settled tables of some persons, and of their records.
_Found = tuple[Settled, SettledRecords | None]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """One numbering of treatments through the whole cohort."""

    agents: Agents
    of_records: RecordAgents | None


def _name(row: Row) -> str:
    return row.person


def _together(found: Sequence[Any], names: Iterable[str]) -> Iterator[Any]:
    """The tables of these names; those of the reader of persons, which come last, have the right types."""
    for name in names:
        schema = getattr(found[-1], name).schema
        yield needed("pyarrow").concat_tables([getattr(one, name).select(schema.names).cast(schema) for one in found])


def _records(found: Sequence[SettledRecords | None], agents: RecordAgents | None) -> SettledRecords | None:
    if agents is None:
        return None
    spans, dispensings, procedures, diagnoses = _together(found, TABLES[:-1])
    return SettledRecords(spans, dispensings, procedures, diagnoses, agents.table())
