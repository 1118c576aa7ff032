"""Courses: dispensings of one treatment, or its sessions, that belong together (`evaluating/records/courses.py`).

They are worked out for every treatment, whichever a definition looks at, so that definitions with the same figures
share them. What comes before a day is a running sum or maximum over the entries of one treatment, in order of time:
where a course ends, all of it has run out, so that what ran before never reaches into the next.
"""

from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sql import TRUE, all_of, any_of, number
from trd_registry.model.nodes import Bounds
from trd_registry.model.record_rules import DispensingRule, ProcedureRule

#: One place for each day of the calendar, and one for each entry of a person: positions in the order of courses.
DAY, ENTRY = 1 << 20, 1 << 15

_COMPARE = {"at_most": "<=", "below": "<", "at_least": ">=", "above": ">"}


def allows(pause: str, gap: Bounds) -> str:
    """Whether a pause of so many days does not end a trial; NULL for no pause."""
    kept = all_of(
        f"{pause} {_COMPARE[one.comparator]} {number(one.figure)}" for one in gap if one.comparator in _COMPARE
    )
    return any_of([f"{pause} <= 0", kept]) if kept != TRUE else TRUE


def supply_of(rule: DispensingRule) -> tuple[str, str]:
    """The least and the most days that one dispensing lasts. Raises NotPlanned for parts of a day."""
    if rule.supply == "stated":
        return "supply_lo", "supply_hi"
    figure = 0.0 if rule.supply == "none" else rule.supply
    if figure != int(figure):
        raise NotPlanned("a supply of parts of a day", rule.place)
    return number(figure), number(figure)


def drug_courses(rule: DispensingRule, tables: Tables, *, doses: bool) -> str:
    """The table of courses of drugs, with their doses where wanted.

    It has ``start``, ``last_day``, bounds of the day on which the supply has run out and of the days supplied, how
    often it was dispensed, whether it is the first of its treatment, its place in the order of courses (``position``),
    and whether it is ``unclear`` which dispensings belong together.
    """
    lower, upper = supply_of(rule)
    sides = ("lo", "hi") if lower != upper else ("lo",)
    given = f"SELECT *, {lower} AS lo, {upper} AS hi FROM dispensings"
    if rule.carried_over:
        sums = ", ".join(f"sum({side}) OVER so_far AS sum_{side}" for side in sides)
        given = f"SELECT *, {sums} FROM ({given}) {_SO_FAR}"
    steps = ", ".join(f"{_covered_before(side, rule)} AS before_{side}" for side in sides)
    covered = ", ".join(f"{_covered(side, rule)} AS covered_{side}" for side in sides)
    begins = ", ".join(f"{_begins(f'day - before_{side}', rule.gap)} AS new_{side}" for side in sides)
    unclear = "bool_or(new_lo <> new_hi)" if len(sides) > 1 else "FALSE"
    last = sides[-1]
    columns = [
        *_COURSE,
        "max(covered_lo) AS covered_lo",
        f"max(covered_{last}) AS covered_hi",
        "sum(lo) AS supplied_lo",
        "sum(hi) AS supplied_hi",
        f"{unclear} AS unclear",
        *(_DOSES if doses else ()),
    ]
    return tables.add(
        "courses",
        f"""WITH given AS ({given}),
followed AS (SELECT *, {steps}, {_FIRST} FROM given {_SO_FAR}, {_BEFORE}),
parted AS (SELECT *, {covered}, {begins} FROM followed),
numbered AS (SELECT *, sum(new_lo::INTEGER) OVER so_far AS run FROM parted {_SO_FAR})
SELECT {", ".join(columns)} FROM numbered GROUP BY person, agent, run""",
    )


def procedure_courses(rule: ProcedureRule, tables: Tables) -> str:
    """The same of procedures, with their laterality, NULL where some session does not state it."""
    laterality = "CASE WHEN count(laterality) = count(*) THEN bit_or(laterality) END AS laterality"
    return tables.add(
        "courses",
        f"""WITH followed AS (SELECT *, max(day) OVER before_it AS before_lo, {_FIRST}
  FROM procedures {_SO_FAR}, {_BEFORE}),
parted AS (SELECT *, {_begins("day - before_lo", rule.gap)} AS new_lo FROM followed),
numbered AS (SELECT *, sum(new_lo::INTEGER) OVER so_far AS run FROM parted {_SO_FAR})
SELECT {", ".join(_COURSE)}, {laterality} FROM numbered GROUP BY person, agent, run""",
    )


_OF_TREATMENT = "PARTITION BY person, agent ORDER BY day, entry ROWS"
_SO_FAR = f"WINDOW so_far AS ({_OF_TREATMENT} BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
_BEFORE = f"before_it AS ({_OF_TREATMENT} BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"

#: The first entry of the treatment: courses that begin on one day stand in the order of these.
_FIRST = "first_value(day) OVER so_far AS first_day, first_value(entry) OVER so_far AS first_entry"

_COURSE = (
    "person",
    "agent",
    "run = 1 AS is_first",
    "min(day) AS start",
    "max(day) AS last_day",
    "count(*) AS entries",
    f"(min(day) * {DAY} + any_value(first_day)) * {ENTRY} + any_value(first_entry) AS position",
)

#: The hull of the doses, where every dispensing states one; an end is left out where all that have it leave it out.
_DOSES = (
    "count(dose_lo) = count(*) AS has_dose",
    "min({'end': dose_lo, 'open': dose_lo_open}) AS dose_from",
    "max({'end': dose_hi, 'closed': NOT dose_hi_open}) AS dose_to",
)


def _covered_before(side: str, rule: DispensingRule) -> str:
    """The day on which what was dispensed before has run out; NULL for the first dispensing."""
    if not rule.carried_over:
        return f"max(day + {side}) OVER before_it"
    # What is left over is used up later: after each dispensing the supply lasts until some day on which it began anew,
    # and all that was supplied since.
    supplied = f"(sum_{side} - {side})"
    return f"{supplied} + max(day - {supplied}) OVER before_it"


def _covered(side: str, rule: DispensingRule) -> str:
    """The day on which all supplied so far has run out; ``greatest`` passes over NULL, for the first dispensing."""
    if rule.carried_over:
        return f"greatest(before_{side}, day::DOUBLE) + {side}"
    return f"greatest(before_{side}, day + {side})"


def _begins(pause: str, gap: Bounds) -> str:
    """Whether a course begins after such a pause, or at the first entry (NULL)."""
    kept = allows(f"({pause})", gap)
    return f"(({pause}) IS NULL OR NOT {kept})"
