"""Figures and bounds as the solver writes them."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from trd_registry.model.nodes import Bounds
from trd_registry.witnessing.logic import Proposition, every, solver


def bounded(number: Any, bounds: Bounds) -> Proposition:
    """That a number of the solver meets every bound."""
    return every(_COMPARE[bound.comparator](number, as_number(bound.figure)) for bound in bounds)


def as_number(figure: float) -> Any:
    """A figure as the solver writes it, without rounding."""
    return int(figure) if figure == int(figure) else solver().Q(*figure.as_integer_ratio())


_COMPARE: Mapping[str, Callable[[Any, Any], Proposition]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "exactly": operator.eq,
}
