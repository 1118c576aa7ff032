"""Where an importer puts the rows of its source: a cohort folder that appears whole or not at all."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from trd_registry.cohorts.folder.columns import RECORD_TABLES, TABLES
from trd_registry.cohorts.folder.declaration import DECLARATION
from trd_registry.cohorts.needs import needed
from trd_registry.importing.declared import Declared
from trd_registry.importing.finishing import Finishing
from trd_registry.importing.importer import Importer
from trd_registry.importing.opened import LISTS, Opened
from trd_registry.importing.reading_back import read_back
from trd_registry.importing.source_report import Summary, write_summary
from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.spool import Spool
from trd_registry.importing.tally import Tally
from trd_registry.importing.values import Values
from trd_registry.importing.whole import beside, check_new, publish
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError


class Target:
    """The cohort that an import makes.

    Args:
        folder: Must not be there; its parent must.
        importer: Which one it is, and what its source can know (`load_importer`).
        registry: Whose vocabularies names are looked up in, and whose definitions are told what they can be given.
        declared: What holds for all; it may be completed until `finish`.
        form: How the tables are written.
        everybody: Whether whoever is named in a row is a person; else only those with a row in persons are,
            and the rows of others are rejected as orphans.
        check: Read the finished folder back, as every user will, and reject what the reader refuses. Without it
            such rows stay in, and are rejected whenever the cohort is read.
        say: Told what goes on, line by line.

    Raises RegistryError where the folder is there already or the extra ``cohort`` is missing.
    """

    def __init__(
        self,
        folder: Path,
        importer: Importer,
        registry: Registry,
        declared: Declared,
        *,
        form: Literal["parquet", "csv"] = "parquet",
        everybody: bool = True,
        check: bool = True,
        say: Callable[[str], None] | None = None,
    ) -> None:
        needed("duckdb"), needed("pyarrow")
        check_new(folder)
        self.declared = declared
        #: What the importer took for granted, in sentences; they are printed and written down.
        self.assumed: list[str] = []
        #: Facts that this source, as it was given, does not state: id in data-sources -> why.
        self.withheld: dict[str, str] = {}
        self._folder, self._importer, self._registry = folder, importer, registry
        self._suffix, self._everybody, self._check, self._say = f".{form}", everybody, check, say
        self._values = {table: Values(table) for table in TABLES}
        self._spools: dict[str, Spool] = {}
        self._opened = Opened()
        #: Who was named in rows that are not the subject: persons all the same.
        self._named: set[str] = set()
        #: Persons whose row in persons was rejected.
        self._bare: set[str] = set()
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        self._made = self._exits.enter_context(beside(self._folder))
        self._work = self._made / ".work"
        self._work.mkdir()
        file = (self._made / "rejects.csv").open("w", encoding="utf-8", newline="")
        self.tally = Tally(self._exits.enter_context(file))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exits.close()

    def row(self, table: str, line: str | int, person: str = "") -> SourceRow:
        """A row of the source came in; each must be added, set aside or rejected in the end.

        Args:
            table: The file, table or resource of the source.
            line: Line, row number or id.
            person: Whom it is about; empty where it names nobody.
        """
        row = SourceRow(table, str(line), person.strip())
        self.tally.read(row)
        return row

    def add(self, row: SourceRow, table: str, cells: Mapping[str, Any], person: str = "") -> bool:
        """Puts a row into a table of the cohort; False where it had to be rejected instead.

        Args:
            row: The row of the source that it comes from.
            table: persons, episodes, trials, dispensings, diagnoses, procedures or measurements.
            cells: Column of that table (schema/COHORT.md) -> value; None and empty text say nothing.
            person: Where it is not the person of the row.

        A dated entry outside ``declared.record_from`` and ``record_to`` is set aside, and True is returned.
        """
        person = person or row.person
        if not person or not person.isprintable():
            self.reject(row, "ROW2", "No person is named." if not person else "The person's name cannot be printed.",
                        "person", lists=[table])  # fmt: skip
            return False
        found, fault = self._values[table].row(cells)
        if fault is not None:
            self.reject(row, fault.code, fault.reason, fault.column, lists=[table])
            if table in ("persons", "episodes"):
                self._opened.facts_lost = True
            if table == "persons":
                self._bare.add(person)
                self._opened.open(person, RECORD_TABLES)
            return False
        if table in RECORD_TABLES and self._is_outside(found["date"]):
            self.set_aside(row, "outside the span of the record")
            return True
        spool = self._spools.get(table)
        if spool is None:
            spool = self._spools[table] = Spool(self._work / table, self._values[table])
        spool.add(row, person, found)
        self.tally.use(row)
        return True

    def use(self, row: SourceRow) -> None:
        """The row was used without a row of its own, such as one of several that make up a person."""
        self.tally.use(row)

    def set_aside(self, row: SourceRow, reason: str, what: str = "") -> None:
        """The row is not about the subject, which is no error.

        Args:
            row: The row of the source.
            reason: A few words, the same for all rows of the kind: "no drug for depression".
            what: What it was, such as its code: told apart in the counts.
        """
        self.tally.set_aside(row, reason, what)
        self._named.add(row.person)

    def reject(self, row: SourceRow, code: str, reason: str, column: str = "", *, lists: Iterable[str] = LISTS) -> None:
        """The row, or something of it, cannot be used.

        Args:
            row: The row of the source.
            code: One of those in tally.py, schema/COHORT.md or schema/FINDINGS.md.
            reason: One sentence.
            column: Of the source; empty where the row as a whole is meant.
            lists: Which of trials, dispensings, diagnoses and procedures it may have belonged to: they are not
                complete any more for its person, and for nobody where it names none.
        """
        self._opened.open(row.person, lists)
        self.tally.reject(row, code, reason, column)

    def refuse_person(self, row: SourceRow, code: str, reason: str, column: str = "") -> None:
        """A row of a person cannot be read: the person stays, and nothing that it may have said is known.

        Args:
            row: The row of the source.
            code: As for `reject`.
            reason: One sentence.
            column: Of the source.
        """
        self._opened.facts_lost = True
        if row.person:
            self._bare.add(row.person)
        self.reject(row, code, reason, column, lists=RECORD_TABLES if row.person else ())

    def lacks(self, person: str, lists: Iterable[str]) -> None:
        """These lists are not complete for a person, whatever was declared; for nobody, where none is named."""
        self._opened.open(person, lists)

    def finish(self) -> Summary:
        """Writes the tables and gives the folder its name; returns and tells what became of everything."""
        if not any(self._spools.values()):
            told = "\n".join(self.tally.lines())
            raise RegistryError(f"No row of the source can be used.\n{told}", "Nothing was written.")
        for table, one in self.tally.tables.items():
            assert one.read == one.used + one.set_aside + one.rejected, (table, one)
        finishing = Finishing(self._work, self._spools, self.declared, self._opened, everybody=self._everybody)
        finishing.bare |= self._bare
        finishing.named = self._named - {""}
        try:
            written = self._write(finishing)
            vocabularies = self._registry.vocabularies
            if self._check and read_back(self._made, vocabularies, finishing, self.tally, self._opened):
                written = self._write(finishing)
        finally:
            finishing.close()
        summary = Summary(
            self._importer, finishing.declared(), self.tally, written, self._opened, self.assumed,
            self._importer.judged(self._registry, self._filled(), self.withheld),
            self._claimed(),
        )  # fmt: skip
        write_summary(self._made, summary)
        self.tally.rejects.close()
        shutil.rmtree(self._work)
        publish(self._made, self._folder)
        for line in summary.lines():
            if self._say is not None:
                self._say(line)
        return summary

    def _write(self, finishing: Finishing) -> dict[str, int]:
        """Everything that is read again by whoever opens the cohort."""
        said = finishing.declared().text(self._importer.reference, self._importer.program)
        (self._made / DECLARATION).write_text(said, encoding="utf-8")
        return finishing.write(self._made, self._suffix)

    def _claimed(self) -> frozenset[str]:
        """Lists that are declared complete, for all or for some."""
        found = set(self.declared.covers)
        if self.declared.complete not in ("none", [], ()):
            found.add("trials")
        persons = self._spools.get("persons")
        if persons is not None and "record_covers" in persons.filled:
            found |= set(RECORD_TABLES)
        return frozenset(found)

    def _filled(self) -> dict[str, int]:
        return {f"{table}.{name}": number for table, one in self._spools.items() for name, number in one.filled.items()}

    def _is_outside(self, day: str) -> bool:
        first, last = self.declared.record_from, self.declared.record_to
        return bool(first and day < first) or bool(last and day > last)
