"""What became of every row of a cohort: used, or rejected with the reason."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields

#: Rows of one table and one person that are looked at; many times what a history can hold, copies and all.
MOST_OF_ONE = 100_000

#: Codes of rejects that no single history can have; those of the reader of histories keep theirs (FINDINGS.md).
FOLDER_CODES: Mapping[str, str] = {
    "ROW1": "The line cannot be read: not UTF-8, a quote that is not closed, or another number of cells than columns.",
    "ROW2": "No person is named.",
    "ROW3": "An orphan: the person is not in persons, or the trial of a measurement is not among those used.",
    "ROW4": "A copy: an equal row of this person came before.",
    "ROW5": "A contradiction: two rows say different things of one person, trial or score. None of them is used.",
    "ROW6": "Nothing stands in the row beside the person.",
    "ROW7": "The person has no record: its first and last day and what it covers are not stated, or were rejected.",
    "ROW8": f"The person has more than {MOST_OF_ONE:,} rows in this table, which is no person's; the first are read.",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was not used."""

    table: str
    #: Of a CSV file the line, the header being line 1; of a Parquet file the row, counted from 1.
    line: int
    person: str
    #: Empty where the row as a whole is meant.
    column: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Count:
    """The rows of one table; ``read`` is always ``used`` and ``rejected`` together."""

    table: str
    read: int
    used: int
    rejected: int


@dataclass
class Report:
    """The counts of a cohort that was read, in whole or for one person."""

    persons: int = 0
    used: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    #: Table -> the rows that were met.
    read: Counter[str] = field(default_factory=Counter)
    #: A list that is not complete for a person although the cohort declares it -> how many persons.
    opened: Counter[str] = field(default_factory=Counter)
    #: Tables with a row that may be anybody's: their lists are open for every person.
    unattributed: set[str] = field(default_factory=set)

    def counts(self) -> list[Count]:
        """One count for each table that is there."""
        rejected = Counter(one.table for one in self.rejects)
        return [Count(table, self.read[table], self.used[table], rejected[table]) for table in self.read]

    def lines(self) -> list[str]:
        """The report for people: rows by table, rejects by code, persons whose lists are open."""
        lines = [f"{'table':14}{'rows':>10}{'used':>10}{'rejected':>10}"]
        lines += [f"{one.table:14}{one.read:>10,}{one.used:>10,}{one.rejected:>10,}" for one in self.counts()]
        lines.append(f"{self.persons:,} {'person' if self.persons == 1 else 'persons'}.")
        for (table, code), number in sorted(Counter((one.table, one.code) for one in self.rejects).items()):
            first = next(one for one in self.rejects if (one.table, one.code) == (table, code))
            where = f"line {first.line}" + (f", column {first.column}" if first.column else "")
            lines.append(f"{number:,} rejected in {table}: {code}, first in {where}: {first.reason}")
        lines += (
            f"A row of {table} names no person and may be anybody's: nothing that leans on it holds for anybody."
            for table in sorted(self.unattributed)
        )
        lines += (
            f"{what} is not taken for complete for {number:,} {'person' if number == 1 else 'persons'}."
            for what, number in sorted(self.opened.items())
        )
        return lines

    def rejects_as_csv(self) -> str:
        """The rejects as a table: table, line, person, column, code, reason."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(one.name for one in fields(Reject))
        writer.writerows(astuple(one) for one in self.rejects)
        return written.getvalue()
