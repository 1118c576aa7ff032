"""Which numbers can occur at all: facts, measures over trials, points and totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, inf

from trd_registry.model.facts import TRIAL_FACTS, patient_fact
from trd_registry.model.interval import EVERYTHING, Interval, hull
from trd_registry.model.nodes import Count, Extreme, Measure, PatientNumber, Sum
from trd_registry.model.rules import BandItem, CountItem, Score, ScoreItem, TrialItem

NOT_NEGATIVE = Interval(0)


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers a measure can give, and whether only whole ones."""

    range: Interval
    whole: bool

    def meet(self, other: Interval) -> Interval | None:
        """What is left within another interval; None where nothing is."""
        both = self.range.meet(other)
        return None if both is None or (self.whole and not holds_whole_number(both)) else both


def span_of(measure: Measure) -> Span:
    """What a measure can give, whatever the trials are."""
    match measure:
        case PatientNumber():
            kind = patient_fact(measure.fact)
            return Span(kind.range, kind.whole)
        case Count():
            return Span(NOT_NEGATIVE, whole=True)
        case Sum():
            kind = TRIAL_FACTS[measure.fact]
            return Span(NOT_NEGATIVE if kind.lower >= 0 else EVERYTHING, kind.whole)
        case Extreme():
            return Span(EVERYTHING, TRIAL_FACTS[measure.fact].whole)
    return Span(EVERYTHING, whole=False)


def holds_whole_number(interval: Interval) -> bool:
    """Whether some whole number lies in an interval."""
    if interval.lower == -inf or interval.upper == inf:
        return True
    lowest, highest = ceil(interval.lower), floor(interval.upper)
    if interval.lower_open and lowest == interval.lower:
        lowest += 1
    if interval.upper_open and highest == interval.upper:
        highest -= 1
    return lowest <= highest


# Points ------------------------------------------------------------------------------------------


def total_span(score: Score, reached: Mapping[str, list[float]]) -> Span:
    """The totals that the items of a score can give together.

    Args:
        score: A score with every reading settled.
        reached: For each item of cases, the points that some patient can be given.

    """
    spans = [item_span(item, reached.get(name, [])) for name, item in score.items.items()]
    lower = sum(span.range.lower for span in spans)
    upper = sum(span.range.upper for span in spans)
    return Span(Interval(lower, upper), all(span.whole for span in spans))


def item_span(item: ScoreItem, reached: list[float]) -> Span:
    """The points that one item can give."""
    match item:
        case BandItem():
            measured = span_of(item.measure)
            points = [
                band.points
                for band in item.bands
                if is_filled(band.lower, band.upper, lower_open=band.lower_open, upper_open=band.upper_open)
                and measured.meet(Interval(band.lower, band.upper, band.lower_open, band.upper_open)) is not None
            ]
            return _of(points)
        case TrialItem():
            points = [case.points for case in item.cases]
            lower = -inf if min(points, default=0) < 0 else 0
            return Span(Interval(lower, inf if max(points, default=0) > 0 else 0), _whole(points))
        case CountItem():
            measured = span_of(item.measure)
            if item.points < 0:
                return Span(EVERYTHING, whole=False)
            raw = measured.range.times(item.points)
            upper = min(raw.upper, item.ceiling)
            whole = measured.whole and _whole([item.points])
            return Span(Interval(min(raw.lower, upper), upper), whole)
    return _of(reached)


def is_filled(lower: float, upper: float, *, lower_open: bool, upper_open: bool) -> bool:
    """Whether any number lies between two ends."""
    return lower < upper or (lower == upper and not lower_open and not upper_open)


def _of(points: list[float]) -> Span:
    if not points:
        return Span(Interval.exactly(0), whole=True)
    return Span(hull(Interval.exactly(one) for one in points), _whole(points))


def _whole(points: list[float]) -> bool:
    return all(one == int(one) for one in points)
