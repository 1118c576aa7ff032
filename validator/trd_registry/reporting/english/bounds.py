"""Comparisons in words: ``at least 6 weeks``, ``9 to 16 sessions``, ``less than 50 %``."""

from collections.abc import Iterable, Mapping
from math import inf

from trd_registry.model.interval import format_number
from trd_registry.model.nodes import Bound, Bounds

COMPARATORS: Mapping[str, str] = {
    "at_least": "at least",
    "at_most": "at most",
    "above": "more than",
    "below": "less than",
    "exactly": "exactly",
}
_OPPOSITE: Mapping[str, str] = {"at_least": "below", "at_most": "above", "above": "at_most", "below": "at_least"}


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
