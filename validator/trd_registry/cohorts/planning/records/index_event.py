"""The event from which days are counted, as `evaluating/records/index_event.py` looks for it."""

from trd_registry.cohorts.planning.records.courses import ENTRY
from trd_registry.cohorts.planning.records.entries import looked_at
from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sql import FALSE, TRUE, UNKNOWN, all_of, any_of, case, number, text
from trd_registry.model.record_rules import IndexRule, RecordRules
from trd_registry.model.vocabulary import Vocabularies

_TABLES = {"dispensing": "dispensings", "diagnosis": "diagnoses", "procedure": "procedures"}


def index_table(rules: RecordRules, vocabularies: Vocabularies, tables: Tables) -> str:
    """A table with one row a person: whether there is such an event (``found``), and its day, if it is known."""
    rule = rules.index
    if rule is None:
        return tables.add("index", "SELECT person, TRUE AS found, NULL::BIGINT AS day FROM spans")
    unseen_before = UNKNOWN if rules.open_before else FALSE
    unseen_after = UNKNOWN if rules.open_after else FALSE
    answer = all_of(
        [
            "fits",
            _observed(f"day - first >= {number(rule.observed_before)}", unseen_before),
            _observed(f"last - day >= {number(rule.observed_after)}", unseen_after),
            _is_free(rule, rules),
        ]
    )
    full = f"spans.{_TABLES[rule.first]}_full"
    # The first entry that is or may be the event decides: the day, and within a day the order of the record.
    certain = "(decides IS NOT NULL AND decides IS DISTINCT FROM perhaps)"
    nowhere = UNKNOWN if rules.open_before or rules.open_after else FALSE
    found = case(
        [
            ("first IS NULL", UNKNOWN),
            (certain, TRUE),
            (f"decides IS NOT NULL OR NOT {full}", UNKNOWN),
        ],
        nowhere,
    )
    query = f"""WITH candidates AS ({_candidates(rule, vocabularies, tables)}),
answered AS (SELECT person, day * {ENTRY} + entry AS place, {answer} AS answer
  FROM candidates JOIN spans USING (person) WHERE is_candidate),
first_ones AS (SELECT person, min(place) AS decides, min(place) FILTER (WHERE answer IS NULL) AS perhaps
  FROM answered WHERE answer IS NOT FALSE GROUP BY person)
SELECT spans.person, {found} AS found, CASE WHEN {certain} AND {full} THEN decides // {ENTRY} END AS day
FROM spans LEFT JOIN first_ones USING (person)"""
    return tables.add("index", query)


def _observed(seen: str, else_: str) -> str:
    return f"CASE WHEN {seen} THEN TRUE ELSE {else_} END"


def _candidates(rule: IndexRule, vocabularies: Vocabularies, tables: Tables) -> str:
    """The entries that are or may be such an event; with the days of what must not have been dispensed before."""
    if rule.first == "diagnosis":
        entries = f"SELECT person, day, entry, {_diagnosis_fits(rule)} AS fits FROM diagnoses WHERE {_is_of(rule)}"
    elif rule.of is None:
        entries = f"SELECT person, day, entry, TRUE AS fits FROM {_TABLES[rule.first]}"
    else:
        looked = looked_at(rule.of, vocabularies, tables)
        entries = f"""SELECT person, day, entry, looked AS fits
  FROM {_TABLES[rule.first]} JOIN {looked} USING (agent) WHERE looked IS NOT FALSE"""
    condition = rule.free_of if rule.free_of is not None else rule.of
    if not rule.free_for or condition is None:
        return f"SELECT *, TRUE AS is_candidate FROM ({entries})"
    if rule.free_for != int(rule.free_for):
        raise NotPlanned("a time free of treatment in parts of days", rule.place)
    taken = looked_at(condition, vocabularies, tables)
    return f"""SELECT *, max(day) FILTER (WHERE taken) OVER earlier AS taken_on,
    max(day) FILTER (WHERE taken IS NULL) OVER earlier AS perhaps_on
  FROM (SELECT *, TRUE AS is_candidate, FALSE AS taken FROM ({entries})
    UNION ALL BY NAME
    SELECT person, day, 0 AS entry, looked AS taken, FALSE AS is_candidate
    FROM dispensings JOIN {taken} USING (agent) WHERE looked IS NOT FALSE)
  WINDOW earlier AS (PARTITION BY person ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""


def _is_of(rule: IndexRule) -> str:
    told = ", ".join(text(one) for one in sorted(rule.conditions))
    return f"condition IN ({told})" if told else FALSE


def _diagnosis_fits(rule: IndexRule) -> str:
    if not rule.settings:
        return TRUE
    told = ", ".join(text(one) for one in sorted(rule.settings))
    return f"CASE WHEN setting = '' THEN NULL ELSE setting IN ({told}) END"


def _is_free(rule: IndexRule, rules: RecordRules) -> str:
    """Whether nothing of the kind was dispensed in the days before the event; what the record does not show may be."""
    condition = rule.free_of if rule.free_of is not None else rule.of
    if not rule.free_for or condition is None:
        return TRUE
    days = number(rule.free_for)
    unseen = ["NOT spans.dispensings_full"]
    if rules.open_before:
        unseen.append(f"day - first < {days}")
    taken = f"coalesce(day - taken_on <= {days}, FALSE)"
    perhaps = any_of([f"coalesce(day - perhaps_on <= {days}, FALSE)", *unseen])
    return f"CASE WHEN {taken} THEN FALSE WHEN {perhaps} THEN NULL ELSE TRUE END"
