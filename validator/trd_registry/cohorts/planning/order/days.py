"""How two trials of a patient lie in time, as texts on a pair of them: ``this`` and ``other``."""

from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.sql import all_of, quoted
from trd_registry.cohorts.settled.columns import column
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bound, Bounds, FollowedBy, PrecededBy

_STARTED, _ENDED = "started_days_ago", "ended_days_ago"

#: The columns that the texts look at.
DATES = tuple(quoted(column(fact, end)) for fact in (_STARTED, _ENDED) for end in ("lo", "hi"))


def of_trial(side: str, name: str) -> str:
    """A column of one trial of the pair; constants stay what they are."""
    return name if name in ("TRUE", "FALSE", "NULL::BOOLEAN") else f"{side}.{name}"


def follows(node: FollowedBy) -> str:
    """Whether the other trial begins after this one, soon enough after its end."""
    since_start = _between(("this", _STARTED), ("other", _STARTED))
    since_end = _between(("this", _ENDED), ("other", _STARTED))
    later = node.started or (Bound("above", 0, node.place),)
    soon = (Bound("at_most", node.within_days, node.place),)
    return all_of([_within(since_start, later), _within(since_end, soon), _within(since_end, node.gap)])


def lies_before(node: PrecededBy) -> str:
    """Whether the other trial began and ended within bounds before this one began."""
    started = _between(("other", _STARTED), ("this", _STARTED))
    ended = _between(("other", _ENDED), ("this", _STARTED))
    return all_of([_within(started, node.started), _within(ended, node.ended)])


def _within(days: Number, bounds: Bounds) -> str:
    """As `Number.within`; a bound that everything meets is left out."""
    everything = Interval()
    told = (bound for bound in bounds if not (bound.comparator == "at_most" and everything.at_most(bound.figure)))
    return days.within(tuple(told))


def _between(first: tuple[str, str], second: tuple[str, str]) -> Number:
    """How much later the second moment is, given how many days ago each was."""
    lower, upper = _ends(*first)
    since, until = _ends(*second)
    return Number(f"({lower} - {until})", f"({upper} - {since})")


def _ends(side: str, fact: str) -> tuple[str, str]:
    return f"{side}.{quoted(column(fact, 'lo'))}", f"{side}.{quoted(column(fact, 'hi'))}"
