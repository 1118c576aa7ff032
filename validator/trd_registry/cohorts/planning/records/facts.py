"""The facts of trials made of a record, as the columns that planned conditions look at."""

from collections.abc import Iterator
from math import inf

from trd_registry.cohorts.planning.sql import FALSE, UNKNOWN, bits, number
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.cohorts.settled.columns import column
from trd_registry.model.facts import FactKind, trial_fact
from trd_registry.model.history import DAYS_A_WEEK

#: Whether the raw interval tells anything.
_TOLD = {end: f"({end}_lo > {number(-inf)} OR {end}_hi < {number(inf)})" for end in ("start", "end")}

#: Numbers that are made of raw columns: lower and upper end, whether they are stated.
_NUMBERS = {
    "started_days_ago": ("as_of - start_hi", "as_of - start_lo", _TOLD["start"]),
    "ended_days_ago": ("as_of - end_hi", "as_of - end_lo", _TOLD["end"]),
    "start_day": (
        *(f"coalesce(start_{end} - index_day, {{}})" for end in ("lo", "hi")),
        f"({_TOLD['start']} AND index_day IS NOT NULL)",
    ),
    "end_day": (
        *(f"coalesce(end_{end} - index_day, {{}})" for end in ("lo", "hi")),
        f"({_TOLD['end']} AND index_day IS NOT NULL)",
    ),
    "weeks": (f"days_lo / {number(DAYS_A_WEEK)}", f"days_hi / {number(DAYS_A_WEEK)}", "days_stated"),
    "days": ("days_lo", "days_hi", FALSE),
    "adherence": ("adherence_lo", "adherence_hi", "adherence_stated"),
    "dose": ("dose_lo", "dose_hi", "dose_stated"),
    "sessions": (f"coalesce(sessions, {number(0)})", f"coalesce(sessions, {number(inf)})", "sessions IS NOT NULL"),
}

_CHOICES = {
    "role": ("role", "role_stated"),
    "laterality": ("laterality", "laterality IS NOT NULL"),
}


def fact_columns(fact: str) -> Iterator[tuple[str, str]]:
    """Names and texts of the columns of one fact; one that no record tells is unknown."""
    kind = trial_fact(fact)
    match kind.kind:
        case "number":
            yield from _number(fact, kind)
        case "truth":
            yield column(fact), UNKNOWN
            yield column(fact, "stated"), FALSE
        case "choice":
            yield from _choice(fact, kind)


def _number(fact: str, kind: FactKind) -> Iterator[tuple[str, str]]:
    lower, upper, stated = _NUMBERS.get(fact, (number(kind.lower), number(kind.upper), FALSE))
    yield column(fact, "lo"), lower.format(number(-inf))
    yield column(fact, "hi"), upper.format(number(inf))
    for end in ("lo_open", "hi_open"):
        yield column(fact, end), f"dose_{end}" if fact == "dose" else FALSE
    yield column(fact, "stated"), stated


def _choice(fact: str, kind: FactKind) -> Iterator[tuple[str, str]]:
    if kind.domain is None:
        yield column(fact), "NULL::UBIGINT"
        yield column(fact, "stated"), FALSE
        return
    anything = bits(mask(kind.domain, domain_positions(kind.domain)))
    told, stated = _CHOICES.get(fact, (anything, FALSE))
    yield column(fact), f"coalesce({told}, {anything})"
    yield column(fact, "stated"), stated
