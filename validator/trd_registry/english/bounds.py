"""Comparisons in words: ``at least 6 weeks``, ``9 to 16 sessions``, ``less than 50 %``."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import inf

from trd_registry.model.interval import format_number
from trd_registry.model.nodes import Bound, Bounds, Comparator

COMPARATORS: Mapping[str, str] = {
    "at_least": "at least",
    "at_most": "at most",
    "above": "more than",
    "below": "less than",
    "exactly": "exactly",
}
_TURNED: Mapping[str, Comparator] = {
    "at_least": "at_most",
    "at_most": "at_least",
    "above": "below",
    "below": "above",
    "exactly": "exactly",
}
_OPPOSITE: Mapping[str, Comparator] = {"at_least": "below", "at_most": "above", "above": "at_most", "below": "at_least"}


def bounds_in_words(bounds: Bounds, unit: str = "", *, negated: bool = False) -> str:
    """The bounds with their unit; where they are negated, the opposite of each."""
    figures = {bound.comparator: bound.figure for bound in bounds}
    last = bounds[-1].figure if bounds else 0
    if negated:
        joined = " or ".join(_opposite(bound) for bound in bounds)
    elif set(figures) == {"at_least", "at_most"}:
        low, high = figures["at_least"], figures["at_most"]
        joined = format_number(low) if low == high else f"{format_number(low)} to {format_number(high)}"
        last = high
    else:
        joined = " and ".join(_bound(bound.comparator, bound.figure) for bound in bounds)
    return with_unit(joined, unit, last)


def denied(bounds: Bounds) -> Bounds | None:
    """The bounds that hold where these do not; None where no bounds say so."""
    if len(bounds) != 1 or bounds[0].comparator not in _OPPOSITE:
        return None
    return (replace(bounds[0], comparator=_OPPOSITE[bounds[0].comparator]),)


def with_unit(figure: str, unit: str, number: float) -> str:
    """A figure and its unit, the unit in the singular after one."""
    if not unit:
        return figure
    return f"{figure} {unit[:-1] if number == 1 and unit.endswith('s') else unit}"


def listed(names: Iterable[str], word: str = "or") -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    given = list(names)
    if len(given) < 2:
        return "".join(given)
    return f"{', '.join(given[:-1])} {word} {given[-1]}"


def days_in_words(bounds: Bounds, event: str) -> str:
    """When something was, by days from an event (below 0 before it): ``in the 183 days before the index event``."""
    low, high = _whole_days(bounds)
    if low is None or high is None:
        beyond = bounds[0] if len(bounds) == 1 else None
        if beyond is not None and beyond.comparator == "above" and beyond.figure > 0:
            return f"more than {_many_days(beyond.figure)} after {event}"
        if beyond is not None and beyond.comparator == "below" and beyond.figure < 0:
            return f"more than {_many_days(beyond.figure)} before {event}"
        return f"on a day that is {bounds_in_words(bounds)}, counted from {event} (before it: below 0)"
    if low == -inf or high == inf:
        return _open_days(low, high, event)
    first, last = format_number(abs(low)), format_number(abs(high))
    if low < 0 < high:
        return f"from {first} days before to {last} days after {event}"
    if low == high:
        return f"on the day of {event}" if low == 0 else f"{_many_days(low)} {'after' if low > 0 else 'before'} {event}"
    if high <= 0:
        if high in (-1, 0):
            return f"in the {first} days before {event}{' or on its day' if high == 0 else ''}"
        return f"{last} to {first} days before {event}"
    if low == 0:
        return f"on the day of {event} or in the {last} days after it"
    return f"in the {last} days after {event}" if low == 1 else f"{first} to {last} days after {event}"


def _open_days(low: float, high: float, event: str) -> str:
    if low == -inf:
        if high in (-1, 0):
            return f"before {event}" if high == -1 else f"on or before the day of {event}"
        return f"up to {_many_days(high)} after {event}" if high > 0 else f"at least {_many_days(high)} before {event}"
    if low in (0, 1):
        return f"after {event}" if low == 1 else f"on or after the day of {event}"
    days = _many_days(low)
    return f"at least {days} after {event}" if low > 0 else f"no earlier than {days} before {event}"


def _many_days(number: float) -> str:
    return with_unit(format_number(abs(number)), "days", abs(number))


def _whole_days(bounds: Bounds) -> tuple[float | None, float | None]:
    """The first and the last day; None where a figure would not be told as it is written."""
    low: float | None = -inf
    high: float | None = inf
    for bound in bounds:
        if bound.comparator in ("above", "below") and bound.figure not in (0, 1, -1):
            return None, None
        if bound.comparator in ("at_least", "exactly"):
            low = bound.figure
        if bound.comparator in ("at_most", "exactly"):
            high = bound.figure
        if bound.comparator == "above":
            low = bound.figure + 1
        if bound.comparator == "below":
            high = bound.figure - 1
    return (low, high) if low is not None and high is not None and low <= high else (None, None)


def turned(bounds: Bounds) -> Bounds:
    """Bounds of days before an event as bounds of days from it."""
    return tuple(replace(one, comparator=_TURNED[one.comparator], figure=-one.figure) for one in bounds)


def range_in_words(lower: float, upper: float, *, lower_open: bool = False, upper_open: bool = False) -> str:
    """A stretch of numbers: ``up to 12``, ``above 12, up to 24``, ``3 or more``."""
    if lower == upper:
        return format_number(lower)
    if lower == -inf:
        return "any number" if upper == inf else f"{'below' if upper_open else 'up to'} {format_number(upper)}"
    low = f"above {format_number(lower)}" if lower_open else format_number(lower)
    if upper == inf:
        return low if lower_open else f"{low} or more"
    high = f"below {format_number(upper)}" if upper_open else f"up to {format_number(upper)}"
    return f"{low if lower_open else f'from {low}'}, {high}"


def _bound(comparator: str, figure: float) -> str:
    return f"{COMPARATORS[comparator]} {format_number(figure)}"


def _opposite(bound: Bound) -> str:
    if bound.comparator == "exactly":
        return f"not {format_number(bound.figure)}"
    return _bound(_OPPOSITE[bound.comparator], bound.figure)
