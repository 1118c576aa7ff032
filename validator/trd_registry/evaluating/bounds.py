"""Compares a number that is known to lie between two bounds with the figures of a rule."""

from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bounds
from trd_registry.model.truth import Truth, all_of


def within(number: Interval, bounds: Bounds) -> Truth:
    """Whether the number meets every bound."""
    compare = {
        "at_least": number.at_least,
        "at_most": number.at_most,
        "above": number.above,
        "below": number.below,
        "exactly": number.exactly_equals,
    }
    return all_of(compare[bound.comparator](bound.figure) for bound in bounds)


def days_between(first: Interval, second: Interval) -> Interval:
    """How much later the second moment is, given how many days ago each was."""
    return Interval(first.lower - second.upper, first.upper - second.lower)
