"""Days for the solver: numbers of so many bits, which it takes apart into propositions."""

from collections.abc import Callable, Mapping
from math import ceil, floor
from typing import Any

from trd_registry.model.nodes import Bounds
from trd_registry.witnessing.logic import Proposition, every, solver

#: A hundred years of days, and their differences below zero, have room in these.
BITS = 18

#: No trial began longer ago, in days.
LONGEST_AGO = 36_500


def day(name: str) -> Any:
    """A day that the solver chooses, as the number of days ago."""
    return solver().BitVec(name, BITS)


def days_within(number: Any, bounds: Bounds) -> Proposition:
    """That a number of days, which is whole, meets every bound."""
    return every(_COMPARE[bound.comparator](number, bound.figure) for bound in bounds)


_COMPARE: Mapping[str, Callable[[Any, float], Proposition]] = {
    "at_least": lambda number, figure: number >= ceil(figure),
    "at_most": lambda number, figure: number <= floor(figure),
    "above": lambda number, figure: number > floor(figure),
    "below": lambda number, figure: number < ceil(figure),
    "exactly": lambda number, figure: number == int(figure) if figure == int(figure) else False,
}
