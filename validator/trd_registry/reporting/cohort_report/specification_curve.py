"""Prevalence across readings as a specification curve (after Simonsohn, Simmons and Nelson 2020), as one picture."""

from collections.abc import Iterator, Mapping, Sequence

from trd_registry.cohorts.counting.specifications import Counted
from trd_registry.reporting.cohort_report.bars import CERTAIN, MET, OPEN, UNDECIDED, frame, key
from trd_registry.reporting.svg import INK, LINE, MUTED, document, line, number, path, rect, text

WIDTH = 680
_LEFT, _EDGE, _HEIGHT, _ROW = 232, 12, 170, 15
_PLOT = WIDTH - _LEFT - _EDGE


def specification_curve(
    several: Sequence[Counted], options: Mapping[str, Sequence[str]], persons: int, *, title: str, description: str
) -> str:
    """The shares of all persons, sorted, and below them which option each specification takes.

    Args:
        several: Specifications in the order in which they are drawn, from left to right.
        options: Reading -> its options, the usual one first.
        persons: All of them.
        title: Of the picture.
        description: What it shows, for readers who cannot see it.
    """
    parts, top = key([(MET, "certainly met"), (OPEN, "cannot tell")])
    top += 10
    step = _PLOT / max(len(several), 1)
    highest = max([(one.met + one.undecided) / persons for one in several] or [1])
    scale = next((end for end in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if highest <= end), 1.0)
    foot = top + _HEIGHT
    body = list(_matrix(several, options, foot + 14, step))
    rows = sum(len(one) + 1 for one in options.values())
    bottom = foot + 14 + rows * _ROW
    for place, one in enumerate(several):
        if one.kind == "usual":
            parts.append(rect(_LEFT + place * step, top, max(step, 2), bottom - top, "#f3e7c9"))
            parts.append(text(_LEFT + (place + 0.5) * step, top - 4, "usual", size=11, fill=INK, anchor="middle"))
    for part in range(5):
        y = foot - _HEIGHT * part / 4
        parts.append(line(_LEFT, y, _LEFT + _PLOT, y))
        parts.append(text(_LEFT - 6, y + 4, f"{100 * scale * part / 4:g} %", size=11, fill=MUTED, anchor="end"))
    parts.append(text(8, top + 10, "Share of all persons", size=12))
    parts.append(frame(_LEFT, top, _PLOT, _HEIGHT))
    parts += _bands(several, persons, scale, foot, step)
    return document([*parts, *body], width=WIDTH, height=bottom + 8, title=title, description=description)


def _bands(several: Sequence[Counted], persons: int, scale: float, foot: float, step: float) -> Iterator[str]:
    """For each the certain share as a bold dash, and upright strokes up to the possible one."""
    certain, possible = [], []
    for place, one in enumerate(several):
        left = _LEFT + place * step
        low = foot - _HEIGHT * one.met / persons / scale
        high = foot - _HEIGHT * (one.met + one.undecided) / persons / scale
        certain.append(f"M{number(left)} {number(low)}H{number(left + max(step, 2))}")
        if low - high > 0.5:
            middle = number(left + step / 2)
            possible.append(f"M{middle} {number(low)}V{number(high)}")
            possible.append(f"M{number(left + step * 0.2)} {number(high)}H{number(left + step * 0.8)}")
    if possible:
        yield path("".join(possible), stroke=UNDECIDED, width=1)
    if certain:
        yield path("".join(certain), stroke=CERTAIN, width=3)


def _matrix(several: Sequence[Counted], options: Mapping[str, Sequence[str]], top: float, step: float) -> Iterator[str]:
    y = top
    size = min(step * 0.8, 7)
    for reading, names in options.items():
        y += _ROW
        yield text(8, y - 3, reading, size=12, width=_LEFT - 16, bold=True)
        yield line(8, y - _ROW + 1, WIDTH - _EDGE, y - _ROW + 1, LINE)
        for name in names:
            y += _ROW
            yield text(18, y - 4, name, size=11, width=_LEFT - 26, fill=MUTED)
            data = "".join(
                f"M{number(_LEFT + (place + 0.5) * step - size / 2)} {number(y - 8)}h{number(size)}"
                for place, one in enumerate(several)
                if one.readings.get(reading) == name or (one.readings.get(reading) is None and name == "left open")
            )
            if data:
                yield path(data, stroke=CERTAIN, width=7)
