"""Values as plain data, for whoever writes or compares them."""

from math import inf
from typing import Any

from trd_registry.model.interval import Interval
from trd_registry.model.truth import Truth


def word(value: Truth) -> str:
    """met, not_met or indeterminate."""
    return "indeterminate" if value is None else "met" if value else "not_met"


def pair(number: Interval) -> list[float | int | None]:
    """``[lower, upper]`` with whole numbers written as such; an end without a bound is None."""
    return [None if abs(end) == inf else number_of(end) for end in (number.lower, number.upper)]


def number_of(value: float) -> float | int:
    """A whole number as one, any other to six places."""
    return int(value) if value == int(value) else round(value, 6)


def plain(value: Truth | Interval | frozenset[str]) -> Any:
    """met, not_met or indeterminate; ``[lower, upper]``; or a sorted list of names."""
    if isinstance(value, Interval):
        return pair(value)
    return sorted(value) if isinstance(value, frozenset) else word(value)
