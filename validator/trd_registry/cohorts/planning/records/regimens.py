"""Regimens: stretches of time on one and the same set of treatments, as `evaluating/records/regimens.py` joins them.

The days on which a course begins or ends part the time of a person into stretches. In each stretch the courses that
give way to another are left out; neighbouring stretches with the same treatments are one regimen.
"""

from dataclasses import dataclass
from math import inf

from trd_registry.cohorts.planning.records.courses import allows, drug_courses
from trd_registry.cohorts.planning.records.entries import looked_at
from trd_registry.cohorts.planning.records.raw_rows import DRUG, position, raw_row
from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.planning.records.trials import FULL, day_position, goes_on_after
from trd_registry.cohorts.planning.sql import TRUE, bits, case, number, text
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.evaluating.records.regimens import _LONG as LONG
from trd_registry.model.facts import trial_fact
from trd_registry.model.record_rules import DispensingRule, RecordRules
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class RegimenTrials:
    """The query of trials, and the names of tables beside it."""

    query: str
    #: Persons for whom it is unclear which trials there are.
    unclear: str
    #: Agents, with those of the regimens.
    agents: str
    #: Persons and the day from which it is unclear which regimens there are.
    unclear_from: str


def regimen_trials(
    rule: DispensingRule, rules: RecordRules, vocabularies: Vocabularies, tables: Tables
) -> RegimenTrials:
    """Trials of one set of treatments each."""
    looked = looked_at(rule.of, vocabularies, tables)
    courses = drug_courses(rule, tables, doses=False)
    taken = f"{courses} AS one JOIN {looked} AS looked ON one.agent = looked.agent"
    by_supply = rule.ends == "supply" and rule.supply != "none"
    inexact = "covered_lo <> covered_hi" if by_supply else "FALSE"
    unclear = tables.add(
        "unclear",
        f"""SELECT DISTINCT one.person FROM {taken} JOIN spans ON one.person = spans.person
  WHERE looked IS NULL OR (looked AND (unclear OR {inexact} OR NOT {FULL}))""",
    )
    end = "covered_lo" if by_supply else "last_day"
    chosen = tables.add(
        "chosen",
        f"""SELECT one.person, looked.named AS agent, start, {end}::BIGINT AS until,
  {goes_on_after(rule, rules)} AS goes_on
  FROM {taken} JOIN spans ON one.person = spans.person
  WHERE looked AND spans.plain AND one.person NOT IN (SELECT person FROM {unclear})""",
    )
    seen = tables.add("regimens", _regimens(chosen, "until", rule))
    certain = tables.add("certain", f"SELECT *, FALSE AS goes_on FROM {seen}")
    unclear_from = tables.add("unclear_from", "SELECT NULL::BIGINT AS person, NULL::BIGINT AS day WHERE FALSE")
    if rules.open_after:
        certain, unclear_from = _with_open_ends(chosen, seen, rule, tables)
    agents = tables.add("agents", _agents(seen, vocabularies))
    roles = {name: bits(mask([name], _ROLES)) for name in ("combination", "monotherapy")}
    row = raw_row(
        person="one.person",
        trial=position(DRUG, day_position("start")),
        agent="combined.agent",
        start_lo="start::DOUBLE",
        start_hi="start::DOUBLE",
        end_lo="until::DOUBLE",
        end_hi=case([("goes_on", number(inf))], "until::DOUBLE"),
        days_lo="(until - start)::DOUBLE",
        days_hi=case([("goes_on", number(inf))], "(until - start)::DOUBLE"),
        days_stated=TRUE,
        role=f"CASE WHEN len(one.taken) > 1 THEN {roles['combination']} ELSE {roles['monotherapy']} END",
        role_stated=TRUE,
    )
    query = f"SELECT {row} FROM {certain} AS one JOIN {agents} AS combined USING (taken)"
    return RegimenTrials(query, unclear, agents, unclear_from)


_ROLES = domain_positions(trial_fact("role").domain or frozenset())


def _regimens(courses: str, until: str, rule: DispensingRule) -> str:
    """Person, number in order of time, start, end and the agents ``taken``, of these courses."""
    together = number(rule.together)
    kept = allows("(start - until_before)", rule.gap)
    return f"""WITH courses AS (SELECT person, agent, start, {until} AS until FROM {courses}),
edges AS (SELECT person, start AS day FROM courses UNION SELECT person, until FROM courses),
stretches AS (SELECT person, day AS start, lead(day) OVER (PARTITION BY person ORDER BY day) AS until FROM edges),
taken AS (SELECT person, stretch.start, stretch.until, agent, course.start AS began, course.until AS ended
  FROM stretches AS stretch JOIN courses AS course USING (person)
  WHERE course.start <= stretch.start AND course.until >= stretch.until),
together AS (SELECT person, start, until,
  list({{'agent': agent, 'began': began, 'ended': ended}} ORDER BY agent) AS courses
  FROM taken GROUP BY person, start, until),
left_over AS (SELECT person, start, until, CASE WHEN len(courses) = 1 THEN [courses[1].agent]
  ELSE list_transform(list_filter(courses, lambda one: {_stays(together)}), lambda one: one.agent) END AS taken
  FROM together),
parted AS (SELECT *, lag(taken) OVER in_time AS taken_before, lag(until) OVER in_time AS until_before
  FROM left_over WHERE len(taken) > 0 WINDOW in_time AS (PARTITION BY person ORDER BY start)),
numbered AS (SELECT *, sum((taken_before IS DISTINCT FROM taken OR NOT {kept})::INTEGER)
  OVER (PARTITION BY person ORDER BY start ROWS UNBOUNDED PRECEDING) AS place FROM parted)
SELECT person, place, any_value(taken) AS taken, min(start) AS start, max(until) AS until
FROM numbered GROUP BY person, place"""


def _stays(together: str) -> str:
    """Whether a course gives way to no other of the stretch.

    A short overlap is no combination: the earlier treatment runs out, or the later was only tried.
    """
    overlap = "least(one.ended, other.ended) - greatest(one.began, other.began)"
    runs_out = "(one.began < other.began AND one.ended <= other.ended)"
    was_tried = "(one.began > other.began AND one.ended < other.ended)"
    gives_way = f"{overlap} < {together} AND ({runs_out} OR {was_tried})"
    return f"len(list_filter(courses, lambda other: {gives_way})) = 0"


def _with_open_ends(chosen: str, seen: str, rule: DispensingRule, tables: Tables) -> tuple[str, str]:
    """The regimens that stand however long courses go on after the record; and the day from which it is unclear."""
    some = tables.add(
        "open",
        f"""SELECT *, until + CASE WHEN goes_on THEN {LONG} ELSE 0 END AS longest FROM {chosen}
  WHERE person IN (SELECT person FROM {chosen} WHERE goes_on)""",
    )
    longer = tables.add("regimens", _regimens(some, "longest", rule))
    both = tables.add(
        "both",
        f"""WITH shorter AS (SELECT * FROM {seen} WHERE person IN (SELECT person FROM {some})),
paired AS (SELECT person, place, shorter.start AS start, other.start AS other_start,
  coalesce(shorter.taken = other.taken AND shorter.start = other.start, FALSE) AS same,
  shorter.until IS DISTINCT FROM other.until AS goes_on
  FROM shorter FULL JOIN {longer} AS other USING (person, place)),
differ AS (SELECT person, min(place) FILTER (WHERE NOT same) AS differs FROM paired GROUP BY person),
told AS (SELECT *, CASE WHEN place < differs THEN NOT (goes_on AND place = differs - 1)
    ELSE differs IS NULL END AS certain
  FROM paired JOIN differ USING (person))
SELECT person, place, goes_on, certain, least(start, other_start) AS begins FROM told""",
    )
    certain = f"""SELECT one.*, coalesce(both_ways.goes_on, FALSE) AS goes_on
  FROM {seen} AS one LEFT JOIN {both} AS both_ways USING (person, place) WHERE coalesce(certain, TRUE)"""
    unclear_from = f"SELECT person, min(begins) AS day FROM {both} WHERE NOT certain GROUP BY person"
    return tables.add("certain", certain), tables.add("unclear_from", unclear_from)


def _agents(regimens: str, vocabularies: Vocabularies) -> str:
    """The agents of entries, and one for every set of treatments: its class is one of theirs, if all state one.

    With an antidepressant in it, it is an antidepressant, whatever else is in it.
    """
    antidepressant = text("antidepressant")
    modality = f"""CASE WHEN modality__stated AND list_contains(modality, {antidepressant})
  THEN [{antidepressant}] ELSE modality END"""
    pairs = ", ".join(
        f"{{'name': {text(name)}, 'of': {text(of)}}}" for name, of in sorted(vocabularies.classes.items())
    )
    of_modality = f"list_filter([{pairs}], lambda one: list_contains(modality, one.of))"
    any_class = f"nullif(list_transform({of_modality}, lambda one: one.name), []::VARCHAR[])"
    return f"""WITH combined AS (SELECT row_number() OVER () + (SELECT max(agent) FROM record_agents) AS agent, taken
  FROM (SELECT DISTINCT taken FROM {regimens})),
parts AS (SELECT combined.agent, taken, part.* EXCLUDE (agent)
  FROM (SELECT *, unnest(taken) AS one FROM combined) AS combined
  JOIN record_agents AS part ON part.agent = combined.one),
joined AS (SELECT agent, taken, string_agg(name, ' + ' ORDER BY name) AS name,
  bool_and(class__stated) AS class__stated, bool_and(modality__stated) AS modality__stated,
  list_distinct(flatten(list(class))) AS class, list_distinct(flatten(list(modality))) AS modality
  FROM parts GROUP BY agent, taken),
narrowed AS (SELECT * REPLACE ({modality} AS modality) FROM joined)
SELECT *, NULL::BIGINT[] AS taken FROM record_agents
UNION ALL BY NAME
SELECT agent, agent AS named, name, [name] AS treatment, TRUE AS treatment__stated, class__stated, modality__stated,
  CASE WHEN class__stated THEN class ELSE {any_class} END AS class, modality, taken
FROM narrowed"""
