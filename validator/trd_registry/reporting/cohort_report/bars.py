"""Bars of persons, and the marks by which every figure tells what is met, what cannot be told and what is not met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trd_registry.reporting.cohort_report.cells import Count, Hidden, percent
from trd_registry.reporting.svg import (
    INK,
    LINE,
    MUTED,
    PAPER,
    document,
    line,
    number,
    path,
    rect,
    text,
    width_of,
)

#: What is certain, and the strokes of what is undecided.
CERTAIN, UNDECIDED = "#0b5563", "#4f4a86"

#: A figure is no wider than a telephone shows without being pushed about; labels stand above their bars.
WIDTH = 400
_EDGE, _BAR, _LABEL, _SIZE = 8, 13, 16, 13
_SCALE = 22

MET, OPEN, NOT, OUT, SETTLES = "met", "cannot tell", "not met", "out of scope", "settles"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in persons."""

    label: str
    certain: Count
    undecided: Count
    #: All persons that the bar could have reached; the figures are shares of them.
    whole: int
    #: Of whom it certainly does not hold; what is left of the whole is left blank.
    failed: Count = 0
    #: What is written at the right; the shares where it is empty.
    said: str = ""

    @property
    def says(self) -> str:
        """``12.5 % to 40 %``."""
        if isinstance(self.certain, Hidden) or isinstance(self.undecided, Hidden):
            return "suppressed"
        if self.said or not self.whole:
            return self.said or "nobody"
        lower, upper = percent(self.certain / self.whole), percent((self.certain + self.undecided) / self.whole)
        return lower if lower == upper else f"{lower} to {upper}"


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    description: str,
    legend: Sequence[tuple[str, str]],
    certain: str = MET,
) -> str:
    """The bars under one another, with a scale of percent.

    Args:
        rows: In the order in which they are drawn.
        title: Of the picture.
        description: What it shows, for readers who cannot see it.
        legend: Marks, each with what it means here.
        certain: The mark of what is certain.
    """
    keys, top = key(legend)
    parts = list(keys)
    y = top + _SCALE
    places = []
    for row in rows:
        lines = wrapped(row.label, WIDTH - 2 * _EDGE - width_of(row.says, 12) - 10, _SIZE)
        places.append((row, lines, y))
        y += _LABEL * len(lines) + _BAR + 11
    parts += _scale(top, y)
    for row, lines, at in places:
        parts += _bar(row, lines, at, certain)
    return document(parts, width=WIDTH, height=y + 4, title=title, description=description)


def key(legend: Sequence[tuple[str, str]]) -> tuple[list[str], float]:
    """What the marks mean, as many beside each other as there is room for, and where the next part can begin."""
    parts: list[str] = []
    x, y = float(_EDGE), 8.0
    for mark, means in legend:
        room = 30 + width_of(means, 12) + 12
        if x > _EDGE and x + room > WIDTH:
            x, y = float(_EDGE), y + 20
        parts += marked(mark, x, y, 24, 12)
        parts.append(text(x + 29, y + 10.5, means, size=12, width=WIDTH - x - 30))
        x += room
    return parts, y + 24


def marked(mark: str, x: float, y: float, width: float, height: float) -> Iterator[str]:
    """A box that means one thing in every figure."""
    if mark == MET:
        yield rect(x, y, width, height, CERTAIN)
    elif mark == SETTLES:
        yield rect(x, y, width, height, UNDECIDED)
    elif mark == OPEN:
        yield from hatched(x, y, width, height)
    elif mark == NOT:
        yield rect(x, y, width, height, LINE)
    else:
        yield frame(x, y, width, height)


def wrapped(said: str, width: float, size: float, lines: int = 3) -> list[str]:
    """The words on at most so many lines; what does not fit on the last is cut when it is drawn."""
    found = [""]
    for word in said.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and len(found) < lines and width_of(longer, size) > width:
            found.append(word)
        else:
            found[-1] = longer
    return found


def _scale(top: float, bottom: float) -> Iterator[str]:
    plot = WIDTH - 2 * _EDGE
    for part in range(0, 101, 25):
        x = _EDGE + plot * part / 100
        yield line(x, top + 14, x, bottom - 6)
        anchor = "start" if part == 0 else "end" if part == 100 else "middle"
        yield text(x, top + 10, f"{part} %", size=11, fill=MUTED, anchor=anchor)


def _bar(row: Bar, lines: Sequence[str], y: float, certain_mark: str) -> Iterator[str]:
    plot, room = WIDTH - 2 * _EDGE, WIDTH - 2 * _EDGE - width_of(row.says, 12) - 10
    # Words stand on the paper, not on the lines of the scale.
    yield rect(_EDGE, y, plot, _LABEL * len(lines) + 1, PAPER)
    for place, said in enumerate(lines):
        yield text(_EDGE, y + _LABEL * (place + 1) - 4, said, size=_SIZE, width=room)
    foot = y + _LABEL * len(lines)
    yield text(WIDTH - _EDGE, foot - 4, row.says, size=12, fill=INK, anchor="end")
    yield rect(_EDGE, foot + 1, plot, _BAR, "none", extra=f'stroke="{LINE}" stroke-width="1"')
    if isinstance(row.certain, Hidden) or isinstance(row.undecided, Hidden) or not row.whole:
        return
    failed = 0 if isinstance(row.failed, Hidden) else row.failed
    x = float(_EDGE)
    for mark, count in ((certain_mark, row.certain), (OPEN, row.undecided), (NOT, failed)):
        if count:
            yield from marked(mark, x, foot + 1, plot * count / row.whole, _BAR)
            x += plot * count / row.whole


def hatched(x: float, y: float, width: float, height: float) -> Iterator[str]:
    """A box with slanting strokes: told from a filled one without colour."""
    yield rect(x, y, width, height, PAPER, extra=f'stroke="{UNDECIDED}" stroke-width="1"')
    strokes = []
    start = x - height + 5
    while start < x + width:
        low = max(0.0, x - start)
        high = min(height, x + width - start)
        if high > low:
            ends = [number(one) for one in (start + low, y + height - low, start + high, y + height - high)]
            strokes.append(f"M{ends[0]} {ends[1]}L{ends[2]} {ends[3]}")
        start += 6
    if strokes:
        yield path("".join(strokes), stroke=UNDECIDED, width=1)


def frame(x: float, y: float, width: float, height: float) -> str:
    """The outline of a plot."""
    return rect(x, y, width, height, "none", extra=f'stroke="{LINE}"')
