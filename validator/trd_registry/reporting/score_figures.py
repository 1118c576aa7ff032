"""The figures of a score, for a picture and a table: what gives how many points, and where the bands of the total lie.

All figures come from the rules at default readings. Nothing is added that the definition does not say, but for one
thing: where every item gives whole points, a band above 6 is told as beginning with 7.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from trd_registry.english.bounds import bounds_in_words, listed
from trd_registry.english.in_words import lexicon_of, teller_for
from trd_registry.english.lexicon import plain
from trd_registry.english.teller import Teller
from trd_registry.model.definition import Definition
from trd_registry.model.interval import format_number
from trd_registry.model.rules import Band, BandItem, CaseItem, CountItem, Score, ScoreItem, TrialItem
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import constant
from trd_registry.reporting.telling.score import points, stretch


@dataclass(frozen=True, slots=True)
class Giving:
    """One way to earn points in an item."""

    what: str
    points: float
    #: What it is given again for; empty where it is given once.
    each: str = ""
    #: Whether the default readings leave it out.
    is_left_out: bool = False

    @property
    def says(self) -> str:
        """``3 points``, ``0.5 points for each trial``."""
        if self.is_left_out:
            return f"not asked by default; {points(self.points)} under another reading"
        return f"{points(self.points)}{f' for each {self.each}' if self.each else ''}"


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item: every way to earn points in it, and what it can come to."""

    name: str
    givings: tuple[Giving, ...]
    #: What it can come to, rising; for an item without an upper end the first steps of it.
    levels: tuple[float, ...]
    is_endless: bool = False

    @property
    def says(self) -> str:
        """``1 to 3 points``, ``0 or 3 points``, ``0, 1, 2 and so on``."""
        figures = [format_number(level) for level in self.levels]
        if self.is_endless:
            return f"{', '.join(figures[:3])} and so on"
        steps = {right - left for left, right in zip(self.levels, self.levels[1:], strict=False)}
        if len(figures) > 2 and steps == {1}:
            return f"{figures[0]} to {figures[-1]} points"
        return f"{listed(figures)} {'point' if figures[-1:] == ['1'] else 'points'}"


@dataclass(frozen=True, slots=True)
class BandFigures:
    """A named stretch of the total, both ends in it; the last may have no upper end."""

    name: str
    says: str
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """All of a score that can be drawn."""

    items: tuple[ItemFigures, ...]
    bands: tuple[BandFigures, ...]
    lowest: float
    #: Infinity where the authors set no upper end.
    highest: float
    #: Where resistance begins, in words and as the first figure; empty and None where no cut is given.
    cut: str
    cut_at: float | None

    @property
    def is_whole(self) -> bool:
        """Whether the total is a whole number between two ends."""
        figures = [level for one in self.items for level in one.levels]
        return self.highest != inf and all(figure == int(figure) for figure in (*figures, self.lowest, self.highest))

    @property
    def says(self) -> str:
        """What the total can be."""
        if self.highest == inf:
            return f"from {format_number(self.lowest)}, without an upper end"
        return f"{format_number(self.lowest)} to {format_number(self.highest)} points"


def score_figures(definition: Definition, vocabularies: Vocabularies) -> ScoreFigures | None:
    """The figures at default readings, the first option of a reading without a default; None where it is no score."""
    if not definition.is_executable:
        return None
    score = definition.rules(definition.settle({})[0]).outcome
    if not isinstance(score, Score):
        return None
    teller = teller_for(lexicon_of(definition, vocabularies))
    items = tuple(_item(name, node, teller) for name, node in score.items.items())
    lowest, highest = score.range
    cut = bounds_in_words(score.trd, "points") if score.trd else ""
    found = ScoreFigures(items, (), lowest, highest, cut, score.trd[0].figure if score.trd else None)
    bands = tuple(_band(band, lowest, highest, is_whole=found.is_whole) for band in score.bands)
    return replace(found, bands=bands)


def _item(name: str, node: ScoreItem, teller: Teller) -> ItemFigures:
    givings = tuple(_givings(node, teller))
    given = [one for one in givings if not one.is_left_out]
    figures = {one.points for one in given}
    match node:
        case CountItem():
            levels = _steps(node.points, node.ceiling)
            return ItemFigures(plain(name), givings, levels, node.ceiling == inf)
        case TrialItem():
            return ItemFigures(plain(name), givings, _steps(min(figures, default=0), inf), is_endless=True)
    return ItemFigures(plain(name), givings, tuple(sorted(figures)))


def _steps(step: float, ceiling: float) -> tuple[float, ...]:
    """What so many points for each can come to: up to the ceiling, or the first of it where there is none."""
    count = 4 if ceiling == inf else int(ceiling / step)
    return tuple(dict.fromkeys([*(step * number for number in range(count + 1)), *([ceiling] * (ceiling != inf))]))


def _givings(node: ScoreItem, teller: Teller) -> Iterator[Giving]:
    match node:
        case BandItem():
            measure = teller.words(node.measure).removeprefix("the ")
            for band in node.bands:
                named = f" ({band.name})" if band.name else ""
                yield Giving(f"{measure} {stretch(band)}{named}", band.points)
        case CaseItem():
            for case in node.cases:
                yield Giving(
                    case.name or teller.words(case.when), case.points, is_left_out=constant(case.when) is False
                )
            yield Giving("otherwise", node.otherwise)
        case TrialItem():
            for case in node.cases:
                left_out = constant(case.when) is False
                yield Giving(case.name or teller.words(case.when), case.points, each="trial", is_left_out=left_out)
        case CountItem():
            yield Giving(teller.words(node.measure).removeprefix("the number of "), node.points, each="one")


def _band(band: Band, lowest: float, highest: float, *, is_whole: bool) -> BandFigures:
    """The band within the range of the score; in whole points where the score has them."""
    lower, upper = max(band.lower, lowest), min(band.upper, highest)
    if not is_whole:
        inside = replace(band, lower=lower, upper=upper)
        return BandFigures(band.name, stretch(inside), lower, upper)
    lower += 1 if band.lower_open and band.lower >= lowest else 0
    upper -= 1 if band.upper_open and band.upper <= highest else 0
    return BandFigures(band.name, f"{format_number(lower)} to {format_number(upper)}", lower, upper)
