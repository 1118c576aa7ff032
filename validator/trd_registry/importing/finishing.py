"""Makes the finished tables of a cohort from the rows that were kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from trd_registry.cohorts.folder.columns import RECORD_TABLES, TABLES
from trd_registry.cohorts.needs import needed
from trd_registry.importing import database as sql
from trd_registry.importing.declared import Declared
from trd_registry.importing.opened import Opened
from trd_registry.importing.spool import Spool

#: Persons of whom something may hold that is declared for all.
_OWN = ("as_of", "record_from", "record_to")


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a finished table: where it is kept, and the row of the source that it came from."""

    seq: int
    table: str
    line: str


class Finishing:
    """The tables of one cohort, from spools to files; written again where rows are taken out after all."""

    def __init__(
        self, work: Path, spools: Mapping[str, Spool], declared: Declared, opened: Opened, *, everybody: bool
    ) -> None:
        self._spools, self._declared, self._opened = spools, declared, opened
        self._everybody = everybody
        self._database = sql.connect(work / "import.duckdb", within=[work.parent])
        #: Table -> rows (`_seq`) that are not used after all.
        self._out: dict[str, set[int]] = defaultdict(set)
        #: Persons whose row cannot be used: they stay, and nothing of it is known.
        self.bare: set[str] = set()
        #: Persons who were named and of whom no table may say anything.
        self.named: set[str] = set()
        self._columns: dict[str, list[str]] = {}
        for table in TABLES:
            if table in spools or table == "persons":
                self._sort(table)

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()

    def _sort(self, table: str) -> None:
        """The rows of a table in the order of persons; within a person in the order of the source."""
        spool = self._spools.get(table)
        if spool is None:
            self._database.execute(f"CREATE TABLE {table} (person VARCHAR, _seq BIGINT, _table VARCHAR, _line VARCHAR)")
            self._columns[table] = ["person"]
            return
        self._database.register("spool", spool.dataset())
        self._database.execute(f"CREATE TABLE {table} AS SELECT * FROM spool ORDER BY person, _seq")
        self._database.unregister("spool")
        self._columns[table] = ["person", *spool.filled]

    def declared(self) -> Declared:
        """What still holds for all: less than the importer said, where rows could not be used."""
        said, opened = self._declared, self._opened
        own = set(self._columns["persons"])
        if opened.facts_lost:
            said = replace(said, in_current_episode=False)
        if "trials" in opened.everybody:
            said = replace(said, complete="none")
        if self._covers_differ:
            said = replace(said, covers=())
        if self.bare:  # what the row of a person may have said otherwise is not put in its place
            said = replace(
                said,
                as_of="" if "as_of" in own else said.as_of,
                record_from="" if "record_from" in own else said.record_from,
                record_to="" if "record_to" in own else said.record_to,
            )
        return said

    @property
    def _covers_differ(self) -> bool:
        if not self._declared.covers and "record_covers" not in self._columns["persons"]:
            return False
        lists = set(self._opened.everybody).union(*self._opened.persons.values())
        return bool(self.bare or lists & set(RECORD_TABLES))

    def write(self, folder: Path, suffix: str) -> dict[str, int]:
        """Writes every table; gives the number of rows of each."""
        counts = {"persons": sql.write(self._database, self._persons(), folder / f"persons{suffix}")}
        for table in TABLES[1:]:
            if table in self._columns:
                names = ", ".join(map(sql.quoted, self._columns[table]))
                query = f"SELECT {names} FROM {table} WHERE {self._kept(table)} ORDER BY person, _seq"
            elif table in self._needed_tables():
                query = "SELECT NULL::VARCHAR AS person WHERE false"
            else:
                continue
            counts[table] = sql.write(self._database, query, folder / f"{table}{suffix}")
        return counts

    def _needed_tables(self) -> set[str]:
        """Tables that are declared complete must be there, if only their header."""
        said = self.declared()
        trials = {"trials"} if said.complete not in ("none", [], ()) else set()
        return {*said.covers, *trials}

    def _kept(self, table: str) -> str:
        out = self._out.get(table)
        return f"_seq NOT IN ({', '.join(map(str, sorted(out)))})" if out else "true"

    def places(self, table: str) -> Iterator[Place]:
        """The rows of a table in the order in which `write` writes them; of persons those that have a row."""
        found = self._database.execute(
            f"SELECT _seq, _table, _line FROM {table} WHERE {self._kept(table)} ORDER BY person, _seq"
        )
        while rows := found.fetchmany(50_000):
            yield from (Place(*row) for row in rows)

    def take_out(self, table: str, seqs: set[int]) -> None:
        """These rows of a table are not written."""
        self._out[table] |= seqs

    def others_of(self, taken: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Of these rows of the source, by table and line, those of which something else is still used."""
        if not taken:
            return set()
        arrow = needed("pyarrow")
        tables, lines = zip(*sorted(taken), strict=True)
        self._database.register("taken", arrow.table({"t": list(tables), "l": list(lines)}))
        found: set[tuple[str, str]] = set()
        for table in self._spools:
            rows = self._database.execute(
                f"SELECT DISTINCT _table, _line FROM {table} SEMI JOIN taken ON _table = t AND _line = l "
                f"WHERE {self._kept(table)}"
            )
            found |= {(one, line) for one, line in rows.fetchall()}
        self._database.unregister("taken")
        return found

    def _persons(self) -> str:
        """The query for persons: those that have a row, those whose row cannot be used, and all others there are."""
        opened = self._opened
        lists = {person: sorted(found) for person, found in opened.persons.items()}
        for person in self.bare:
            # The row may have said that trials are missing, where rows of persons say so at all.
            listed = {"trials"} if "complete" in self._columns["persons"] else set()
            lists[person] = sorted({*lists.get(person, ()), *RECORD_TABLES, *listed})
        arrow = needed("pyarrow")
        told = arrow.table(
            {
                "o_person": arrow.array(list(lists), arrow.string()),
                "lists": arrow.array(list(lists.values()), arrow.list_(arrow.string())),
                "bare": arrow.array([person in self.bare for person in lists], arrow.bool_()),
            }
        )
        self._database.register("opened", told)
        own = self._columns["persons"]
        cells = [self._cell(name) for name in own if name not in ("record_covers", "complete")]
        covers = "record_covers" if "record_covers" in own else "NULL"
        if self._covers_differ:
            base = f"string_split(coalesce({covers}, {sql.text('|'.join(self._declared.covers))}), '|')"
            without = f"list_concat(coalesce(lists, []), {sql.texts(opened.everybody)})"
            left = f"[x FOR x IN {base} IF NOT list_contains({without}, x)]"
            cells.append(f"nullif(array_to_string({left}, '|'), '') AS record_covers")
        elif "record_covers" in own:
            cells.append("record_covers")
        stated = "complete" if "complete" in own else "NULL"
        if self.declared().complete not in ("none", [], ()) and (lists or "complete" in own):
            cells.append(f"CASE WHEN list_contains(lists, 'trials') THEN 'none' ELSE {stated} END AS complete")
        return (
            f"SELECT {', '.join(cells)} FROM ({self._everyone()}) LEFT JOIN opened ON person = o_person "
            "ORDER BY _seq IS NULL, person, _seq"  # those without a row come last, as `places` has it
        )

    def _everyone(self) -> str:
        names = ", ".join(map(sql.quoted, self._columns["persons"]))
        found = [f"SELECT {names}, _seq FROM persons WHERE {self._kept('persons')}"]
        others = ["SELECT o_person AS person FROM opened WHERE bare"]
        if self._everybody:
            others += [f"SELECT person FROM {table} WHERE {self._kept(table)}" for table in self._columns]
            others.append("SELECT o_person AS person FROM opened")
            self._database.register("named", needed("pyarrow").table({"person": [*sorted(self.named), None]}))
            others.append("SELECT person FROM named WHERE person IS NOT NULL")
        found.append(
            f"SELECT DISTINCT person FROM ({' UNION ALL '.join(others)}) "
            f"WHERE person NOT IN (SELECT person FROM persons WHERE {self._kept('persons')})"
        )
        return " UNION ALL BY NAME ".join(found)

    def _cell(self, name: str) -> str:
        if self._is_moved(name):
            # What held for all is written for each, so that it does not hold for those whose own word is lost.
            value = f"coalesce({name}, {sql.text(self._said(name))})"
            return f"CASE WHEN coalesce(bare, false) THEN NULL ELSE {value} END AS {name}"
        return sql.quoted(name)

    def _is_moved(self, name: str) -> bool:
        return bool(self.bare) and name in _OWN and name in self._columns["persons"] and bool(self._said(name))

    def _said(self, name: str) -> str:
        return str(getattr(self._declared, name))
