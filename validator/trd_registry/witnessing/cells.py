"""One value for every stretch of numbers that the figures of the rules tell apart.

Between two neighbouring figures no rule can tell two numbers from each other, so that one of them stands for all. A
figure itself is a stretch of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor, inf, isfinite

#: Steps in which a round number is sought, the roundest first.
STEPS = (10.0, 5.0, 1.0, 0.5, 0.1, 0.01, 0.001)


def values_for(
    figures: Iterable[float], usual: Sequence[float], lower: float, upper: float, *, whole: bool = False
) -> tuple[float, ...]:
    """A value in every stretch between ``lower`` and ``upper``, and each figure itself; the most usual ones first.

    A stretch gives its first usual value where it has one, else the roundest number near the figure that bounds it.
    """
    inside = sorted({figure for figure in figures if isfinite(figure) and lower <= figure <= upper})
    found: list[float] = []
    for below, above in zip((-inf, *inside), (*inside, inf), strict=True):
        value = _between(below, above, usual, lower, upper, whole=whole)
        if value is not None:
            found.append(value)
        if above != inf and not (whole and above != int(above)):
            found.append(above)
    ranks = {value: rank for rank, value in reversed(list(enumerate(usual)))}
    return tuple(sorted(dict.fromkeys(found), key=lambda value: (ranks.get(value, len(usual)), abs(value), value)))


def ends_of(
    figures: Iterable[float], lower: float, upper: float, *, whole: bool = False, step: float = 1.0
) -> tuple[float, ...]:
    """The least and the largest value in every stretch, for numbers that must fit to another number besides.

    Values are ``step`` apart from a figure; a stretch that is shorter than two of them gives what `values_for` gives.
    """
    inside = sorted({figure for figure in figures if isfinite(figure) and lower <= figure <= upper})
    found: list[float] = []
    for below, above in zip((-inf, *inside), (*inside, inf), strict=True):
        least = lower if below == -inf else floor(below / step) * step + step
        largest = upper if above == inf else ceil(above / step) * step - step
        found += [
            value
            for value in (least, largest)
            if below < value < above and isfinite(value) and not (whole and value != int(value))
        ]
    return tuple(dict.fromkeys(found))


def _between(
    below: float, above: float, usual: Sequence[float], lower: float, upper: float, *, whole: bool
) -> float | None:
    """A number strictly between two figures and within what the fact can have; None where there is none."""

    def fits(value: float) -> bool:
        return below < value < above and lower <= value <= upper and not (whole and value != int(value))

    for value in usual:
        if fits(value):
            return float(value)
    return next((value for value in _round(below, above) if fits(value)), None)


def _round(below: float, above: float) -> Iterator[float]:
    """Numbers from round to exact; beside a figure without another one on the far side the nearest whole number."""
    if not isfinite(below) and not isfinite(above):
        yield 0.0
        yield 1.0
    elif not isfinite(above):
        yield float(floor(below) + 1)
        yield below + 0.5
    elif not isfinite(below):
        yield float(ceil(above) - 1)
        yield above - 0.5
        yield above / 2
    else:
        for step in STEPS:
            first = floor(below / step) + 1
            yield round(first * step, 6)
        yield (below + above) / 2
