"""Counts the diagnoses of a record: by days from the index event, and by days before a trial began."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import inf

from trd_registry.evaluating.bounds import within
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.trace import Gap, Trace, list_gap
from trd_registry.model.history import History, RecordView, Trial
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bounds, Diagnosed, DiagnosisCount
from trd_registry.model.records import Diagnosis, Records
from trd_registry.model.truth import Truth, all_of

#: The number of days that bounds speak of, for a moment (an interval of ordinals); None where it is not known.
Days = Callable[[Interval], Interval | None]


def count_diagnoses(node: DiagnosisCount, context: Context, figures: tuple[float, ...]) -> Trace:
    """How many the record holds; more may exist where it does not hold them in full, or beyond its span."""
    view = context.history.view

    def since_index(moment: Interval) -> Interval | None:
        if view is None or view.index is None:
            return None
        return moment.plus(Interval.exactly(-view.index))

    counted = _count(context.history, node.conditions, node.settings, node.days, since_index)
    says: dict[str, object] = {"diagnoses": node.conditions, "days": node.days}
    return replace(Trace.of(node, counted.number, says, gaps=counted.gaps), compared=counted.compared)


def judge_diagnosed(node: Diagnosed, trial: Trial, context: Context) -> Trace:
    """Whether so many diagnoses lie within bounds of days before the beginning of the trial."""
    view = context.history.view
    began = trial.number("started_days_ago")

    def before_start(moment: Interval) -> Interval | None:
        if view is None:
            return None
        return Interval(
            view.as_of - began.upper - moment.upper,
            view.as_of - began.lower - moment.lower,
        )

    counted = _count(context.history, node.conditions, node.settings, node.days_before, before_start)
    value = within(counted.number, node.number)
    says = {"diagnoses": node.conditions, "days": node.days_before, "bounds": node.number, "found": counted.number}
    gaps = counted.gaps if value is None else ()
    return replace(Trace.of(node, value, says, gaps=gaps), compared=counted.compared)


@dataclass(frozen=True, slots=True)
class _Counted:
    number: Interval
    gaps: tuple[Gap, ...]
    compared: tuple[tuple[Bounds, Interval], ...] = ()


def _count(
    history: History, conditions: frozenset[str], settings: frozenset[str], bounds: Bounds, days: Days
) -> _Counted:
    records = history.records
    if records is None:
        return _Counted(Interval(0, inf), (list_gap("records"),))
    certain = possible = 0
    compared = []
    unknown: list[Gap] = []
    for entry in records.diagnoses:
        moment = days(Interval.exactly(entry.day.toordinal()))
        if moment is not None:
            compared.append((bounds, moment))
        found = all_of([entry.condition in conditions, _was_made_in(entry, settings), _lies_within(moment, bounds)])
        certain += found is True
        possible += found is not False
        if found is None and settings and not entry.setting:
            unknown.append(list_gap(f"{entry.place}.setting"))
    beyond = tuple(_beyond(records, history.view, bounds, days))
    return _Counted(Interval(certain, inf if beyond else possible), (*beyond, *unknown), tuple(compared))


def _was_made_in(entry: Diagnosis, settings: frozenset[str]) -> Truth:
    if not settings:
        return True
    return entry.setting in settings if entry.setting else None


def _lies_within(moment: Interval | None, bounds: Bounds) -> Truth:
    if not bounds:
        return True
    return None if moment is None else within(moment, bounds)


def _beyond(records: Records, view: RecordView | None, bounds: Bounds, days: Days) -> Iterator[Gap]:
    """Why there may be more diagnoses than the record shows."""
    if "diagnoses" not in records.covers:
        yield list_gap("records[diagnoses]")
    if view is None:
        return
    before, after = records.start.toordinal() - 1, records.end.toordinal() + 1
    if view.open_before and _lies_within(days(Interval(-inf, before)), bounds) is not False:
        yield list_gap("records[before]")
    if view.open_after and _lies_within(days(Interval(after, inf)), bounds) is not False:
        yield list_gap("records[after]")
