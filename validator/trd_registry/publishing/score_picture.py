"""A score as a picture: a bar for each item on one scale of points, and the total with its bands below.

Colours come from the style sheet by class, so that the picture follows the light or dark mode of the page.
"""

from collections.abc import Iterator
from math import inf

from trd_registry.model.interval import format_number
from trd_registry.reporting.score_figures import BandFigures, ItemFigures, ScoreFigures
from trd_registry.reporting.svg import clean, fit, number, width_of

#: In units of the picture, which is about as wide as the screen of a phone.
WIDTH, MARGIN, ARROW = 360, 6, 10
SIZE, SMALL = 13, 11
BAR, ROW = 20, 50
#: A cell must be so wide for a figure to stand in it.
_LEGIBLE = 17


def score_picture(figures: ScoreFigures, title: str) -> str:
    """The SVG element; the same figures always give the same text."""
    parts: list[str] = []
    scale = _Scale(figures)
    y = 0.0
    for item in figures.items:
        parts += _item(item, scale, y)
        y += ROW
    parts += _total(figures, scale, y)
    height = y + ROW + (34 if figures.bands or figures.cut_at is not None else 0)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="score-picture" viewBox="0 0 {WIDTH} {number(height)}" '
        'role="img" aria-labelledby="score-title score-desc">'
    )
    named = f'<title id="score-title">{clean(title)}</title><desc id="score-desc">{clean(described(figures))}</desc>'
    return "".join([head, named, *parts, "</svg>"])


def described(figures: ScoreFigures) -> str:
    """The whole picture in sentences, for readers who do not see it."""
    items = "; ".join(f"{one.name} {one.says}" for one in figures.items)
    bands = "".join(f" {one.name}: {one.says}." for one in figures.bands)
    cut = f" Resistant: {figures.cut}." if figures.cut else " No cut for resistance is given."
    return f"Items: {items}. Total: {figures.says}.{bands}{cut}"


class _Scale:
    """Points as places from left to right; a score without an upper end runs into an arrow."""

    def __init__(self, figures: ScoreFigures) -> None:
        ends = [item.levels[-1] for item in figures.items if not item.is_endless]
        reach = max([*ends, figures.cut_at or 0, 4]) + 1
        self.top = figures.highest if figures.highest != inf else reach
        self.unit = (WIDTH - 2 * MARGIN - (ARROW if figures.highest == inf else 0)) / self.top

    def x(self, points: float) -> float:
        return MARGIN + min(points, self.top) * self.unit

    @property
    def end(self) -> float:
        return self.x(self.top)


def _heading(y: float, name: str, says: str) -> Iterator[str]:
    room = WIDTH - 2 * MARGIN - width_of(says, SIZE) - 8
    yield _text(MARGIN, y + 17, fit(name, room, SIZE, bold=True), "name")
    yield _text(WIDTH - MARGIN, y + 17, says, "", anchor="end")


def _item(item: ItemFigures, scale: _Scale, y: float) -> Iterator[str]:
    yield from _heading(y, item.name, item.says)
    top = y + 24
    if item.is_endless:
        yield _rect(scale.x(0), top, scale.end - scale.x(0), "more")
        yield _arrow(scale.end, top, "more")
    else:
        yield _rect(scale.x(0), top, scale.x(item.levels[-1]) - scale.x(0), "more")
        if item.levels[0] > 0:
            yield _rect(scale.x(0), top, scale.x(item.levels[0]) - scale.x(0), "sure")
    for level in item.levels:
        if 0 < level <= scale.top:
            is_sure = not item.is_endless and level == item.levels[0]
            yield from _level(level, scale, top, is_sure=is_sure)


def _level(level: float, scale: _Scale, top: float, *, is_sure: bool) -> Iterator[str]:
    """A mark at a level, its figure left of it."""
    x = scale.x(level)
    yield f'<line class="mark" x1="{number(x)}" y1="{number(top)}" x2="{number(x)}" y2="{number(top + BAR)}"/>'
    if scale.unit * min(level, 1) >= _LEGIBLE:
        yield _text(x - 4, top + 14.5, format_number(level), "on" if is_sure else "figure", anchor="end")


def _total(figures: ScoreFigures, scale: _Scale, y: float) -> Iterator[str]:
    yield from _heading(y, "Total", figures.says)
    top = y + 24
    if figures.bands:
        for index, band in enumerate(figures.bands):
            yield from _band(band, figures, scale, top, index)
    else:
        yield _rect(scale.x(figures.lowest), top, scale.end - scale.x(figures.lowest), "band")
    if figures.highest == inf:
        yield _arrow(scale.end, top, "band")
    if figures.cut_at is not None:
        yield from _cut(figures, scale, top)


def _band(band: BandFigures, figures: ScoreFigures, scale: _Scale, top: float, index: int) -> Iterator[str]:
    """A stretch of the total; where points are whole, the one before its first point belongs to the band below."""
    begin = scale.x(band.lower - (1 if figures.is_whole else 0))
    end = scale.x(band.upper)
    # A gap between neighbours, so that they stand apart without colour.
    yield _rect(begin + 1, top, end - begin - 2, "band other" if index % 2 else "band")
    middle, room = (begin + end) / 2, end - begin - 2
    if figures.is_whole and scale.unit >= _LEGIBLE:
        for value in range(int(band.lower), int(band.upper) + 1):
            yield _text(scale.x(value) - scale.unit / 2, top + 14.5, str(value), "figure", anchor="middle")
    yield _text(middle, top + BAR + 15, fit(band.name, room, SIZE, bold=True), "name", anchor="middle")
    yield _text(middle, top + BAR + 29, fit(band.says, room, SMALL), "figure", anchor="middle")


def _cut(figures: ScoreFigures, scale: _Scale, top: float) -> Iterator[str]:
    x = scale.x(figures.cut_at or 0)
    yield f'<line class="cut" x1="{number(x)}" y1="{number(top - 4)}" x2="{number(x)}" y2="{number(top + BAR + 6)}"/>'
    said = f"resistant: {figures.cut}"
    half = width_of(said, SIZE) / 2
    middle = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
    below = 44 if figures.bands else 20
    yield _text(middle, top + BAR + below, said, "cut-name", anchor="middle")


def _rect(x: float, y: float, width: float, name: str) -> str:
    size = f'width="{number(width)}" height="{BAR}"'
    return f'<rect class="{name}" x="{number(x)}" y="{number(y)}" {size}/>'


def _arrow(x: float, y: float, name: str) -> str:
    return f'<path class="{name}" d="M{number(x)} {number(y)}l{ARROW} {BAR / 2:g}l-{ARROW} {BAR / 2:g}z"/>'


def _text(x: float, y: float, said: str, name: str, *, anchor: str = "start") -> str:
    named = f' class="{name}"' if name else ""
    turned = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text{named} x="{number(x)}" y="{number(y)}"{turned}>{clean(said)}</text>'
