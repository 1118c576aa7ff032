"""The subqueries that make of settled records what a statement looks at: patients, trials and what they were of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.records.beyond import Beyond, beyond
from trd_registry.cohorts.planning.records.diagnoses import Diagnoses
from trd_registry.cohorts.planning.records.facts import fact_columns
from trd_registry.cohorts.planning.records.index_event import index_table
from trd_registry.cohorts.planning.records.regimens import regimen_trials
from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.planning.records.trials import course_trials, dispensing_trials, procedure_trials
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sheet import joined
from trd_registry.cohorts.planning.source import Source
from trd_registry.cohorts.planning.sql import NONE, quoted
from trd_registry.cohorts.settled.bits import WIDTH
from trd_registry.cohorts.settled.columns import column
from trd_registry.cohorts.settled.shape import COUNTED
from trd_registry.model.record_rules import RecordRules
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class RecordSource:
    """How the trials of one set of figures are made. Two that are equal make the same."""

    #: Queries of trials, without those of persons for whom it is unclear which there are.
    trials: tuple[str, ...]
    #: Queries of stand-ins, on the subquery ``observed``.
    stand_ins: tuple[str, ...]
    #: The table of agents.
    agents: str
    #: The table of the index event.
    index: str
    #: The table of days from which it is unclear which regimens there are; empty for trials of one treatment.
    unclear_from: str
    open_before: bool
    open_after: bool


def record_source(
    rules: RecordRules, vocabularies: Vocabularies, tables: Tables, *, doses: bool
) -> tuple[RecordSource, Beyond]:
    """The queries of these rules; tables that they look at are added. Raises NotPlanned for figures not yet planned."""
    queries: list[str] = []
    unclear: dict[str, str] = {}
    agents, unclear_from = "record_agents", ""
    if rules.dispensings is not None:
        match rules.dispensings.one_trial:
            case "dispensing":
                query, persons = dispensing_trials(rules.dispensings, vocabularies, tables)
            case "treatment":
                query, persons = course_trials(rules.dispensings, rules, vocabularies, tables, doses=doses)
            case "regimen":
                made = regimen_trials(rules.dispensings, rules, vocabularies, tables)
                query, persons, agents, unclear_from = made.query, made.unclear, made.agents, made.unclear_from
            case other:
                raise NotPlanned(f"one trial a {other}", rules.dispensings.place)
        queries.append(_of_the_clear(query, persons))
        unclear["dispensings"] = persons
    if rules.procedures is not None:
        query, persons = procedure_trials(rules.procedures, vocabularies, tables)
        queries.append(_of_the_clear(query, persons))
        unclear["procedures"] = persons
    unseen = beyond(rules, unclear, vocabularies)
    if len(unseen.sorts) > WIDTH:
        raise NotPlanned(f"{len(unseen.sorts)} sorts of trials that nobody has seen", rules.place)
    index = index_table(rules, vocabularies, tables)
    found = RecordSource(
        tuple(queries), tuple(unseen.queries), agents, index, unclear_from, rules.open_before, rules.open_after
    )
    return found, unseen


def _of_the_clear(query: str, unclear: str) -> str:
    return f"SELECT * FROM ({query}) AS made WHERE person NOT IN (SELECT person FROM {unclear})"


def subqueries(source: RecordSource, facts: Iterable[str], diagnoses: Diagnoses, wanted: str = "") -> Source:
    """What must stand before a statement, and the names it knows its tables by.

    Args:
        source: How the trials are made.
        facts: The facts of trials to be told.
        diagnoses: The counts of diagnoses that are asked for.
        wanted: The statement itself: columns that are not named in it are left out; all stand there without one.
    """
    asked = _Asked(wanted)
    tangled = [fact for fact in COUNTED if asked.has(_tangled(fact))]
    columns = [(name, sql) for fact in facts for name, sql in fact_columns(fact) if asked.has(quoted(name))]
    named = [f"{sql} AS {quoted(name)}" for name, sql in columns]
    named += [f"coalesce(any_{fact}, FALSE) AS {_tangled(fact)}" for fact in tangled]
    named += [_names()] if asked.has(quoted("names")) else []
    counted = diagnoses.trials()
    before = [
        _observed(source),
        f"named_agents AS (\n  SELECT agent, {joined([_NAME_PLACE, *map(_of_several, tangled)])} FROM {source.agents})",
        f"made AS (\n  {_united([*source.trials, *source.stand_ins])})",
        f"""placed AS (
  SELECT {joined(["made.*", "first", "last", "as_of", "index_day", "diagnoses_full", "named_agents.* EXCLUDE (agent)"])}
  FROM made JOIN observed USING (person) JOIN named_agents USING (agent) WHERE observed.plain)""",
        *([f"counted_diagnoses AS (\n  {counted})"] if counted else []),
        f"""gathered AS (
  SELECT {joined(["person", "count(*) AS how_many", *(f"bool_or({one}_of_several) AS any_{one}" for one in tangled)])}
  FROM placed WHERE sort = {NONE} GROUP BY person)""",
        f"""record_trials AS (
  SELECT {joined(["person", "trial", "agent", "sort", *named, *diagnoses.trial_columns()])}
  FROM placed{" LEFT JOIN gathered USING (person)" if tangled else ""}
  {"LEFT JOIN counted_diagnoses USING (person, trial)" if counted else ""})""",
        f"diagnosed AS (\n  {diagnoses.patients()})",
        _patients(source, tangled, diagnoses),
    ]
    return Source("record_patients", "record_trials", source.agents, tuple(before), has_stand_ins=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The text that must find the columns it names."""

    text: str

    def has(self, name: str) -> bool:
        return not self.text or name in self.text


def _observed(source: RecordSource) -> str:
    """The spans of records, with the index event and the day from which regimens are unclear."""
    day, joins = "NULL::BIGINT", f"JOIN {source.index} AS event USING (person)"
    if source.unclear_from:
        day, joins = "from_day.day", f"{joins} LEFT JOIN {source.unclear_from} AS from_day USING (person)"
    return f"""observed AS (
  SELECT spans.* REPLACE (coalesce(as_of, last, 0) AS as_of), event.found AS index_found, event.day AS index_day,
    {day} AS unclear_from
  FROM spans {joins})"""


def _patients(source: RecordSource, tangled: Sequence[str], diagnoses: Diagnoses) -> str:
    """Persons who are not plain keep their place, so that whoever runs the plan finds them."""
    # A drug has one name; regimens may be more than a column can tell apart.
    plain = f"(plain AND coalesce(how_many, 0) <= {WIDTH})" if source.unclear_from else "plain"
    own = [f"coalesce(any_{fact}, FALSE) AS {_tangled(fact)}" for fact in tangled]
    settled = f"patients.* EXCLUDE ({', '.join(map(_tangled, COUNTED))})"
    return f"""record_patients AS (
  SELECT {joined([settled, "index_found", f"{plain} AS plain", *own, *diagnoses.patient_columns()])}
  FROM patients JOIN observed USING (person) LEFT JOIN gathered USING (person) LEFT JOIN diagnosed USING (person))"""


def _united(queries: Sequence[str]) -> str:
    return "\n  UNION ALL\n  ".join(queries)


def _tangled(fact: str) -> str:
    return quoted(column(fact, "tangled"))


#: The place of the name in the alphabet.
_NAME_PLACE = "dense_rank() OVER (ORDER BY name) AS name_place"


def _of_several(fact: str) -> str:
    """Whether what a trial was of is not one known value."""
    return f"coalesce(len({quoted(fact)}) <> 1, TRUE) AS {fact}_of_several"


def _names() -> str:
    """The treatment as a bit of the names that the trials of this person have: the last in the alphabet the lowest."""
    place = f"dense_rank() OVER (PARTITION BY person, sort = {NONE} ORDER BY name_place DESC)"
    known = f"sort = {NONE} AND {place} <= {WIDTH}"
    return f"CASE WHEN {known} THEN 1::UBIGINT << ({place} - 1)::UBIGINT END AS {quoted('names')}"
