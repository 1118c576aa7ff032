"""The subqueries that make of settled records what a statement looks at: patients, trials and what they were of."""

from collections.abc import Iterable
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
from trd_registry.cohorts.settled.settle import COUNTED
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


def subqueries(source: RecordSource, facts: Iterable[str], diagnoses: Diagnoses) -> Source:
    """What must stand before a statement, and the names it knows its tables by."""
    unclear_from = f" LEFT JOIN {source.unclear_from} AS from_day USING (person)" if source.unclear_from else ""
    day = "from_day.day" if source.unclear_from else "NULL::BIGINT"
    span = "spans.* REPLACE (coalesce(as_of, last, 0) AS as_of)"
    before = [
        f"""observed AS (
  SELECT {span}, event.found AS index_found, event.day AS index_day, {day} AS unclear_from
  FROM spans JOIN {source.index} AS event USING (person){unclear_from})""",
        f"made AS (\n  {_united([*source.trials, *source.stand_ins])})",
        f"""placed AS (
  SELECT made.*, first, last, as_of, index_day, diagnoses_full, name_place, {_tangled_agents()}
  FROM made JOIN observed USING (person) JOIN named_agents USING (agent) WHERE observed.plain)""",
        f"""tangled AS (
  SELECT person, {joined(f"bool_or({fact}_tangled) AS any_{fact}" for fact in COUNTED)},
  count(DISTINCT name_place) AS how_many_names
  FROM placed WHERE sort = {NONE} GROUP BY person)""",
    ]
    named = f"SELECT agent, {_agent_columns()} FROM {source.agents}"
    before.insert(0, f"named_agents AS (\n  {named})")
    counted = diagnoses.trials()
    if counted:
        before.append(f"counted_diagnoses AS (\n  {counted})")
    counts = " LEFT JOIN counted_diagnoses USING (person, trial)" if counted else ""
    columns = [sql_as for fact in facts for sql_as in (f"{sql} AS {quoted(name)}" for name, sql in fact_columns(fact))]
    columns += [f"coalesce(any_{fact}, FALSE) AS {_tangled(fact)}" for fact in COUNTED]
    columns += [_names(), *diagnoses.trial_columns()]
    before.append(
        f"""record_trials AS (
  SELECT {joined(['person', 'trial', 'agent', 'sort', *columns])}
  FROM placed LEFT JOIN tangled USING (person){counts})"""
    )
    # Persons who are not plain keep their place, so that whoever runs the plan finds them.
    own = [f"coalesce(any_{fact}, FALSE) AS {_tangled(fact)}" for fact in COUNTED]
    plain = f"plain AND coalesce(how_many_names, 0) <= {WIDTH} AS plain"
    before += [
        f"diagnosed AS (\n  {diagnoses.patients()})",
        f"""record_patients AS (
  SELECT {joined([f'patients.* EXCLUDE ({", ".join(_tangled(fact) for fact in COUNTED)})', 'index_found', plain, *own, *diagnoses.patient_columns()])}
  FROM patients JOIN observed USING (person) LEFT JOIN tangled USING (person) LEFT JOIN diagnosed USING (person))""",
    ]
    return Source("record_patients", "record_trials", source.agents, tuple(before), has_stand_ins=True)


def _united(queries: list[str]) -> str:
    return "\n  UNION ALL\n  ".join(queries)


def _tangled(fact: str) -> str:
    return quoted(column(fact, "tangled"))


def _agent_columns() -> str:
    """The place of the name in the alphabet, and whether what the trial was of is not one known value."""
    tangled = joined(f"coalesce(len({quoted(fact)}) <> 1, TRUE) AS {fact}_tangled" for fact in COUNTED)
    return f"dense_rank() OVER (ORDER BY name) AS name_place, {tangled}"


def _tangled_agents() -> str:
    return ", ".join(f"{fact}_tangled" for fact in COUNTED)


def _names() -> str:
    """The treatment as a bit of the names that the trials of this person have: the last in the alphabet the lowest."""
    place = f"dense_rank() OVER (PARTITION BY person, sort = {NONE} ORDER BY name_place DESC)"
    return f"CASE WHEN sort = {NONE} AND {place} <= {WIDTH} THEN 1::UBIGINT << ({place} - 1)::UBIGINT END AS {quoted('names')}"
