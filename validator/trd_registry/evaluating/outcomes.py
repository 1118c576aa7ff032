"""Turns conditions and measures into what a definition gives: a verdict, stages, tiers or a score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from trd_registry.evaluating.bounds import within
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.measures import measure, select
from trd_registry.evaluating.patient_conditions import judge_patient
from trd_registry.evaluating.trace import Trace
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.interval import ZERO, Interval, hull, total
from trd_registry.model.rules import (
    Band,
    BandedStages,
    BandItem,
    Case,
    CaseItem,
    CountItem,
    Criterion,
    Ladder,
    Outcome,
    Score,
    ScoreItem,
    Tiers,
    TrialItem,
)
from trd_registry.model.truth import Truth, all_of, any_of


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a definition makes of a history; a part that its kind does not give is None."""

    trace: Trace
    verdict: Truth
    #: Whether the definition gives a verdict at all; some only stage or score.
    gives_verdict: bool = True
    score: Interval | None = None
    #: Names of the bands the score may lie in, in order.
    bands: tuple[str, ...] | None = None
    #: Stages still possible, in order.
    stages: tuple[str, ...] | None = None
    #: All stages or bands there are, lowest first.
    order: tuple[str, ...] = ()
    #: Tier -> whether the patient belongs to it.
    tiers: dict[str, Truth] | None = None


def judge(outcome: Outcome, context: Context) -> Judgement:
    """The judgement of one definition on one history."""
    return _OUTCOMES[type(outcome)](outcome, context)


def _criterion(node: Criterion, context: Context) -> Judgement:
    trace = judge_patient(node.condition, context)
    assert not isinstance(trace.value, Interval | frozenset)
    return Judgement(trace, trace.value)


# Stages ------------------------------------------------------------------------------------------


def _ladder(node: Ladder, context: Context) -> Judgement:
    rungs = []
    for rung in node.rungs:
        found = judge_patient(rung.when, context)
        says = {"name": rung.name}
        rungs.append(Trace("Rung", rung.place, found.value, says, stated=rung.stated, children=(found,)))
    held: list[Truth] = [rung.value for rung in rungs]  # type: ignore[misc]  # conditions yield truths
    names = (node.below, *(rung.name for rung in node.rungs))
    possible = [name for level, name in enumerate(names) if _can_stop_at(level, held, node.kind) is not False]
    trace = Trace.of(node, frozenset(possible), {"kind": node.kind}, tuple(rungs))
    return _staged(trace, tuple(possible), names, node.trd_from)


def _can_stop_at(level: int, held: Sequence[Truth], kind: str) -> Truth:
    """Whether the patient stands on this level: 0 is below the first rung."""
    on_it = all_of(held[:level]) if kind == "cumulative" else all_of(held[max(level - 1, 0) : level])
    higher = held[level : level + 1] if kind == "cumulative" else held[level:]
    none_higher = any_of(higher)
    return all_of([on_it, None if none_higher is None else not none_higher])


def _banded_stages(node: BandedStages, context: Context) -> Judgement:
    edges = _edges(node.bands)
    found = measure(node.measure, context, tuple(edge for _, edge in edges))
    assert isinstance(found.value, Interval)
    possible = tuple(band.name for band in _bands_of(found.value, node.bands))
    says = {"found": found.value, "edges": edges}
    trace = Trace.of(node, frozenset(possible), says, (found,))
    return _staged(trace, possible, tuple(band.name for band in node.bands), node.trd_from)


def _staged(trace: Trace, possible: tuple[str, ...], names: tuple[str, ...], trd_from: str) -> Judgement:
    if not trd_from:
        return Judgement(trace, None, gives_verdict=False, stages=possible, order=names)
    resistant = set(names[names.index(trd_from) :])
    verdicts = {name in resistant for name in possible}
    return Judgement(trace, verdicts.pop() if len(verdicts) == 1 else None, stages=possible, order=names)


def _tiers(node: Tiers, context: Context) -> Judgement:
    traces, tiers = [], {}
    for tier in node.tiers:
        found = judge_patient(tier.when, context)
        traces.append(
            Trace("Tier", tier.place, found.value, {"name": tier.name}, stated=tier.stated, children=(found,))
        )
        tiers[tier.name] = found.value
    settled = None if any(value is None for value in tiers.values()) else True
    trace = Trace.of(node, settled, children=tuple(traces))
    verdict = any_of(tiers[name] for name in node.trd)  # type: ignore[misc]  # conditions yield truths
    return Judgement(trace, verdict, gives_verdict=bool(node.trd), tiers=tiers)  # type: ignore[arg-type]


# Scores ------------------------------------------------------------------------------------------


def _score(node: Score, context: Context) -> Judgement:
    items = tuple(_ITEMS[type(item)](name, item, context) for name, item in node.items.items())
    return judge_total(node, total(item.value for item in items), items)  # type: ignore[misc]  # items yield intervals


def judge_total(node: Score, score: Interval, items: tuple[Trace, ...] = ()) -> Judgement:
    """What follows from the total of the items: the bands it may lie in, and the verdict if there is a cut."""
    says = {"range": node.range, "bounds": node.trd, "found": score, "edges": _edges(node.bands)}
    trace = Trace.of(node, score, says, items)
    order = tuple(band.name for band in node.bands)
    bands = tuple(band.name for band in _bands_of(score, node.bands)) if node.bands else None
    verdict = within(score, node.trd) if node.trd else None
    return Judgement(trace, verdict, gives_verdict=bool(node.trd), score=score, bands=bands, order=order)


def _item_trace(name: str, node: ScoreItem, points: Interval, children: tuple[Trace, ...], **says: object) -> Trace:
    trace = Trace.of(node, points, {"item": name, **says}, children)
    trace.id = trace.id or name
    return trace


def _band_item(name: str, node: BandItem, context: Context) -> Trace:
    edges = _edges(node.bands)
    found = measure(node.measure, context, tuple(edge for _, edge in edges))
    assert isinstance(found.value, Interval)
    reached = _bands_of(found.value, node.bands)
    points = hull(Interval.exactly(band.points) for band in reached)
    return _item_trace(name, node, points, (found,), found=found.value, edges=edges)


def _case_item(name: str, node: CaseItem, context: Context) -> Trace:
    """The first case that holds gives its points; while one may hold, those after it may too."""
    found = [judge_patient(case.when, context) for case in node.cases]
    reached: list[float] = []
    for case, trace in zip(node.cases, found, strict=True):
        if trace.value is not False:
            reached.append(case.points)
        if trace.value is True:
            break
    else:
        reached.append(node.otherwise)
    points = hull(Interval.exactly(value) for value in reached)
    return _item_trace(name, node, points, _case_traces(node.cases, found))


def _trial_item(name: str, node: TrialItem, context: Context) -> Trace:
    chosen = select(node, context)
    shares, traces = [], []
    for one in chosen.listed:
        found = [judge_trial(case.when, one.trial, context) for case in node.cases]
        share = total(_points(case, trace) for case, trace in zip(node.cases, found, strict=True))
        if one.belongs is None:
            share = hull([ZERO, share])
        elif one.belongs is False:
            share = ZERO
        shares.append(share)
        says = {"trial": one.trial.place, "treatment": one.trial.label or one.trial.id}
        children = (one.trace, *_case_traces(node.cases, found)) if one.belongs is not False else (one.trace,)
        traces.append(Trace("TrialPoints", node.place, share, says, children=children))
    points = total(shares)
    if chosen.unlisted:
        points = Interval(points.lower, inf)
    trace = _item_trace(name, node, points, tuple(traces), of=node.of, unlisted=bool(chosen.unlisted))
    trace.gaps = chosen.gaps
    return trace


def _count_item(name: str, node: CountItem, context: Context) -> Trace:
    found = measure(node.measure, context)
    assert isinstance(found.value, Interval)
    raw = found.value.times(node.points)
    points = Interval(min(raw.lower, node.ceiling), min(raw.upper, node.ceiling))
    return _item_trace(name, node, points, (found,), found=found.value, each=node.points)


def _points(case: Case, trace: Trace) -> Interval:
    if trace.value is True:
        return Interval.exactly(case.points)
    return ZERO if trace.value is False else hull([ZERO, Interval.exactly(case.points)])


def _case_traces(cases: Sequence[Case], found: Sequence[Trace]) -> tuple[Trace, ...]:
    return tuple(
        Trace("Case", case.place, trace.value, {"points": case.points, "name": case.name}, children=(trace,))
        for case, trace in zip(cases, found, strict=True)
    )


def _edges(bands: Sequence[Band]) -> tuple[tuple[str, float], ...]:
    """Where one band ends and the next begins, by the place of the band that ends."""
    return tuple((band.place, band.upper) for band in bands if band.upper != inf)


def _bands_of(number: Interval, bands: Sequence[Band]) -> list[Band]:
    return [
        band
        for band in bands
        if number.meet(Interval(band.lower, band.upper, band.lower_open, band.upper_open)) is not None
    ]


_OUTCOMES: dict[type, Callable[..., Judgement]] = {
    Criterion: _criterion,
    Ladder: _ladder,
    BandedStages: _banded_stages,
    Tiers: _tiers,
    Score: _score,
}

_ITEMS: dict[type, Callable[..., Trace]] = {
    BandItem: _band_item,
    CaseItem: _case_item,
    TrialItem: _trial_item,
    CountItem: _count_item,
}
