"""Axes of a timeline: where a day or a week lies on the page, and which marks to write beneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trd_registry.reporting.timeline.words import month_in_words

_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_WEEK_STEPS = (1, 2, 4, 8, 12, 26, 52, 104, 260, 520, 1040, 2600, 5200)
#: Words of a month and a year take more room than those of a year.
_MOST_MARKS, _MOST_YEARS = 7, 11


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight scale from a stretch of time to a stretch of the page."""

    first: float
    last: float
    left: float
    right: float
    #: Where marks stand, with their words.
    marks: tuple[tuple[float, str], ...]

    def at(self, moment: float) -> float:
        """The place of a moment, in pixels from the left of the page."""
        share = (moment - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)


def calendar_axis(days: Sequence[float], left: float, right: float) -> Axis:
    """An axis that holds the given days, with marks at the first of months or years."""
    first, last = min(days), max(days)
    margin = max((last - first) * 0.02, 3)
    first, last = first - margin, last + margin
    start, end = date.fromordinal(max(int(first), 1)), date.fromordinal(int(last))
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next(
        (one for one in _MONTH_STEPS if months / one <= (_MOST_MARKS if one < 12 else _MOST_YEARS)), _MONTH_STEPS[-1]
    )
    marks = []
    index = -(-(start.year * 12 + start.month - 1) // step) * step
    while index <= end.year * 12 + end.month - 1:
        year, month = index // 12, index % 12 + 1
        moment = date(year, month, 1).toordinal()
        if first <= moment <= last:
            marks.append((float(moment), month_in_words(year, month) if step < 12 else str(year)))
        index += step
    return Axis(first, last, left, right, tuple(marks))


def schematic_axis(weeks: float, left: float, right: float) -> Axis:
    """An axis of so many weeks from zero."""
    last = max(weeks, 1) * 1.02
    step = next((one for one in _WEEK_STEPS if weeks / one <= _MOST_MARKS), _WEEK_STEPS[-1])
    marks = tuple((float(one), f"{one}") for one in range(0, int(last) + 1, step))
    return Axis(0, last, left, right, marks)
