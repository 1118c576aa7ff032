"""The distribution of a score that is known within bounds: two cumulative curves between which the true one lies."""

from collections.abc import Callable, Iterator, Sequence
from math import inf

from trd_registry.reporting.cohort_report.bars import CERTAIN, UNDECIDED, frame
from trd_registry.reporting.svg import LINE, MUTED, document, line, number, path, text

_LEFT, _TOP, _WIDTH, _HEIGHT = 60, 46, 500, 220

#: Score -> shares of persons whose score is certainly, and possibly, not above it.
Points = Sequence[tuple[float, float, float]]


def p_box(points: Points, *, title: str, description: str) -> str:
    """The two curves as steps; what lies between them is what is not known."""
    scores = [score for score, _, _ in points if score != inf]
    lowest, highest = (min(scores), max(scores)) if scores else (0.0, 1.0)
    span = (highest - lowest) or 1.0
    right = highest + span * 0.06

    def x(score: float) -> float:
        return _LEFT + _WIDTH * (min(score, right) - lowest) / (right - lowest)

    def steps(place: int) -> str:
        found, at = f"M{number(_LEFT)} {number(_TOP + _HEIGHT)}", 0.0
        for point in points:
            if point[0] == inf:
                continue
            at = point[place]
            found += f"H{number(x(point[0]))}V{number(_TOP + _HEIGHT * (1 - at))}"
        return found + f"H{number(_LEFT + _WIDTH)}"

    parts = [
        frame(_LEFT, _TOP, _WIDTH, _HEIGHT),
        *_scales(scores, x),
        path(steps(1), stroke=CERTAIN, width=2.5),
        path(steps(2), stroke=UNDECIDED, width=2, extra='stroke-dasharray="6 4"'),
        line(_LEFT, 18, _LEFT + 26, 18, CERTAIN, width=2.5),
        text(_LEFT + 32, 22, "certainly at or below", size=12),
        line(_LEFT + 200, 18, _LEFT + 226, 18, UNDECIDED, width=2, dash="6 4"),
        text(_LEFT + 232, 22, "certainly or possibly at or below", size=12),
        text(_LEFT + _WIDTH / 2, _TOP + _HEIGHT + 38, "score", size=12, anchor="middle"),
    ]
    return document(parts, width=_LEFT + _WIDTH + 20, height=_TOP + _HEIGHT + 50, title=title, description=description)


def _scales(scores: Sequence[float], x: Callable[[float], float]) -> Iterator[str]:
    for part in range(0, 101, 25):
        y = _TOP + _HEIGHT * (1 - part / 100)
        yield line(_LEFT, y, _LEFT + _WIDTH, y)
        yield text(_LEFT - 6, y + 4, f"{part} %", size=11, fill=MUTED, anchor="end")
    every = max(1, len(scores) // 12)
    for score in scores[::every]:
        yield line(x(score), _TOP + _HEIGHT, x(score), _TOP + _HEIGHT + 5, LINE)
        yield text(x(score), _TOP + _HEIGHT + 18, f"{score:g}", size=11, fill=MUTED, anchor="middle")
