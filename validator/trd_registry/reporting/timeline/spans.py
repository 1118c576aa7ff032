"""When each trial took place: by real dates where they are known, otherwise one after the other by weeks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from trd_registry.model.history import History, Trial

#: How long a bar is drawn where the length is not known, in weeks; its end is drawn open.
_NOMINAL, _NOMINAL_TAIL = 6.0, 3.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, in days (calendar) or weeks (schematic).

    The trial ran at some time from ``first`` to ``last``; from ``sure_from`` to ``sure_to`` it certainly
    did (None where that cannot be said of any time). An open end lies further out, nobody knows how far.
    """

    first: float
    last: float
    sure_from: float | None = None
    sure_to: float | None = None
    open_start: bool = False
    open_end: bool = False


def is_dated(trial: Trial) -> bool:
    """Whether the history says when the trial began or ended."""
    return trial.start is not None or trial.end is not None


def calendar_spans(trials: Sequence[Trial], history: History) -> list[Span]:
    """Spans of dated trials, in days counted as `datetime.date.toordinal` does."""
    latest = history.as_of.last.toordinal() if history.as_of is not None else inf
    return [_calendar(trial, latest) for trial in trials]


def _calendar(trial: Trial, latest: float) -> Span:
    weeks = trial.number("weeks")
    shortest, longest = weeks.lower * 7, weeks.upper * 7
    open_start = open_end = False
    start, end = trial.start, trial.end
    if start is not None:
        begins = (float(start.first.toordinal()), float(start.last.toordinal()))
    if end is not None:
        ends = (float(end.first.toordinal()), float(end.last.toordinal()))
    if start is None:
        open_start = longest == inf
        back = longest if longest != inf else shortest + _tail(shortest)
        begins = (ends[0] - back, ends[1] - shortest)
    if end is None:
        open_end = longest == inf
        ahead = longest if longest != inf else shortest + _tail(shortest)
        ends = (begins[0] + shortest, begins[1] + ahead)
        if trial.choice("stopped") == frozenset(["ongoing"]) and latest != inf:
            ends, open_end = (latest, latest), False
    first, last = begins[0], max(min(ends[1], latest), begins[0] + 1)
    span = Span(first, last, open_start=open_start, open_end=open_end)
    sure = (begins[1], min(ends[0], last))
    # A start of which only the year is known may lie after the earliest end: then no day is certain.
    return replace(span, sure_from=sure[0], sure_to=sure[1]) if sure[0] < sure[1] else span


def _tail(shortest: float) -> float:
    return 7 * (_NOMINAL_TAIL if shortest > 0 else _NOMINAL)


def schematic_spans(trials: Sequence[Trial]) -> list[Span]:
    """Spans of undated trials in weeks from zero, each beginning where the one before it ends."""
    spans: list[Span] = []
    cursor = 0.0
    for trial in trials:
        weeks = trial.number("weeks")
        is_open = weeks.upper == inf
        length = weeks.upper if not is_open else weeks.lower + (_NOMINAL_TAIL if weeks.lower > 0 else _NOMINAL)
        span = Span(cursor, cursor + max(length, 0.2), open_end=is_open)
        spans.append(replace(span, sure_from=cursor, sure_to=cursor + weeks.lower) if weeks.lower > 0 else span)
        cursor = spans[-1].last
    return spans
