"""A cohort folder: its persons one after another, and what became of every row."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from pathlib import Path

from trd_registry.cohorts.folder.columns import TABLES
from trd_registry.cohorts.folder.csv_table import CsvTable
from trd_registry.cohorts.folder.declaration import DECLARATION, is_cohort, read_declaration
from trd_registry.cohorts.folder.parquet_table import ParquetTable
from trd_registry.cohorts.folder.person import Person, PersonReader, grouped
from trd_registry.cohorts.folder.report import FOLDER_CODES, Report
from trd_registry.cohorts.folder.row import Row
from trd_registry.cohorts.folder.sorting import Sorter
from trd_registry.loading.plain_file import check_plain
from trd_registry.model.errors import RegistryError, suggest
from trd_registry.model.finding import Finding, InvalidInput
from trd_registry.model.vocabulary import Vocabularies

_FORMS: dict[str, type[CsvTable] | type[ParquetTable]] = {".csv": CsvTable, ".parquet": ParquetTable}

#: A table of this name, beside the others, is what was rejected earlier.
_REJECTS = "rejects"


class Cohort:
    """The persons of a cohort folder.

    Args:
        path: The folder, with ``cohort.yaml`` and its tables as CSV or Parquet.
        vocabularies: What names and categories are looked up in.

    Raises InvalidInput where ``cohort.yaml`` or the header of a table cannot be used, and RegistryError
    where the folder is no cohort or the extra ``cohort`` is not installed. Rows never raise: see `Report`.
    """

    def __init__(self, path: str | os.PathLike[str], vocabularies: Vocabularies) -> None:
        self.path = Path(path)
        if not is_cohort(self.path):
            raise RegistryError(
                f"{self.path} is not a cohort: there is no {DECLARATION} in it.", "See schema/COHORT.md."
            )
        self.declaration = read_declaration(self.path, vocabularies)
        files = self._files()
        sorter = Sorter(self.path)
        #: The tables that are there, by name.
        self.tables: dict[str, CsvTable | ParquetTable] = {
            table: _FORMS[file.suffix](table, file, self.declaration, sorter) for table, file in files.items()
        }
        has_days = self._has_column("persons", "as_of")
        has_lists = self._has_column("persons", "complete")
        #: Makes a person of rows.
        self.reader = PersonReader(
            str(self.path), self.declaration, vocabularies, has_days=has_days, has_lists=has_lists
        )
        #: What became of the rows that were read so far.
        self.report = Report()

    def size(self) -> int:
        """How many rows persons has: about as many as there are persons."""
        return self.tables["persons"].size()

    def drawn(self, number: int) -> list[str]:
        """The names of so many persons, drawn by a rule that does not change: the lowest by the MD5 of the name."""
        return self.tables["persons"].drawn(number)

    def persons(self, only: Collection[str] | None = None) -> Iterator[Person]:
        """Every person in the order of their names, or some of them; what becomes of the rows goes to `report`."""
        self.report = Report()
        for table in self.tables:
            self.report.read[table] = 0
        streams = [self._counted(table.rows(only)) for table in self.tables.values()]
        for name, rows in groupby(merge(*streams, key=_name), key=_name):
            if name == "":
                nobodys(rows, self.report)
                continue
            by_table = grouped(rows)
            if "persons" not in by_table:
                orphans((row for found in by_table.values() for row in found), self.report)
                continue
            person = self.reader.person(name, by_table, self.report.unattributed)
            person.tell(self.report)
            yield person

    def _counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.report.read[row.table] += 1
            yield row

    def _files(self) -> dict[str, Path]:
        """Table -> its file. Raises InvalidInput for a file that is no table, and for a table that must be there."""
        found: dict[str, Path] = {}
        findings: list[Finding] = []
        for path in sorted(self.path.iterdir()):
            if path.suffix not in _FORMS or path.stem == _REJECTS:
                continue
            if path.stem not in TABLES:
                remedy = suggest(path.stem, TABLES).capitalize() or f"There is: {', '.join(TABLES)}."
                findings.append(Finding(str(path), 1, 1, "TRD209", f"A cohort has no table {path.stem!r}.", remedy))
            elif path.stem in found:
                message = f"The table {path.stem} is there twice."
                findings.append(Finding(str(path), 1, 1, "TRD106", message, "Keep one: CSV or Parquet."))
            else:
                check_plain(path)
                found[path.stem] = path
        findings += self._missing(found)
        if findings:
            raise InvalidInput(findings)
        return {table: found[table] for table in TABLES if table in found}

    def _missing(self, found: Iterable[str]) -> Iterator[Finding]:
        """A table that is declared complete must be there: one that was lost must not read as one without rows."""
        data = self.declaration.data
        needed: list[tuple[str, Sequence[str | int]]] = [("persons", ())]
        if data["complete"] not in ("none", []):
            needed.append(("trials", ("complete",)))
        needed += ((table, ("records", "covers")) for table in self.declaration.records.get("covers", ()))
        for table, path in needed:
            if table not in found:
                message = f"There is no table {table} (CSV or Parquet)."
                remedy = "Add it" + (f", if only its header; or take it out of `{path[-1]}`." if path else ".")
                yield self.declaration.document.finding(tuple(path), "TRD202", message, remedy)

    def _has_column(self, table: str, name: str) -> bool:
        header = getattr(self.tables.get(table), "header", None)
        return header is not None and any(cell is not None and cell.header == name for cell in header.cells)


def nobodys(rows: Iterable[Row], report: Report) -> None:
    """Reports rows that name no person: they may be anybody's, and so everybody's lists lack them."""
    for row in rows:
        code, reason = next(((one.code, one.reason) for one in row.faults), ("ROW2", FOLDER_CODES["ROW2"]))
        if code != "ROW1":
            code, reason = "ROW2", FOLDER_CODES["ROW2"]
        report.rejects.append(row.reject(code, reason))
        if row.table != "persons":
            report.unattributed.add(row.table)


def orphans(rows: Iterable[Row], report: Report) -> None:
    """Reports rows of somebody who is not in persons."""
    report.rejects += (row.reject("ROW3", FOLDER_CODES["ROW3"], "person") for row in rows)


def _name(row: Row) -> str:
    return row.person
