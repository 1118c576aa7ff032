"""What a rule tree can lead to: stages that can be reached, points that can be given, bands of a measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from trd_registry.checking.possible import World
from trd_registry.checking.ranges import Span, is_filled, span_of, total_span
from trd_registry.model.interval import Interval
from trd_registry.model.rules import Band, BandedStages, BandItem, CaseItem, Ladder, Rules, Score


@dataclass(frozen=True, slots=True)
class BandList:
    """Bands, and the numbers they must divide among themselves."""

    bands: tuple[Band, ...]
    span: Span

    @property
    def falling(self) -> list[Band]:
        """Bands that hold no number or end below the one before them; the rest is judged once there are none."""
        ends = [-inf, *(band.upper for band in self.bands)]
        return [
            band for band, before in zip(self.bands, ends, strict=False) if not _is_band(band) or band.upper < before
        ]


def band_lists(rules: Rules) -> Iterator[BandList]:
    """Every list of bands in a rule tree."""
    outcome = rules.outcome
    if isinstance(outcome, BandedStages):
        yield BandList(outcome.bands, span_of(outcome.measure))
    if isinstance(outcome, Score):
        for item in outcome.items.values():
            if isinstance(item, BandItem):
                yield BandList(item.bands, span_of(item.measure))
        lower, upper = outcome.range
        if outcome.bands and lower <= upper:
            whole = total_span(outcome, {name: [0.0] for name in outcome.items}).whole and _whole_cases(outcome)
            yield BandList(outcome.bands, Span(Interval(lower, upper), whole))


def rising_lists(rules: Rules) -> Iterator[BandList]:
    """The lists of bands whose order can be relied on."""
    return (listed for listed in band_lists(rules) if not listed.falling)


def unreachable_stages(rules: Rules, world: World) -> Iterator[tuple[str, str]]:
    """Place and name of each stage or band in which nobody can be."""
    outcome = rules.outcome
    if isinstance(outcome, Ladder):
        for level, rung in enumerate(outcome.rungs, start=1):
            below = outcome.rungs[: level - 1] if outcome.kind == "cumulative" else ()
            above = outcome.rungs[level : level + 1] if outcome.kind == "cumulative" else outcome.rungs[level:]
            wishes = [(one.when, True) for one in (*below, rung)] + [(one.when, False) for one in above]
            if not world.can_be(*wishes):
                yield rung.place, rung.name
    elif isinstance(outcome, BandedStages):
        yield from _empty_bands(outcome.bands, span_of(outcome.measure))
    elif isinstance(outcome, Score):
        yield from _empty_bands(outcome.bands, possible_total(outcome, world))


def possible_total(score: Score, world: World) -> Span:
    """The totals that some patient can have."""
    reached = {name: list(_reached(item, world)) for name, item in score.items.items() if isinstance(item, CaseItem)}
    return total_span(score, reached)


def _reached(item: CaseItem, world: World) -> Iterator[float]:
    """Points of each case that can be the first to hold, and of none holding."""
    for index, case in enumerate(item.cases):
        if world.can_be((case.when, True), *((one.when, False) for one in item.cases[:index])):
            yield case.points
    if world.can_be(*((one.when, False) for one in item.cases)):
        yield item.otherwise


def _whole_cases(score: Score) -> bool:
    items = [item for item in score.items.values() if isinstance(item, CaseItem)]
    return all(one == int(one) for item in items for one in (item.otherwise, *(case.points for case in item.cases)))


def _empty_bands(bands: tuple[Band, ...], span: Span) -> Iterator[tuple[str, str]]:
    for band in bands:
        if _is_band(band):  # others are for the rule that bands must rise
            inside = Interval(band.lower, band.upper, band.lower_open, band.upper_open)
            if span.meet(inside) is None:
                yield band.place, band.name


def _is_band(band: Band) -> bool:
    filled = is_filled(band.lower, band.upper, lower_open=band.lower_open, upper_open=band.upper_open)
    return filled and band.lower != inf and band.upper != -inf
