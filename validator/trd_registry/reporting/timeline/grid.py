"""The lower part of a timeline: one row a definition, one mark a trial, and what the definition says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.model.truth import Truth
from trd_registry.reporting import svg
from trd_registry.reporting.timeline.chart import CHART, CHART_END, LEFT, RIGHT, WORDS, Row, stripe
from trd_registry.reporting.timeline.counting import Counts, counted_trials
from trd_registry.reporting.timeline.modality import icon
from trd_registry.reporting.words import range_in_words, value_in_words, verdict_in_words

#: More trials than this are drawn in several blocks.
_BLOCK = 24
ROW, HEAD = 30, 46
_SHORT, _FULL = LEFT, LEFT + 142


@dataclass(frozen=True, slots=True)
class GridRow:
    """One definition on one history."""

    definition: Definition
    result: Result
    counts: tuple[Counts, ...]

    @property
    def short(self) -> str:
        """The definition's code for tables."""
        return str(self.definition.document.get("short", self.definition.id))

    @property
    def name(self) -> str:
        """``id@version``; whatever is not released says so."""
        status = self.definition.status
        return self.definition.reference if status == "released" else f"{status} {self.definition.reference}"

    @property
    def saying(self) -> str:
        """The answer in full: ``met``, ``cannot tell, stages none or I or II``."""
        return self._said(value_in_words(self.result))

    @property
    def saying_briefly(self) -> str:
        """The answer in few words: of more than two possible stages or bands, the first and the last."""
        stages, bands = self.result.stages, self.result.bands
        if self.result.applicable is False or (stages is None and bands is None):
            return self.saying
        parts = []
        if self.result.score is not None:
            parts.append(f"score {range_in_words(self.result.score)}")
        if stages:
            noun = (
                ""
                if any("stage" in name.casefold() for name in stages)
                else "stage "
                if len(stages) == 1
                else "stages "
            )
            parts.append(f"{noun}{_span(stages)}")
        parts += [_span(bands)] if bands else []
        parts += ["if in scope"] if self.result.applicable is None else []
        return self._said(", ".join(parts))

    def _said(self, value: str) -> str:
        if self.result.applicable is False:
            return "not applicable"
        if self.result.verdict is None:
            return value or verdict_in_words(self.result)
        return f"{verdict_in_words(self.result)}{f', {value}' if value else ''}"

    def sentence(self, rows: Sequence[Row]) -> str:
        """The row in words."""
        if self.result.applicable is False:
            return f"{self.name}: not applicable to this patient."
        told = "; ".join(f"{row.number} {row.name}: {one.word}" for row, one in zip(rows, self.counts, strict=True))
        return f"{self.name}: {self.saying}. {f'{told}.' if told else ''}".strip()


def grid_rows(definitions: Sequence[Definition], results: Sequence[Result], rows: Sequence[Row]) -> list[GridRow]:
    """What each definition makes of each trial."""
    trials = tuple(row.trial for row in rows)
    return [
        GridRow(definition, result, tuple(counted_trials(result, trials)))
        for definition, result in zip(definitions, results, strict=True)
    ]


def draw_legend(y: float) -> Iterator[str]:
    """What the marks mean, on one line that ends at the right margin."""
    x = RIGHT - 318
    for value, words, width in ((True, "counts", 84), (False, "does not count", 136), (None, "cannot tell", 0)):
        yield draw_mark(value, x, y - 5, 7)
        yield svg.text(x + 14, y, words, size=13, fill=svg.MUTED)
        x += width


def blocks(count: int) -> list[tuple[int, int]]:
    """Where each block of columns begins and ends: so many trials in as few blocks of like size as will hold them."""
    number = max(-(-count // _BLOCK), 1)
    size = max(-(-count // number), 1)
    return [(first, min(first + size, count)) for first in range(0, max(count, 1), size)]


def draw_block(grid: Sequence[GridRow], rows: Sequence[Row], part: tuple[int, int], top: float) -> Iterator[str]:
    """One block of columns: the trials from the first index to before the second."""
    shown = rows[slice(*part)]
    columns = _columns(len(shown))
    for row, x in zip(shown, columns, strict=True):
        head = [
            svg.text(x, top + 14, str(row.number), size=13, bold=True, anchor="middle"),
            icon(row.look, x - 8, top + 21, 16),
        ]
        yield svg.group(head, title=f"Trial {row.number}: {row.name} ({row.look.word})")
    yield svg.text(WORDS, top + 34, "The definition says", size=13, fill=svg.MUTED)
    yield svg.text(LEFT, top + 34, "Definition", size=13, fill=svg.MUTED)
    for index, one in enumerate(grid):
        y = top + HEAD + index * ROW
        yield from stripe(index, y, ROW)
        yield from _line(one, shown, one.counts[slice(*part)], y)


def block_height(grid: Sequence[GridRow]) -> float:
    """The height of one block, in pixels."""
    return HEAD + len(grid) * ROW


def _columns(count: int) -> list[float]:
    step = min(56.0, (CHART_END - CHART) / max(count, 1))
    return [CHART + step * (index + 0.5) for index in range(count)]


def _line(one: GridRow, shown: Sequence[Row], marks: Sequence[Counts], y: float) -> Iterator[str]:
    middle = y + ROW / 2
    yield svg.text(_SHORT, middle + 5, one.short, size=14, bold=True, width=_FULL - _SHORT - 6)
    yield svg.text(_FULL, middle + 5, one.name, size=13, fill=svg.MUTED, width=CHART - _FULL - 8)
    outside = one.result.applicable is False
    for row, x, counts in zip(shown, _columns(len(shown)), marks, strict=True):
        word = "not applicable" if outside else counts.word
        hangs = f" (not stated: {', '.join(counts.open_facts)})" if counts.open_facts and not outside else ""
        mark = _dash(x, middle) if outside else draw_mark(counts.value, x, middle, 8)
        yield svg.group([mark], title=f"{one.definition.reference}, trial {row.number}, {row.name}: {word}{hangs}")
    yield from _saying(one, middle)


def _saying(one: GridRow, middle: float) -> Iterator[str]:
    verdict = one.result.verdict
    if one.result.applicable is False or verdict is None:
        yield _dash(WORDS + 7, middle)
    else:
        yield _square({"met": True, "not_met": False, "indeterminate": None}[verdict], WORDS, middle - 7)
    said = svg.text(
        WORDS + 22, middle + 5, one.saying_briefly, size=14, bold=verdict == "met", width=RIGHT - WORDS - 22
    )
    yield svg.group([said], title=one.saying)


def _span(names: Sequence[str]) -> str:
    """Names that may apply, in their order: ``I``, ``I or II``, ``none to III``."""
    return " or ".join(names) if len(names) <= 2 else f"{names[0]} to {names[-1]}"


def draw_mark(value: Truth, x: float, y: float, radius: float) -> str:
    """A disc that is full (counts, with a tick), empty (does not count) or half full (cannot tell)."""
    ring = f'<circle cx="{svg.number(x)}" cy="{svg.number(y)}" r="{svg.number(radius)}"'
    if value is True:
        tick = (
            f"M{svg.number(x - radius * 0.45)} {svg.number(y)}l{svg.number(radius * 0.35)} {svg.number(radius * 0.4)}"
        )
        tick += f"l{svg.number(radius * 0.6)} -{svg.number(radius * 0.8)}"
        return f'{ring} fill="{svg.INK}"/>' + svg.path(tick, stroke=svg.PAPER, width=1.8)
    empty = f'{ring} fill="{svg.PAPER}" stroke="{"#8c959f" if value is False else svg.INK}" stroke-width="1.5"/>'
    if value is False:
        return empty
    r = svg.number(radius)
    return empty + svg.path(
        f"M{svg.number(x)} {svg.number(y - radius)}a{r} {r} 0 0 0 0 {svg.number(2 * radius)}z", fill=svg.INK
    )


def _square(value: Truth, x: float, y: float) -> str:
    fill = svg.INK if value else svg.PAPER
    box = svg.rect(x + 0.5, y + 0.5, 13, 13, fill, radius=2, extra=f'stroke="{svg.INK}" stroke-width="1.5"')
    return box + svg.rect(x + 0.5, y + 0.5, 6.5, 13, svg.INK) if value is None else box


def _dash(x: float, y: float) -> str:
    return svg.line(x - 5, y, x + 5, y, "#8c959f", width=2)
