"""A picture of one episode: its trials over time, and which definitions count which of them."""

from collections.abc import Iterator, Sequence

from trd_registry.evaluating.result import Result
from trd_registry.model.dates import PartialDate
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.reporting import svg
from trd_registry.reporting.timeline.axis import Axis, calendar_axis, schematic_axis
from trd_registry.reporting.timeline.chart import (
    CHART,
    CHART_END,
    LEFT,
    NAME,
    RIGHT,
    ROW,
    WORDS,
    Row,
    draw_axis,
    draw_bar,
    draw_rows,
    rows_of,
    stripe,
)
from trd_registry.reporting.timeline.grid import GridRow, block_height, blocks, draw_block, draw_legend, grid_rows
from trd_registry.reporting.timeline.spans import Span, calendar_spans, is_dated, schematic_spans
from trd_registry.reporting.timeline.words import complete_in_words, date_in_words, no_trial_in_words, quantity
from trd_registry.reporting.words import NOTICE

WIDTH = 1280

UNDATED = "Dates not known: trials in the order of the file, end to end, by their weeks."
ALSO_UNDATED = "Dates not known for these: in the order of the file, end to end, by their weeks."


def timeline_svg(
    history: History, definitions: Sequence[Definition], results: Sequence[Result], vocabularies: Vocabularies
) -> str:
    """The picture as an SVG document, the same bytes for the same input.

    Args:
        history: One patient's record; its text may come from anyone and is escaped.
        definitions: The definitions to show, one row each.
        results: What each of them says of the history, in the same order.
        vocabularies: The treatments, for their usual names.
    """
    rows = rows_of(history, vocabularies)
    grid = grid_rows(definitions, results, rows)
    page = _Page(history)
    page.header()
    page.panels(rows)
    page.grid(grid, rows)
    page.footer()
    title = f"Treatment timeline of {history.title or history.id}"
    return svg.document(
        page.parts, width=WIDTH, height=page.y, title=title, description=_description(history, rows, grid)
    )


def _description(history: History, rows: Sequence[Row], grid: Sequence[GridRow]) -> str:
    """All that the picture shows, in words."""
    undated = f"{UNDATED} " if rows and not any(is_dated(row.trial) for row in rows) else ""
    said = [_episode_in_words(history), complete_in_words(history), undated.strip()]
    said += [row.sentence for row in rows] or [no_trial_in_words(history)]
    said += ["Which definitions count which trial:" if grid else "", *(one.sentence(rows) for one in grid)]
    return " ".join(part for part in [*said, NOTICE] if part)


def _episode_in_words(history: History) -> str:
    onset = f"onset {date_in_words(history.onset)}" if history.onset is not None else "onset not stated"
    as_of = (
        f"record as of {date_in_words(history.as_of)}" if history.as_of is not None else "day of the record not stated"
    )
    return f"Episode: {onset}; {quantity(history.number('episode.months'), 'month', 'length not stated')}; {as_of}."


class _Page:
    """Puts one part under another; ``y`` is where the next one begins."""

    def __init__(self, history: History) -> None:
        self._history = history
        self.parts: list[str] = []
        self.y = 0.0

    def _put(self, parts: Iterator[str]) -> None:
        self.parts.extend(parts)

    def header(self) -> None:
        """Who, when, and what the record claims to list in full."""
        history = self._history
        width = RIGHT - LEFT
        self.parts.append(svg.text(LEFT, 46, history.title or history.id, size=24, bold=True, width=width))
        told = f"{_episode_in_words(history)}  History: {history.id}"
        self.parts.append(svg.text(LEFT, 72, told, size=15, fill=svg.MUTED, width=width))
        self.parts.append(svg.text(LEFT, 93, complete_in_words(history), size=14, fill=svg.MUTED, width=width))
        self.y = 112

    # Trials -------------------------------------------------------------------------------------

    def panels(self, rows: Sequence[Row]) -> None:
        """Dated trials on a calendar, the others on a schematic axis of weeks."""
        dated = [row for row in rows if is_dated(row.trial)]
        undated = [row for row in rows if not is_dated(row.trial)]
        spans = calendar_spans([row.trial for row in dated], self._history)
        if dated or (self._history.onset is not None and self._history.as_of is not None):
            self._calendar(dated, spans)
        if undated:
            self._schematic(undated, ALSO_UNDATED if dated else UNDATED)
        if not rows:
            self.parts.append(svg.text(LEFT, self.y + 28, no_trial_in_words(self._history), size=16))
            self.y += 44
        else:
            self._bar_legend()

    def _calendar(self, rows: Sequence[Row], spans: Sequence[Span]) -> None:
        history = self._history
        ends = [one for day in (history.onset, history.as_of) if day is not None for one in (day.first, day.last)]
        days = [float(one.toordinal()) for one in ends] + [end for one in spans for end in (one.first, one.last)]
        axis = calendar_axis(days, CHART, CHART_END)
        top = self.y + 66
        shows_episode = history.onset is not None and history.as_of is not None
        bottom = top + (len(rows) + shows_episode) * ROW
        self._stripes(len(rows) + shows_episode, top)
        milestones = [axis.at(one.toordinal()) for one in ends]
        self._put(draw_axis(axis, top - 12, bottom, taken=milestones))
        self._put(self._milestones(axis, self.y + 28, bottom))
        if shows_episode:
            self._put(self._episode(axis, top))
            top += ROW
        self._put(draw_rows(rows, spans, axis, top))
        self.y = bottom

    def _milestones(self, axis: Axis, y: float, bottom: float) -> Iterator[str]:
        """Onset and the day of the record: a line down the calendar with its words above."""
        history = self._history
        named = (("onset", history.onset), ("as of", history.as_of))
        found = [(words, day, *self._edges(day, axis)) for words, day in named if day is not None]
        near = len(found) == 2 and found[1][3] - found[0][2] < 260
        for words, day, first, last in found:
            if last - first > 2:
                yield svg.rect(first, y + 8, last - first, bottom - y - 8, svg.INK, extra='fill-opacity="0.08"')
            x, away = (first, "end") if words == "onset" else (last, "start")
            yield svg.line(x, y + 8, x, bottom, svg.INK, width=1.5, dash="" if day.first == day.last else "4 3")
            said = f"{words} {date_in_words(day)}"
            yield svg.text(x, y, said, size=13, bold=True, anchor=away if near else "middle")

    @staticmethod
    def _edges(day: PartialDate, axis: Axis) -> tuple[float, float]:
        return axis.at(day.first.toordinal()), axis.at(day.last.toordinal())

    def _episode(self, axis: Axis, y: float) -> Iterator[str]:
        onset, as_of = self._history.onset, self._history.as_of
        assert onset is not None
        assert as_of is not None
        first, last = float(onset.first.toordinal()), float(as_of.last.toordinal())
        sure = (float(onset.last.toordinal()), float(as_of.first.toordinal()))
        span = Span(first, max(last, first + 1), *(sure if sure[0] < sure[1] else (None, None)))
        ordinal = self._history.number("episode.number")
        yield svg.text(NAME, y + (20 if ordinal.is_exact else 28), "Current episode", size=14, bold=True)
        if ordinal.is_exact:
            yield svg.text(NAME, y + 37, f"episode {ordinal} in life", size=13, fill=svg.MUTED)
        yield from draw_bar(span, axis, "#6e7781", y)
        months = quantity(self._history.number("episode.months"), "month", "length not stated")
        yield svg.text(WORDS, y + 28, months, size=14, width=RIGHT - WORDS)

    def _schematic(self, rows: Sequence[Row], notice: str) -> None:
        spans = schematic_spans([row.trial for row in rows])
        axis = schematic_axis(max(span.last for span in spans), CHART, CHART_END)
        top = self.y + 66
        bottom = top + len(rows) * ROW
        self.parts.append(svg.rect(LEFT - 12, self.y + 12, RIGHT - LEFT + 24, 26, "#fff8c5", radius=4))
        self.parts.append(svg.text(LEFT, self.y + 30, notice, size=14, bold=True, width=RIGHT - LEFT))
        self._stripes(len(rows), top)
        self._put(draw_axis(axis, top - 10, bottom))
        self.parts.append(
            svg.text(CHART - 12, top - 10, "weeks, not a calendar", size=13, fill=svg.MUTED, anchor="end")
        )
        self._put(draw_rows(rows, spans, axis, top))
        self.y = bottom

    def _stripes(self, count: int, top: float) -> None:
        for index in range(count):
            self._put(stripe(index, top + index * ROW, ROW))

    def _bar_legend(self) -> None:
        """What full, light and dashed bars mean, and the gauge of improvement."""
        axis = Axis(0, 1, 0, 1, ())
        x, y = float(CHART), self.y + 10
        kinds = (
            (Span(x, x + 30, x, x + 30), "certain"),
            (Span(x, x + 30), "possible"),
            (Span(x, x + 30, open_end=True), "length not known"),
        )
        for offset, (span, words) in zip((0, 106, 220), kinds, strict=True):
            bar = "".join(draw_bar(span, axis, svg.MUTED, -5))
            self.parts.append(svg.group([bar], at=(offset, y)))
            self.parts.append(svg.text(x + offset + 38, y + 22, words, size=13, fill=svg.MUTED))
        told = "Gauge: improvement from 0 to 100 %, line at 50 %"
        self.parts.append(svg.text(WORDS, y + 22, told, size=13, fill=svg.MUTED, width=RIGHT - WORDS))
        self.y += 44

    # Definitions --------------------------------------------------------------------------------

    def grid(self, grid: Sequence[GridRow], rows: Sequence[Row]) -> None:
        """Which definitions count which trial; many trials take several blocks."""
        if not grid:
            return
        self.y += 26
        self.parts.append(svg.line(LEFT, self.y - 14, RIGHT, self.y - 14))
        self.parts.append(svg.text(LEFT, self.y + 16, "Which definitions count which trial?", size=18, bold=True))
        self._put(draw_legend(self.y + 15))
        self.y += 30
        for first, after in blocks(len(rows)):
            self._put(draw_block(grid, rows, (first, after), self.y))
            self.y += block_height(grid) + 18

    def footer(self) -> None:
        """The small print."""
        self.parts.append(svg.text(LEFT, self.y + 18, NOTICE, size=12, fill=svg.MUTED))
        self.y += 36
