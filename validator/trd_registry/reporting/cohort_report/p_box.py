"""Two cumulative curves between which the true one lies, with what is between them hatched."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf

from trd_registry.reporting.cohort_report.bars import CERTAIN, MET, OPEN, UNDECIDED, WIDTH, frame, key
from trd_registry.reporting.svg import LINE, MUTED, document, line, number, path, text

_LEFT, _HEIGHT, _EDGE, _STROKES = 44, 190, 10, 6
_PLOT = WIDTH - _LEFT - _EDGE

#: Value -> shares of persons whose own value is certainly, and possibly, not above it.
Points = Sequence[tuple[float, float, float]]


def p_box(points: Points, *, axis: str, title: str, description: str, begins: float | None = None) -> str:
    """The two curves as steps.

    Args:
        points: Values rising; an infinite one is beyond the right edge.
        axis: What is on the horizontal axis.
        title: Of the picture.
        description: What it shows, for readers who cannot see it.
        begins: Where the axis begins; at the lowest value where it is not given.
    """
    values = [value for value, _, _ in points if value != inf]
    lowest, highest = (min(values), max(values)) if values else (0.0, 1.0)
    lowest = lowest if begins is None else begins
    right = highest + ((highest - lowest) or 1.0) * 0.06
    parts, top = key([(MET, f"certainly by this {axis}"), (OPEN, "cannot tell")])
    top += 6

    def x(value: float) -> float:
        return _LEFT + _PLOT * (min(value, right) - lowest) / (right - lowest)

    def y(share: float) -> float:
        return top + _HEIGHT * (1 - share)

    drawn = [(x(value), y(certain), y(possible)) for value, certain, possible in points if value != inf]
    drawn.append((float(_LEFT + _PLOT), *(drawn[-1][1:] if drawn else (y(0), y(0)))))
    parts += [
        frame(_LEFT, top, _PLOT, _HEIGHT),
        *_scales(values if begins is None else [begins, *values], x, top),
        *_between(drawn),
        path(
            _steps([(at, up) for at, _, up in drawn], y(0)), stroke=UNDECIDED, width=1.5, extra='stroke-dasharray="5 3"'
        ),
        path(_steps([(at, up) for at, up, _ in drawn], y(0)), stroke=CERTAIN, width=2.5),
        text(_LEFT + _PLOT / 2, top + _HEIGHT + 36, axis, size=12, anchor="middle"),
    ]
    return document(parts, width=WIDTH, height=top + _HEIGHT + 46, title=title, description=description)


def _steps(places: Sequence[tuple[float, float]], foot: float) -> str:
    return f"M{number(_LEFT)} {number(foot)}" + "".join(f"H{number(at)}V{number(up)}" for at, up in places)


def _between(drawn: Sequence[tuple[float, float, float]]) -> Iterator[str]:
    """Upright strokes from one curve to the other."""
    strokes = []
    for (here, certain, possible), (there, _, _) in pairwise(drawn):
        at = here + (-here % _STROKES)
        while at < there and certain - possible > 0.5:
            strokes.append(f"M{number(at)} {number(possible)}V{number(certain)}")
            at += _STROKES
    if strokes:
        yield path("".join(strokes), stroke=UNDECIDED, width=1)


def _scales(values: Sequence[float], x: Callable[[float], float], top: float) -> Iterator[str]:
    for part in range(0, 101, 25):
        y = top + _HEIGHT * (1 - part / 100)
        yield line(_LEFT, y, _LEFT + _PLOT, y)
        yield text(_LEFT - 5, y + 4, f"{part} %", size=11, fill=MUTED, anchor="end")
    last = -inf
    for value in values:
        # Only where there is room for the figure.
        if x(value) - last < 34:
            continue
        last = x(value)
        yield line(last, top + _HEIGHT, last, top + _HEIGHT + 5, LINE)
        yield text(last, top + _HEIGHT + 18, f"{value:g}", size=11, fill=MUTED, anchor="middle")
