"""What became of every row, in numbers and with the reason: they add up for every table."""

from trd_registry.importing.omop.codes import OTHER, UNTOLD
from trd_registry.importing.omop.events import OPENS, OPENS_COPY, Events
from trd_registry.importing.omop.kinds import LISTS
from trd_registry.importing.omop.source import Source
from trd_registry.importing.omop.tables import MOST
from trd_registry.importing.tally import Counts, Tally

#: Different things set aside that are told apart in each table.
_TOLD = 200

_OUTSIDE = "(outside AND (fault IS NULL OR fault.code = 'IMP2'))"

_ASIDE = {
    "dispensings": "no drug for depression",
    "diagnoses": "none of the listed conditions",
    "procedures": "neither brain stimulation nor psychotherapy",
    "measurements": "no score of a listed scale",
}

_UNTOLD = "its concept is not listed, and by the vocabulary tables of the source it cannot be told whether it matters"


class Accounts:
    """The counts of every table, the rejects, and the lists that lack something.

    Args:
        source: After all rows were judged and the tables of the cohort were made.
        events: The tables of events that were read.
        lists: The lists of the record that they fill.
    """

    def __init__(self, source: Source, events: list[Events], lists: set[str]) -> None:
        self.source, self.events, self.lists = source, events, lists
        #: List -> why it cannot be complete for anybody.
        self.why_not: dict[str, str] = {}
        #: Counts of a table, and what was set aside: (table, reason, what) -> rows.
        self.counts: dict[str, Counts] = {}
        self.aside: dict[tuple[str, str, str], int] = {}

    @property
    def for_nobody(self) -> set[str]:
        """Lists that cannot be complete for anybody."""
        return set(self.why_not)

    def number(self, query: str) -> int:
        """The single number that a query gives."""
        return int(self.source.database.execute(query).fetchone()[0])

    def make(self) -> None:
        """Makes ``reject``, ``open_list`` and the counts."""
        run = self.source.database.execute
        run(
            "CREATE TABLE reject (origin VARCHAR, line VARCHAR, person VARCHAR, col VARCHAR, code VARCHAR, reason "
            "VARCHAR)"
        )
        run("CREATE TABLE open_list (person VARCHAR, list VARCHAR)")
        self._persons()
        self._periods()
        for one in self.events:
            self._events(one)
        for line in self.source.lost:
            run("INSERT INTO reject VALUES (?, ?, NULL, '', 'ROW1', ?)", [line.table, str(line.line), line.reason])
        self._lost()

    def fill(self, tally: Tally) -> None:
        """Puts the counts into a tally."""
        tally.tables.update(self.counts)
        tally.aside.update(self.aside)
        rows = self.source.database.execute(
            "SELECT origin, code, count(*), arg_min(struct_pack(line := line, col := col, reason := reason), line) "
            "FROM reject GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        for origin, code, number, first in rows:
            tally.codes[origin, code] = number
            tally.firsts[origin, code] = (first["line"], first["col"], first["reason"])

    def _persons(self) -> None:
        self.source.database.execute(
            "INSERT INTO reject SELECT 'person', coalesce(person, 'row ' || seq), person, fault.col, fault.code, "
            "fault.reason "
            "FROM judged_person WHERE fault IS NOT NULL"
        )
        read = self.number("SELECT count(*) FROM judged_person")
        used = self.number("SELECT count(*) FROM judged_person WHERE fault IS NULL")
        self.counts["person"] = Counts(read=read, used=used, rejected=read - used)

    def _periods(self) -> None:
        if not self.source.has("observation_period"):
            return
        self.source.database.execute(
            "INSERT INTO reject SELECT 'observation_period', coalesce(line, 'row ' || seq), person, fault.col, "
            "fault.code, "
            "fault.reason FROM judged_period WHERE fault IS NOT NULL"
        )
        read = self.number("SELECT count(*) FROM judged_period")
        wrong = self.number("SELECT count(*) FROM judged_period WHERE fault IS NOT NULL")
        used = self.number("SELECT coalesce(sum(len(seqs)), 0) FROM period")
        aside = read - wrong - used
        self.counts["observation_period"] = Counts(read=read, used=used, set_aside=aside, rejected=wrong)
        if aside:
            self.aside["observation_period", "another period of the person was chosen", ""] = aside

    def _events(self, one: Events) -> None:
        table, fills, run = one.kind.table, one.fills, self.source.database.execute
        judged = f"judged_{table}"
        run(
            f"INSERT INTO reject SELECT '{table}', coalesce(line, 'row ' || seq), person, fault.col, fault.code, "
            f"fault.reason "
            f"FROM {judged} WHERE fault IS NOT NULL AND NOT coalesce({_OUTSIDE}, false)"
        )
        read = self.number(f"SELECT coalesce(sum(n), 0) FROM decided_{table}")
        rejected = self.number(
            f"SELECT count(*) FROM {judged} WHERE fault IS NOT NULL AND NOT coalesce({_OUTSIDE}, false)"
        )
        outside = self.number(f"SELECT count(*) FROM {judged} WHERE {_OUTSIDE}")
        self._put_aside(table, "outside the observation period of the record", "", outside)
        self._others(one)
        if fills in LISTS:
            run(
                f"INSERT INTO open_list SELECT DISTINCT person, '{fills}' FROM {judged} "
                f"WHERE person IS NOT NULL AND (({OPENS}) OR ({OPENS_COPY}))"
            )
            nobodys = self.number(f"SELECT count(*) FROM {judged} WHERE person IS NULL")
            if nobodys:
                self.why_not[fills] = f"{nobodys:,} rows of {table} name nobody, and may be anybody's."
            untold = self.number(f"SELECT coalesce(sum(n), 0) FROM decided_{table} WHERE state = '{UNTOLD}'")
            if untold:
                self.why_not[fills] = (
                    f"the concepts of {untold:,} rows of {table} cannot be placed by the hierarchy of the source."
                )
            if not read:
                self.why_not[fills] = f"{table} is empty."
        if fills == "procedures":
            again = self.number("SELECT count(*) FROM again WHERE whole")
            self._put_aside(table, "the same treatment on the same day", "", again)
            run("INSERT INTO open_list SELECT DISTINCT person, 'procedures' FROM again")
        if fills == "measurements":
            self._scores(table)
            rejected += self.number(f"SELECT count(*) FROM quarrel WHERE origin = '{table}'")
        if fills in LISTS:
            rejected += self._too_many(one)
        aside = sum(number for (origin, _, _), number in self.aside.items() if origin == table)
        self.counts[table] = Counts(read=read, used=read - aside - rejected, set_aside=aside, rejected=rejected)

    def _scores(self, table: str) -> None:
        kept = f"SELECT seq FROM present WHERE origin = '{table}'"
        other = self.number(
            f"SELECT count(*) FROM judged_{table} WHERE fault IS NULL AND NOT coalesce(outside, false) "
            f"AND seq NOT IN ({kept})"
        )
        self._put_aside(
            table, "a score of another day than the last of the record, which is not a present one", "", other
        )
        self.source.database.execute(
            f"INSERT INTO reject SELECT '{table}', coalesce(line, 'row ' || seq), person, 'value_as_number', 'ROW5', "
            f"'Scores of one day differ: none is used.' FROM judged_{table} "
            f"WHERE seq IN (SELECT seq FROM quarrel WHERE origin = '{table}')"
        )

    def _too_many(self, one: Events) -> int:
        """Takes out what a history cannot hold; gives the number of rows of the source."""
        run, table = self.source.database.execute, one.kind.table
        many = f"SELECT person FROM out_{one.fills} GROUP BY person HAVING count(*) > {MOST}"
        if not self.number(f"SELECT count(*) FROM ({many})"):
            return 0
        run(
            f"CREATE TABLE beyond_{one.fills} AS SELECT person, date, line, seq FROM out_{one.fills} WHERE person IN "
            f"({many}) "
            f"QUALIFY row_number() OVER (PARTITION BY person ORDER BY date, seq) > {MOST}"
        )
        run(f"DELETE FROM out_{one.fills} WHERE seq IN (SELECT seq FROM beyond_{one.fills})")
        run(f"INSERT INTO open_list SELECT DISTINCT person, '{one.fills}' FROM beyond_{one.fills}")
        run(
            f"INSERT INTO reject SELECT DISTINCT '{table}', line, person, '', 'TRD208', "
            f"'A history holds {MOST} {one.fills} at most.' FROM beyond_{one.fills}"
        )
        return self.number(f"SELECT count(DISTINCT seq) FROM beyond_{one.fills}")

    def _others(self, one: Events) -> None:
        """Rows of concepts that are not ours, by what they are."""
        table = one.kind.table
        name = "NULL"
        if self.source.has("concept"):
            concept = self.source.columns("concept")
            name = (
                f"(SELECT any_value({concept.text('concept_name')}) FROM cdm_concept "
                f"WHERE {concept.whole('concept_id')} = top.what)"
            )
        for state, reason in ((OTHER, _ASIDE[one.fills]), (UNTOLD, _UNTOLD)):
            whole = self.number(f"SELECT coalesce(sum(n), 0) FROM decided_{table} WHERE state = '{state}'")
            rows = self.source.database.execute(
                f"SELECT what, n, {name} FROM (SELECT via AS what, sum(n) AS n FROM decided_{table} WHERE state = "
                f"'{state}' "
                f"GROUP BY via ORDER BY 2 DESC, 1 LIMIT {_TOLD}) AS top ORDER BY n DESC, what"
            ).fetchall()
            for what, number, called in rows:
                self._put_aside(table, reason, f"{what} {called or ''}".strip(), int(number))
            self._put_aside(table, reason, "other", whole - sum(int(number) for _, number, _ in rows))

    def _put_aside(self, table: str, reason: str, what: str, number: int) -> None:
        if number:
            self.aside[table, reason, what] = number

    def _lost(self) -> None:
        """Lines that could not be read are rows too, and may be anybody's."""
        fills = {one.kind.table: one.fills for one in self.events}
        for one in self.source.lost:
            counts = self.counts.get(one.table)
            if counts is None:
                whole = self.source.count(one.table)
                counts = self.counts[one.table] = Counts(read=whole, used=whole)
            counts.read += 1
            counts.rejected += 1
            if fills.get(one.table) in LISTS:
                self.why_not[fills[one.table]] = f"lines of {one.table} cannot be read, and may be anybody's."
