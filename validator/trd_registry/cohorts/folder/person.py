"""One person of a cohort: from rows to a history, through the reader that every history goes through.

What happens to a person one of whose rows is rejected (schema/COHORT.md tells it for readers): nothing that
leaned on the row is taken for known any more. A list that lacks a row is not complete; facts of a row that
contradicts itself are unknown. So the result stays sound, and only wider.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from trd_registry.cohorts.folder.assembling import Assembly
from trd_registry.cohorts.folder.cells import Fault
from trd_registry.cohorts.folder.columns import RECORD_TABLES
from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.equal_rows import one_of_each
from trd_registry.cohorts.folder.report import FOLDER_CODES, MOST_OF_ONE, Reject, Report
from trd_registry.cohorts.folder.row import Row
from trd_registry.loading.document import Document, Path
from trd_registry.loading.history import history_of_shape
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: What stands before the key of a history in the name of a column.
_BEFORE: Mapping[Path, str] = {
    ("illness",): "illness_",
    ("records",): "record_",
    ("comorbidity",): "comorbidity.",
    ("ruled_out",): "ruled_out.",
}

#: A drug was dispensed that no trial has: the list of trials is to blame, not the row.
_NOT_LISTED = "TRD307"

_TOO_MANY = (Fault("", "ROW8", FOLDER_CODES["ROW8"]),)


@dataclass(frozen=True, slots=True)
class Person:
    """One person who was read."""

    id: str
    history: History
    #: Lists that the cohort declares complete and that are not so for this person.
    opened: frozenset[str]
    rejects: tuple[Reject, ...]
    #: Table -> rows that were used.
    used: Mapping[str, int]

    def tell(self, report: Report) -> None:
        """Adds what became of the person's rows to a report."""
        report.persons += 1
        report.used.update(self.used)
        report.rejects += self.rejects
        report.opened.update(self.opened)


class PersonReader:
    """Reads the persons of one cohort."""

    def __init__(
        self,
        folder: str,
        declaration: Declaration,
        vocabularies: Vocabularies,
        *,
        has_days: bool,
        has_lists: bool = False,
    ) -> None:
        self._folder = folder
        self._declaration = declaration
        self._vocabularies = vocabularies
        #: Whether persons have a day of record of their own, which a rejected row may have stated.
        self._has_days = has_days
        #: Whether a row of persons may state that trials are missing, which a rejected row may have done.
        self._has_lists = has_lists

    def person(self, name: str, rows: Mapping[str, Iterable[Row]], unattributed: Iterable[str] = ()) -> Person:
        """The history that these rows give.

        Args:
            name: The person, as the tables have it.
            rows: Table -> the person's rows.
            unattributed: Tables that hold rows which may be anybody's.
        """
        good, rejects, lost = self._sorted_out(rows)
        lost |= set(unattributed)
        while True:
            assembly = self._assembly(name, good, lost)
            out = list(assembly.rejects)
            if not out:
                document = Document(f"{self._folder}#{name}", assembly.data, _digest(assembly))
                try:
                    history = history_of_shape(document, self._vocabularies)
                    break
                except InvalidInput:
                    found = self._blamed(assembly)
                    out = [reject for reject in found if reject.code != _NOT_LISTED]
                    if len(out) < len(found):
                        lost.add("trials")
            rejects += out
            gone = {(reject.table, reject.line) for reject in out}
            lost |= {reject.table for reject in out}
            good = {table: [row for row in kept if (table, row.line) not in gone] for table, kept in good.items()}
        used = {table: len(kept) for table, kept in good.items()}
        return Person(name, replace(history, id=name), self._opened(lost), tuple(rejects), used)

    def _sorted_out(self, rows: Mapping[str, Iterable[Row]]) -> tuple[dict[str, list[Row]], list[Reject], set[str]]:
        """Rows to use by table, rejects, and the tables that lack something now."""
        good: dict[str, list[Row]] = {}
        rejects: list[Reject] = []
        lost: set[str] = set()
        for table, met in rows.items():
            sound = []
            for row in met:
                if row.faults:
                    fault = row.faults[0]
                    rejects.append(row.reject(fault.code, fault.reason, fault.column))
                    lost.add(table)
                else:
                    sound.append(row)
            repeats = table in self._declaration.repeats
            good[table], copies, loses = one_of_each(table, sound, repeats=repeats)
            rejects += copies
            if loses:
                lost.add(table)
        return good, rejects, lost

    def _assembly(self, name: str, good: Mapping[str, list[Row]], lost: set[str]) -> Assembly:
        without = set(lost)
        if "persons" in lost:
            without.add("records")
            if self._has_lists:
                without.add("trials")
            if self._has_days:
                without.add("as_of")
        return Assembly(name, self._declaration, good, frozenset(without))

    def _blamed(self, assembly: Assembly) -> list[Reject]:
        """The rows that the findings of the reader are about; each row once."""
        origins = list(_origins(assembly))
        values: dict[Path, tuple[int, int]] = {(): (0, 0)}
        values |= {path: (number, 1) for number, (path, _, _) in enumerate(origins, start=1)}
        found: dict[tuple[str, int], Reject] = {}
        try:
            history_of_shape(Document("", assembly.data, "", values), self._vocabularies)
        except InvalidInput as error:
            for finding in error.findings:
                row, column = assembly.owner, ""
                if finding.line:
                    _, row, column = origins[finding.line - 1]
                if row is None:
                    raise  # what holds for all was checked before: this cannot be put down to a row
                reason = f"{finding.message} {finding.remedy}".strip()
                found.setdefault((row.table, row.line), row.reject(finding.code, reason, column))
        return list(found.values())

    def _opened(self, lost: set[str]) -> frozenset[str]:
        """The lists that the cohort declares complete and that are open for this person."""
        declared = self._declaration.data
        opened = {"trials"} if "trials" in lost and declared["complete"] not in ("none", []) else set()
        covered = set(self._declaration.records.get("covers", RECORD_TABLES))
        return frozenset(opened | {table for table in RECORD_TABLES if table in lost and table in covered})


def _digest(assembly: Assembly) -> str:
    return f"sha256:{sha256(json.dumps(assembly.data, sort_keys=True).encode()).hexdigest()}"


def _origins(assembly: Assembly) -> Iterator[tuple[Path, Row, str]]:
    """Each place in the data that a row filled, the row, and the column where one alone did; narrower places later."""
    for place, row in assembly.sources.items():
        yield place, row, ""
        part = assembly.data
        for step in place:
            part = part[step]  # type: ignore[index]
        if isinstance(part, dict):
            before = _BEFORE.get(place, "")
            yield from (((*place, key), row, f"{before}{key}") for key in part if (*place, key) not in assembly.sources)


def grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by table. Of those that no history could hold, only where they stand is kept."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        met = found[row.table]
        met.append(row if len(met) < MOST_OF_ONE else Row(row.table, row.line, row.person, faults=_TOO_MANY))
    return found
