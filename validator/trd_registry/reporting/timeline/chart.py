"""The upper part of a timeline: one row a trial, its bar on the axis, its dose, length and outcome beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from trd_registry.model.history import History, Trial
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.reporting import svg
from trd_registry.reporting.timeline.axis import Axis
from trd_registry.reporting.timeline.modality import Look, icon, look_of
from trd_registry.reporting.timeline.spans import Span
from trd_registry.reporting.timeline.words import course_in_words, name_in_words, outcome_in_words, setting_in_words

#: Columns of the page, in pixels: names, bars, words.
LEFT, NAME, CHART, CHART_END, WORDS, RIGHT = 32, 92, 360, 844, 868, 1248
ROW = 46
_BAR, _BAR_TOP = 18, 14
_GAUGE = 72
#: Half the width of the words at an axis, in pixels.
_CLEARANCE = 32


@dataclass(frozen=True, slots=True)
class Row:
    """One trial as it is told: its number in the file and its words."""

    number: int
    trial: Trial
    look: Look
    name: str
    setting: str
    course: str
    outcome: str

    @property
    def sentence(self) -> str:
        """The row in words, for readers who cannot see it."""
        kind = ", ".join(part for part in (self.look.word, self.setting) if part)
        return f"Trial {self.number}: {self.name} ({kind}): {self.course}; {self.outcome}."


def rows_of(history: History, vocabularies: Vocabularies) -> list[Row]:
    """Every trial of a history in the order of the file."""
    return [
        Row(
            number,
            trial,
            look_of(trial),
            name_in_words(trial, vocabularies),
            setting_in_words(trial, history, vocabularies),
            course_in_words(trial),
            outcome_in_words(trial),
        )
        for number, trial in enumerate(history.trials, start=1)
    ]


def draw_axis(axis: Axis, top: float, bottom: float, *, taken: Sequence[float] = ()) -> Iterator[str]:
    """Words at the top, and a faint line down from each, but none where another line is ``taken``."""
    for moment, words in axis.marks:
        x = axis.at(moment)
        if any(abs(x - other) < _CLEARANCE for other in taken):
            continue
        yield svg.line(x, top + 6, x, bottom)
        yield svg.text(x, top, words, size=13, fill=svg.MUTED, anchor="middle")


def draw_rows(rows: Sequence[Row], spans: Sequence[Span], axis: Axis, top: float) -> Iterator[str]:
    """The rows of one panel, one under another."""
    for index, (row, span) in enumerate(zip(rows, spans, strict=True)):
        y = top + index * ROW
        yield svg.group(
            [*_names(row, y), *draw_bar(span, axis, row.look.colour, y), *_words(row, y)], title=row.sentence
        )


def stripe(index: int, y: float, height: float) -> Iterator[str]:
    """A faint band behind every second row, to lead the eye across the page."""
    if index % 2 == 0:
        yield svg.rect(LEFT - 12, y, RIGHT - LEFT + 24, height, svg.STRIPE, radius=4)


def _names(row: Row, y: float) -> Iterator[str]:
    kind = " · ".join(part for part in (row.look.word, row.setting) if part)
    yield svg.text(LEFT + 20, y + 28, str(row.number), size=15, bold=True, anchor="end")
    yield icon(row.look, LEFT + 30, y + 13, 20)
    yield svg.text(NAME, y + 20, row.name, size=14, bold=True, width=CHART - NAME - 12)
    yield svg.text(NAME, y + 37, kind, size=13, fill=svg.MUTED, width=CHART - NAME - 12)


def draw_bar(span: Span, axis: Axis, colour: str, y: float) -> Iterator[str]:
    """Full colour where the trial certainly ran, light where it may have, dashed where nobody knows how long."""
    top = y + _BAR_TOP
    left, right = axis.at(span.first), max(axis.at(span.last), axis.at(span.first) + 6)
    dash = ' stroke-dasharray="5 3"' if span.open_start or span.open_end else ""
    certain = span.sure_from is not None and span.sure_to is not None
    if certain and (span.sure_from, span.sure_to) == (span.first, span.last):
        yield svg.rect(left, top, right - left, _BAR, colour, radius=3)
        return
    outline = f'fill-opacity="0.22" stroke="{colour}" stroke-width="1.5"{dash}'
    yield svg.path(_outline(left, right, top, span), fill=colour, extra=outline)
    if span.sure_from is not None and span.sure_to is not None:
        sure_left, sure_right = axis.at(span.sure_from), axis.at(span.sure_to)
        yield svg.rect(sure_left, top, max(sure_right - sure_left, 2), _BAR, colour)


def _outline(left: float, right: float, top: float, span: Span) -> str:
    """A box whose open ends are left undrawn and toothed, as if torn off."""
    x1, x2, y1, y2 = (svg.number(one) for one in (left, right, top, top + _BAR))
    tooth, half = svg.number(_BAR / 3), svg.number(_BAR / 3)
    end = f"l-4 {tooth}l4 {half}l-4 {half}" if span.open_end else f"V{y2}"
    back = f"L{x1} {y2}"
    start = f"l4 -{tooth}l-4 -{half}l4 -{half}" if span.open_start else ""
    return f"M{x1} {y1}L{x2} {y1}{end}{back}{start}Z"


def _words(row: Row, y: float) -> Iterator[str]:
    yield svg.text(WORDS, y + 20, row.course, size=14, width=RIGHT - WORDS)
    yield from _gauge(row, y + 28)
    yield svg.text(WORDS + _GAUGE + 10, y + 37, row.outcome, size=13, fill=svg.MUTED, width=RIGHT - WORDS - _GAUGE - 10)


def _gauge(row: Row, y: float) -> Iterator[str]:
    """Improvement from 0 to 100 %: full up to what is certain, light up to what is possible."""
    change = row.trial.number("improvement")
    unknown = change.lower == -inf and change.upper >= 100
    dash = 'stroke-dasharray="3 3"' if unknown else ""
    yield svg.rect(WORDS + 0.5, y + 0.5, _GAUGE, 9, svg.PAPER, radius=2, extra=f'stroke="#8c959f" {dash}'.strip())
    if unknown:
        return
    sure, possible = (max(0, min(100, end)) / 100 * _GAUGE for end in (change.lower, change.upper))
    if possible > sure:
        yield svg.rect(WORDS + 0.5 + sure, y + 0.5, possible - sure, 9, svg.INK, extra='fill-opacity="0.25"')
    if sure > 0:
        yield svg.rect(WORDS + 0.5, y + 0.5, sure, 9, svg.INK, radius=2)
    # The middle of the gauge is the usual line between response and none.
    yield svg.line(WORDS + 0.5 + _GAUGE / 2, y - 1, WORDS + 0.5 + _GAUGE / 2, y + 11, svg.MUTED)
