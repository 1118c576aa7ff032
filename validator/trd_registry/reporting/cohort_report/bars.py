"""Bars of persons: those of whom something is certain, filled; those of whom it is possible, hatched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trd_registry.reporting.cohort_report.cells import Count, Hidden, percent
from trd_registry.reporting.svg import INK, LINE, MUTED, PAPER, document, line, number, path, rect, text, width_of

#: What is certain, and the strokes of what is undecided.
CERTAIN, UNDECIDED = "#0b5563", "#4f4a86"

_PLOT, _NUMBERS, _ROW, _TOP, _BAR = 420, 150, 24, 64, 14

#: Labels take what they need, so that bars are near the edge of a narrow screen, and no more than this.
_LABEL = 250


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in persons."""

    label: str
    certain: Count
    undecided: Count
    #: All persons that the bar could have reached; the figures are shares of them.
    whole: int

    @property
    def says(self) -> str:
        """``12.5 % to 40 %``."""
        if isinstance(self.certain, Hidden) or isinstance(self.undecided, Hidden):
            return "suppressed"
        if not self.whole:
            return "nobody"
        lower, upper = percent(self.certain / self.whole), percent((self.certain + self.undecided) / self.whole)
        return lower if lower == upper else f"{lower} to {upper}"


def bars(
    rows: Sequence[Bar], *, title: str, description: str, certainly: str = "certain", open_word: str = "cannot tell"
) -> str:
    """The bars under one another, with a scale of percent.

    Args:
        rows: In the order in which they are drawn.
        title: Of the picture.
        description: What it shows, for readers who cannot see it.
        certainly: What the filled part means.
        open_word: What the hatched part means.
    """
    height = _TOP + _ROW * len(rows) + 12
    left = label_width(row.label for row in rows)
    parts = [*_legend(left, certainly, open_word), *_scale(left, height)]
    for place, row in enumerate(rows):
        parts += _bar(left, row, _TOP + _ROW * place)
    return document(parts, width=left + _PLOT + _NUMBERS, height=height, title=title, description=description)


def label_width(labels: Iterable[str], size: float = 13) -> float:
    """Room for labels to the left of a plot, in pixels."""
    return min(_LABEL, max((width_of(one, size) for one in labels), default=0) + 24)


def _legend(left: float, certainly: str, open_word: str) -> Iterator[str]:
    yield rect(left, 10, 26, _BAR, CERTAIN)
    yield text(left + 32, 22, certainly, size=13)
    yield from hatched(left + 190, 10, 26, _BAR)
    yield text(left + 222, 22, open_word, size=13)


def _scale(left: float, height: float) -> Iterator[str]:
    for part in range(0, 101, 25):
        x = left + _PLOT * part / 100
        yield line(x, _TOP - 8, x, height - 8)
        yield text(x, _TOP - 14, f"{part} %", size=11, fill=MUTED, anchor="middle")


def _bar(left: float, row: Bar, y: float) -> Iterator[str]:
    yield text(left - 10, y + 12, row.label, size=13, width=left - 14, anchor="end")
    yield text(left + _PLOT + 12, y + 12, row.says, size=12, width=_NUMBERS - 16, fill=INK)
    if isinstance(row.certain, Hidden) or isinstance(row.undecided, Hidden) or not row.whole:
        return
    certain, undecided = (_PLOT * one / row.whole for one in (row.certain, row.undecided))
    if certain:
        yield rect(left, y, certain, _BAR, CERTAIN)
    if undecided:
        yield from hatched(left + certain, y, undecided, _BAR)


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
