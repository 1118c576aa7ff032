"""Values worth trying for a fact that is missing: enough of them to meet every answer the rules can give."""

from trd_registry.model.choice import Choice
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bounds

#: A step smaller than any that a publication distinguishes, to try a value just beside a threshold.
BESIDE = 0.01

#: Comparators for which the figure itself and one just below it give the two answers.
_FROM_BELOW = ("at_least", "below")


def around(number: Interval, figures: tuple[float, ...], *, whole: bool = False) -> tuple[Interval, ...]:
    """Exact values at and on both sides of the figures, as far as the number may have them."""
    step = 1 if whole else BESIDE
    return _possible(number, [figure + shift for figure in figures for shift in (0, step, -step)])


def beside(number: Interval, bounds: Bounds, *, whole: bool = False) -> tuple[Interval, ...]:
    """An exact value on either side of each bound, as far as the number may have it."""
    step = 1 if whole else BESIDE
    tried: list[float] = []
    for bound in bounds:
        if bound.comparator == "exactly":
            tried += [bound.figure, bound.figure - step, bound.figure + step]
        else:
            tried += [bound.figure, bound.figure + (-step if bound.comparator in _FROM_BELOW else step)]
    return _possible(number, tried)


def inside_and_outside(found: Choice, among: frozenset[str]) -> tuple[frozenset[str], ...]:
    """One of the wanted values and one of the others, as far as the category may have them."""
    possible = found if found is not None else among | {"something else"}
    inside, outside = sorted(possible & among), sorted(possible - among)
    return tuple(frozenset([name]) for name in (*inside[:1], *outside[:1]))


def _possible(number: Interval, tried: list[float]) -> tuple[Interval, ...]:
    return tuple(Interval.exactly(value) for value in dict.fromkeys(tried) if value in number)
