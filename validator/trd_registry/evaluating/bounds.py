"""Compares a number that is known to lie between two bounds with the figures of a rule."""

from collections.abc import Callable, Mapping

from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bounds
from trd_registry.model.truth import Truth, all_of


def within(number: Interval, bounds: Bounds) -> Truth:
    """Whether the number meets every bound."""
    return all_of([_COMPARE[bound.comparator](number, bound.figure) for bound in bounds])


_COMPARE: Mapping[str, Callable[[Interval, float], Truth]] = {
    "at_least": Interval.at_least,
    "at_most": Interval.at_most,
    "above": Interval.above,
    "below": Interval.below,
    "exactly": Interval.exactly_equals,
}


def days_between(first: Interval, second: Interval) -> Interval:
    """How much later the second moment is, given how many days ago each was."""
    return Interval(first.lower - second.upper, first.upper - second.lower)
