"""One part of a cohort: who of its persons is plain, and the settled tables of those who are."""

from collections.abc import Mapping
from typing import Any

from trd_registry.cohorts.folder.columns import RECORD_TABLES, columns_of
from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.header import Header
from trd_registry.cohorts.planning.sql import FALSE, bits, quoted
from trd_registry.cohorts.settled.bits import unlisted_mask
from trd_registry.cohorts.settled.columns import column
from trd_registry.cohorts.settled.record_agents import RecordAgents
from trd_registry.cohorts.settled.records import SettledRecords
from trd_registry.cohorts.settled.shape import COUNTED, Agents, Shape
from trd_registry.cohorts.tables import names, record_tables, relations, trials
from trd_registry.cohorts.tables.bundles import FREE, bundles_of
from trd_registry.cohorts.tables.lookups import look_up
from trd_registry.cohorts.tables.meanings import Meanings, Reading
from trd_registry.cohorts.tables.measurements import NOT_PLAIN as MEASUREMENTS
from trd_registry.cohorts.tables.measurements import Further, Measurements, further_columns
from trd_registry.cohorts.tables.patient_meanings import ScoreReading, WordReading, patient_reading
from trd_registry.cohorts.tables.people import Common, People
from trd_registry.cohorts.tables.reading import Rows
from trd_registry.cohorts.tables.record_meanings import record_reading
from trd_registry.cohorts.tables.records import not_plain as records_not_plain
from trd_registry.cohorts.tables.relations import Listed
from trd_registry.cohorts.tables.staging import Staging
from trd_registry.cohorts.tables.trial_meanings import TrialReading
from trd_registry.cohorts.tables.trials import Trials
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: A table without rows.
_NONE = "(SELECT NULL::BIGINT AS number, NULL::BIGINT AS line, NULL::VARCHAR AS fault WHERE FALSE)"


class PlainReader:
    """Settles the plain persons of a staged cohort, part by part.

    A person is plain where every row can certainly be used and says nothing that these statements do not know how to
    read. Whoever is not stands in the table ``slow``, with a reason, and is for the reader of persons.
    """

    def __init__(
        self,
        staging: Staging,
        declaration: Declaration,
        shape: Shape,
        vocabularies: Vocabularies,
        agents: Agents,
        *,
        record_agents: RecordAgents | None = None,
    ) -> None:
        self._staging = staging
        self._run = staging.connection.execute
        self._declaration = declaration
        self._shape = shape
        self._vocabularies = vocabularies
        self._agents = agents
        #: Where treatments of records get their numbers; None where records are not settled.
        self._record_agents = record_agents
        self._entries: dict[str, str] = {}
        self._listed = Listed(declaration.data["complete"])
        self._meanings: dict[str, list[Meanings]] = {}
        self._free: dict[str, Mapping[str, str]] = {}
        self._add_scores()
        for table in staging.tables:
            bundles = bundles_of(table, self._headers[table])
            free = [name for name in FREE.get(table, ()) if name in bundles]
            self._free[table] = {name: bundles[name].columns[0] for name in free}
            self._meanings[table] = [
                Meanings(one, self._reading(table, name)) for name, one in bundles.items() if name not in free
            ]

    def _add_scores(self) -> None:
        """Trials get a column for every score of theirs that stands in measurements."""
        tables = self._staging.tables
        self._headers = {table: staged.header for table, staged in tables.items()}
        self._further: list[Further] = []
        trials = self._headers.get("trials")
        self._width = len(trials.cells) - 1 if trials is not None else 0
        if trials is not None:
            measurements = tables.get("measurements")
            self._further = further_columns(self._staging.connection, measurements, trials, self._vocabularies)
            further = (one.cell for one in self._further)
            self._headers["trials"] = Header("trials", (*trials.cells, *further), trials.person)

    def read(self, part: int) -> None:
        """Makes the tables ``plain`` and ``slow``, and what the settled tables of a part are made from."""
        self._run("CREATE OR REPLACE TEMP TABLE slow (number BIGINT, why VARCHAR)")
        self._people(part)
        self._trials(part)
        for table in RECORD_TABLES:
            self._records(table, part)
        self._run("CREATE OR REPLACE TABLE plain AS SELECT number FROM people ANTI JOIN slow USING (number)")

    def patients(self) -> Any:
        """The patients of the part that was read, in the order of their names."""
        first, other = (bits(unlisted_mask(History("", complete=self._listed.complete[one]))) for one in (True, False))
        told = {
            "person": "number",
            "id": "person",
            "unlisted": f"CASE WHEN is_first THEN {first} ELSE {other} END",
            **{column(fact, "tangled"): f"coalesce({column(fact, 'tangled')}, FALSE)" for fact in COUNTED},
        }
        selected = ", ".join(f"{told.get(name, quoted(name))} AS {quoted(name)}" for name in self._shape.patients)
        sql = f"SELECT {selected} FROM people SEMI JOIN plain USING (number) LEFT JOIN lists USING (number)"
        return self._table(f"{sql} ORDER BY number")

    def trials(self) -> Any:
        """Their trials, in any order."""
        return self._table(self._sql_of_trials.settled())

    def records(self) -> SettledRecords:
        """Their records, without the agents; only where these have numbers."""
        for table in RECORD_TABLES:
            self._make(f"plain_{table}", self._entries[table])
        return SettledRecords(
            self._table(record_tables.spans("plain_dispensings", "plain_procedures")),
            self._table("SELECT * EXCLUDE (name) FROM plain_dispensings"),
            self._table("SELECT * EXCLUDE (name) FROM plain_procedures"),
            self._table("FROM plain_diagnoses"),
            None,
        )

    def _table(self, sql: str) -> Any:
        return self._staging.connection.sql(sql).to_arrow_table()

    def _reading(self, table: str, bundle: str) -> Reading:
        if table == "trials":
            return TrialReading(bundle, self._shape, self._vocabularies, self._agents)
        if table in RECORD_TABLES:
            return record_reading(table, bundle, self._vocabularies, self._record_agents)
        if table == "measurements":
            return ScoreReading(self._vocabularies) if bundle == "score" else WordReading(bundle)
        return patient_reading(bundle, self._shape, self._vocabularies)

    def _rows(self, table: str, part: int) -> tuple[Rows, str]:
        """The rows of a table with their lookup tables, and where they are."""
        staged = self._staging.tables.get(table)
        if staged is None:
            return Rows(table, {}, {}), _NONE
        source = staged.source(part) or f"(SELECT *{staged.no_cells()} FROM {_NONE})"
        if table == "trials" and self._further:
            source = self._with_scores(source)
        if not self._has_required(table):
            self._slow(f"SELECT number FROM {source} WHERE number >= 0", table)
        lookups = look_up(self._staging.connection, source, table, self._meanings[table])
        return Rows(table, lookups, self._free[table]), source

    def _with_scores(self, source: str) -> str:
        """The trials of a part with the scores that stand in measurements."""
        own_id = Rows("trials", {}, self._free["trials"]).free("id")
        same = f"of_trials.number = trials.number AND of_trials.trial = {own_id}"
        cells = "* EXCLUDE (number, trial)"
        self._make(
            "trial_rows", f"SELECT trials.*, of_trials.{cells} FROM {source} AS trials LEFT JOIN of_trials ON {same}"
        )
        self._slow(f"SELECT number FROM of_trials ANTI JOIN {source} AS trials ON {same}", "orphaned measurement")
        return "trial_rows"

    def _make(self, name: str, sql: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def _slow(self, sql: str, why: str) -> None:
        """Those whose numbers a statement gives are not plain."""
        self._run(f"INSERT INTO slow SELECT DISTINCT number, '{why}' FROM ({sql})")

    def _has_required(self, table: str) -> bool:
        there = {cell.column.name for cell in self._staging.tables[table].header.cells if cell is not None}
        return all(one.name in there for one in columns_of(table) if one.required)

    def _people(self, part: int) -> None:
        low, high = self._staging.bounds(part)
        persons, source = self._rows("persons", part)
        episodes, of_episodes = self._rows("episodes", part)
        for one in (source, of_episodes):
            self._slow(f"SELECT number FROM {one} GROUP BY number HAVING count(*) > 1", "two rows")
        if (says := persons.says(["complete"])) != FALSE:
            self._slow(
                f"SELECT number FROM {source} AS persons {persons.joins()} WHERE {says}", "lists that are not complete"
            )
        present = self._measured(part)
        people = People(
            persons,
            episodes,
            self._shape,
            self._vocabularies,
            Common(self._declaration),
        )
        roster = (
            f"(SELECT rowid AS number, person FROM roster WHERE rowid >= {low} AND rowid < {high} "
            "AND rowid NOT IN (SELECT number FROM slow))"
        )
        self._make("read", people.sql(roster, (source, of_episodes), present))
        self._slow("SELECT number FROM read WHERE bad", "person or episode")
        self._make("people", "SELECT * EXCLUDE (bad) FROM read WHERE NOT bad")

    def _measured(self, part: int) -> list[str]:
        """Makes the tables ``present`` and ``of_trials`` of scores; the scales of present scores that are asked for."""
        rows, source = self._rows("measurements", part)
        measurements = Measurements(rows, source, self._vocabularies, self._further, self._width)
        self._make("measured", measurements.sql())
        for sql in MEASUREMENTS:
            self._slow(sql, "measurements")
        self._run("CREATE OR REPLACE TEMP VIEW present AS FROM measured WHERE moment = 'present'")
        if self._further:
            self._make("of_trials", measurements.of_trials())
        asked = self._shape.of_patient
        scales = [one for (one,) in self._run("SELECT DISTINCT scale FROM present WHERE scale IS NOT NULL").fetchall()]
        return sorted(one for one in scales if f"episode.score.{one}" in asked)

    def _trials(self, part: int) -> None:
        rows, source = self._rows("trials", part)
        told_in_two_ways = self._rank(rows)
        all_current = self._declaration.data.get("trials_in") == "current-episode"
        self._make("firsts", trials.FIRSTS.format(source=source))
        self._sql_of_trials = Trials(
            rows,
            self._shape,
            self._vocabularies,
            self._agents,
            self._listed,
            all_current=all_current,
            told_in_two_ways=told_in_two_ways,
            together=self._run("SELECT bool_and(is_together) FROM firsts").fetchall()[0][0] is True,
        )
        self._make("trial_facts", self._sql_of_trials.facts(source))
        made = {"lists": self._sql_of_trials.lists(), "augmented": relations.AUGMENTED, "beside": relations.BESIDE}
        for name, sql in made.items():
            self._make(name, sql)
        for sql in self._sql_of_trials.not_plain():
            self._slow(sql, "trials")
        self._slow(self._sql_of_trials.copies(source), "two equal trials")

    def _rank(self, rows: Rows) -> bool:
        """Gives the names of treatments their bits, and adds them to what treatments mean.

        Tells whether one treatment is told in two ways, as of two classes.
        """
        table = rows.own("treatment", "names_mask", "").removesuffix(".names_mask")
        treatments = f"SELECT unnest(treatments) AS name FROM {table}" if table else "SELECT NULL AS name WHERE FALSE"
        self._make("named", f"SELECT DISTINCT name::VARCHAR AS name FROM ({treatments})")
        (number,) = self._run("SELECT count(*) FROM named").fetchall()[0]
        self._make("ranks", names.ranks("named", number))
        if not table:
            return False
        self._make(table, names.with_masks(table))
        return bool(self._run(names.TOLD_IN_TWO_WAYS.format(table=table)).fetchall())

    def _records(self, table: str, part: int) -> None:
        rows, source = self._rows(table, part)
        bundles = {"date", "treatment", *(bundle for bundle, _ in record_tables.COLUMNS[table].values())}
        readings = {name: self._reading(table, name) for name in bundles}
        if self._record_agents is not None:
            self._entries[table] = record_tables.entries(table, rows, source, readings)
        if table not in self._staging.tables:
            return
        repeats = table in self._declaration.repeats
        for sql in records_not_plain(table, rows, source, readings, self._listed, repeats=repeats):
            self._slow(sql, table)
