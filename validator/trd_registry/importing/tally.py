"""Counts what became of every row of a source, and writes the rejects as they come."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from trd_registry.cohorts.folder.report import FOLDER_CODES
from trd_registry.importing.source_row import SourceRow

#: Codes that only an import gives; the others are those of a cohort folder (COHORT.md) and of histories (FINDINGS.md).
IMPORT_CODES: Mapping[str, str] = {
    "IMP1": "A date can be read in more than one way, or not at all.",
    "IMP2": "A code or name is not known here, and may be one that matters.",
    "IMP3": "A number or unit cannot be read.",
    "IMP4": "The row contradicts itself.",
    "IMP5": "The row belongs to another one that is not there.",
    "IMP6": "It may have happened or not: the source leaves that open.",
    "IMP7": "A part changes the meaning of the row in a way that is not known here.",
}

CODES: Mapping[str, str] = {**FOLDER_CODES, **IMPORT_CODES}

COLUMNS = ("table", "line", "person", "column", "code", "reason")

#: How many different things set aside for one reason are told apart.
_MOST = 10_000


@dataclass
class Counts:
    """Rows of one table of the source; ``read`` is ``used``, ``set_aside`` and ``rejected`` together."""

    read: int = 0
    used: int = 0
    #: Of those used: rows of which something was rejected.
    in_part: int = 0
    set_aside: int = 0
    rejected: int = 0


@dataclass
class Tally:
    """The counts of one import."""

    rejects: TextIO
    tables: dict[str, Counts] = field(default_factory=dict)
    #: Table, reason and what it was -> rows.
    aside: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    #: Table and code -> rejects.
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: Table and code -> the first one: line, column, reason.
    firsts: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._in_part: set[tuple[str, str]] = set()
        self._writer = csv.writer(self.rejects, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def read(self, row: SourceRow) -> None:
        """A row came in."""
        self.counts(row.table).read += 1

    def counts(self, table: str) -> Counts:
        """The counts of one table, which is there from now on."""
        return self.tables.setdefault(table, Counts())

    def use(self, row: SourceRow) -> None:
        """Something of the row is used."""
        if row.used:
            return
        counts = self.counts(row.table)
        row.used = True
        counts.used += 1
        if row.rejected:
            counts.rejected -= 1
            counts.in_part += 1
            self._in_part.add((row.table, row.line))
        elif row.set_aside:
            counts.set_aside -= 1

    def set_aside(self, row: SourceRow, reason: str, what: str = "") -> None:
        """The row is not about the subject."""
        key = (row.table, reason, what)
        if key not in self.aside and len(self.aside) >= _MOST:
            key = (row.table, reason, "other")
        self.aside[key] += 1
        if not (row.used or row.rejected or row.set_aside):
            row.set_aside = True
            self.counts(row.table).set_aside += 1

    def reject(self, row: SourceRow, code: str, reason: str, column: str = "") -> None:
        """Something of the row, or all of it, cannot be used."""
        self._write(row, code, reason, column)
        counts = self.counts(row.table)
        if not row.rejected:
            row.rejected = True
            if row.used:
                counts.in_part += 1
                self._in_part.add((row.table, row.line))
            else:
                counts.rejected += 1
                counts.set_aside -= row.set_aside

    def take_back(self, table: str, line: str, told: Iterable[tuple[str, str, str, str]], *, others: bool) -> None:
        """What was used of a row is rejected after all.

        Args:
            table: The table of the source.
            line: Its row.
            told: Person, code, reason and column of everything that is rejected now.
            others: Whether something else of the row is still used.
        """
        counts = self.counts(table)
        was_in_part = (table, line) in self._in_part
        for person, code, reason, column in told:
            self._write(SourceRow(table, line, person), code, reason, column)
        if others and not was_in_part:
            counts.in_part += 1
            self._in_part.add((table, line))
        elif not others:
            counts.used -= 1
            counts.rejected += 1
            counts.in_part -= was_in_part

    def _write(self, row: SourceRow, code: str, reason: str, column: str) -> None:
        self._writer.writerow([row.table, row.line, row.person, column, code, reason])
        self.codes[row.table, code] += 1
        self.firsts.setdefault((row.table, code), (row.line, column, reason))

    def lines(self) -> Iterator[str]:
        """The counts for people."""
        width = max((len(table) for table in self.tables), default=0)
        width = max(width, 14)
        yield f"{'read from':{width}}{'rows':>12}{'used':>12}{'set aside':>12}{'rejected':>12}"
        for table, one in self.tables.items():
            part = f"   ({one.in_part:,} of those used in part only)" if one.in_part else ""
            yield f"{table:{width}}{one.read:>12,}{one.used:>12,}{one.set_aside:>12,}{one.rejected:>12,}{part}"
        for (table, reason), number in sorted(self.reasons().items()):
            yield f"{number:,} set aside in {table}: {reason}"
        for (table, code), number in sorted(self.codes.items()):
            line, column, reason = self.firsts[table, code]
            where = f"{line}" + (f", column {column}" if column else "")
            yield f"{number:,} rejected in {table}: {code}, first in row {where}: {reason}"

    def reasons(self) -> Counter[tuple[str, str]]:
        """Table and reason -> rows set aside."""
        found: Counter[tuple[str, str]] = Counter()
        for (table, reason, _), number in self.aside.items():
            found[table, reason] += number
        return found
