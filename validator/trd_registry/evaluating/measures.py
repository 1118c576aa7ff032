"""Works out the numbers that are computed from trials: counts, sums, extremes, order in time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from trd_registry.evaluating.context import Context
from trd_registry.evaluating.diagnoses import count_diagnoses
from trd_registry.evaluating.distinct import fewest, most, one_a_treatment
from trd_registry.evaluating.probes import around
from trd_registry.evaluating.trace import Gap, Trace, list_gap
from trd_registry.model.choice import Choice
from trd_registry.model.facts import patient_fact
from trd_registry.model.history import Trial
from trd_registry.model.interval import Interval, total
from trd_registry.model.nodes import Count, DiagnosisCount, Extreme, Measure, NthStart, PatientNumber, Sum, TrialMeasure
from trd_registry.model.truth import Truth, all_of, any_of


@dataclass(frozen=True, slots=True)
class Counted:
    """One trial that is, or may be, among those measured."""

    trial: Trial
    belongs: Truth
    trace: Trace


@dataclass(frozen=True, slots=True)
class Selection:
    """The trials a measure is taken over, certain and possible, and the unlisted sorts that may add to them."""

    listed: tuple[Counted, ...]
    unlisted: tuple[Counted, ...]

    @property
    def certain(self) -> list[Trial]:
        """The trials that count."""
        return [one.trial for one in self.listed if one.belongs is True]

    @property
    def possible(self) -> list[Trial]:
        """The trials that count or may count."""
        return [one.trial for one in self.listed if one.belongs is not False]

    @property
    def traces(self) -> tuple[Trace, ...]:
        """Why each listed trial counts or not."""
        return tuple(one.trace for one in self.listed)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """One for every kind of trial that may exist without being listed."""
        places = dict.fromkeys(one.trial.place for one in self.unlisted)
        return tuple(list_gap(place) for place in places)


def select(node: TrialMeasure, context: Context) -> Selection:
    """The trials that are in one of the node's sets and meet its further condition."""
    key = (node.of, id(node.where))
    if key not in context.selections:
        context.selections[key] = _select(node, context)
    chosen: Selection = context.selections[key]
    return chosen


def _select(node: TrialMeasure, context: Context) -> Selection:
    sets = [context.members(name) for name in node.of]
    listed = [_any_set(found, node, context) for found in zip(*(one.listed for one in sets), strict=True)]
    # Beyond a record stand-ins of every modality have one place.
    stand_ins: dict[tuple[str, Choice, Choice], Counted] = {}
    for members in sets:
        for one in members.unlisted:
            counted = _any_set((one,), node, context)
            if counted.belongs is not False:
                trial = one.trial
                stand_ins[(trial.place, trial.choice("episode"), trial.choice("modality"))] = counted
    return Selection(tuple(listed), tuple(stand_ins.values()))


def _any_set(found: tuple, node: TrialMeasure, context: Context) -> Counted:  # type: ignore[type-arg]
    trial: Trial = found[0].trial
    if len(found) == 1 and node.where is None:
        return Counted(trial, found[0].belongs, found[0].trace)
    traces = tuple(one.trace for one in found)
    belongs = any_of(one.belongs for one in found)
    if node.where is not None:
        further = context.assessor.condition(node.where, trial, context)
        belongs = all_of([belongs, further.value])  # type: ignore[list-item]  # conditions yield truths
        traces = (*traces, further)
    if len(traces) == 1:
        return Counted(trial, belongs, traces[0])
    says = {"trial": trial.place, "treatment": trial.label or trial.id}
    return Counted(trial, belongs, Trace("Trial", node.place, belongs, says, children=traces))


def measure(node: Measure, context: Context, figures: tuple[float, ...] = ()) -> Trace:
    """The number, as an interval; ``figures`` are what it will be compared with, to know what to try."""
    return _MEASURES[type(node)](node, context, figures)


def _count(node: Count, context: Context, figures: tuple[float, ...]) -> Trace:
    chosen = select(node, context)
    if not node.distinct:
        upper = inf if chosen.unlisted else len(chosen.possible)
        value = Interval(len(chosen.certain), upper)
        return _over_trials(node, value, chosen, {"counted": "trials"})
    possible = [counted_as(trial, node, context) for trial in chosen.possible]
    certain, candidates = (
        one_a_treatment(
            [trial.choice("treatment") for trial in trials], [counted_as(one, node, context) for one in trials]
        )
        for trials in (chosen.certain, chosen.possible)
    )
    unlisted = [counted_as(one.trial, node, context) for one in chosen.unlisted]
    least = fewest(certain)
    if node.distinct == "treatment" and not node.grouping:
        # Two drugs of different classes are two drugs, also where neither is named.
        least = max(least, fewest([context.choice(trial, "class") for trial in chosen.certain]))
    value = Interval(least, most(candidates, unlisted))
    gaps = tuple(
        Gap(
            f"{trial.place}.{node.distinct}", trial.place, node.distinct, _values_to_try(trial, node, context, possible)
        )
        for trial, label in zip(chosen.possible, possible, strict=True)
        if label is None or len(label) > 1
    )
    return _over_trials(node, value, chosen, {"counted": node.distinct}, gaps)


def _values_to_try(trial: Trial, node: Count, context: Context, labels: Sequence[Choice]) -> tuple[frozenset[str], ...]:
    """A value for each thing that other trials are counted as, and one that is counted as something new."""
    others = frozenset[str]().union(*(one for one in labels if one is not None and len(one) == 1))
    tried: dict[str, str] = {}
    for value in sorted(context.choice(trial, node.distinct) or {"something else"}):
        counted = counted_as(replace(trial, facts={**trial.facts, node.distinct: frozenset([value])}), node, context)
        name = min(counted) if counted else ""
        tried.setdefault(name if name in others else "", value)
    return tuple(frozenset([value]) for value in tried.values())


def counted_as(trial: Trial, node: Count, context: Context) -> Choice:
    """What the trial is counted as: its treatment, class or modality, with classes grouped if asked."""
    found = context.choice(trial, node.distinct)
    if not node.grouping:
        return found
    grouping = context.groupings[node.grouping]
    modalities = trial.choice("modality") or frozenset()
    if found is None:
        groups = frozenset(grouping.modalities.get(modality, "") for modality in modalities)
        return groups if groups and "" not in groups else None
    return frozenset(grouping.group(name, modality) for name in found for modality in modalities)


def _sum(node: Sum, context: Context, figures: tuple[float, ...]) -> Trace:
    chosen = select(node, context)
    shares = []
    for one in chosen.listed:
        share = one.trial.number(node.fact)
        if one.belongs is True:
            shares.append(share)
        elif one.belongs is None:
            shares.append(Interval(min(0, share.lower), max(0, share.upper)))
    value = total(shares)
    if chosen.unlisted:
        value = Interval(value.lower, inf)
    return _over_trials(node, value, chosen, {"summed": node.fact}, tuple(_number_gaps(node.fact, chosen, figures)))


def _extreme(node: Extreme, context: Context, figures: tuple[float, ...]) -> Trace:
    """Over no trial at all the largest is minus infinity and the smallest plus infinity: no bound is met."""
    chosen = select(node, context)
    pick, none = (max, -inf) if node.which == "largest" else (min, inf)
    certain = [trial.number(node.fact) for trial in chosen.certain]
    possible = [trial.number(node.fact) for trial in chosen.possible]
    possible += [one.trial.number(node.fact) for one in chosen.unlisted]
    if node.which == "largest":
        value = Interval(pick([none, *(one.lower for one in certain)]), pick([none, *(one.upper for one in possible)]))
    else:
        value = Interval(pick([none, *(one.lower for one in possible)]), pick([none, *(one.upper for one in certain)]))
    gaps = tuple(_number_gaps(node.fact, chosen, figures))
    return _over_trials(node, value, chosen, {node.which: node.fact}, gaps)


def _nth_start(node: NthStart, context: Context, figures: tuple[float, ...]) -> Trace:
    """Days since the nth start; minus infinity (never yet) where there are fewer trials than that.

    Of distinct treatments the nth start is the first start of the nth of them.
    """
    chosen = select(node, context)
    days = "started_days_ago"
    certain = _starts(chosen.certain, node, lambda trial: trial.number(days).lower, named=True)
    possible = _starts(chosen.possible, node, lambda trial: trial.number(days).upper, named=False)
    upper = inf if chosen.unlisted else _nth(possible, node.nth)
    value = Interval(min(_nth(certain, node.nth), upper), upper)
    gaps = tuple(_number_gaps(days, chosen, figures))
    return _over_trials(node, value, chosen, {"nth_start": node.nth}, gaps)


def _starts(trials: list[Trial], node: NthStart, day: Callable[[Trial], float], *, named: bool) -> list[float]:
    """Days ago of every start, the longest ago first; of distinct treatments only the first start of each.

    A treatment that is not known may be one of the others (left out where only ``named`` ones count) or not.
    """
    if not node.distinct:
        return sorted((day(trial) for trial in trials), reverse=True)
    first: dict[str, float] = {}
    for trial in trials:
        known = trial.choice(node.distinct)
        if known is not None and len(known) == 1:
            name = min(known)
        elif named:
            continue
        else:
            name = trial.place
        first[name] = max(first.get(name, -inf), day(trial))
    return sorted(first.values(), reverse=True)


def _nth(days: list[float], nth: int) -> float:
    return days[nth - 1] if len(days) >= nth else -inf


def _patient_number(node: PatientNumber, context: Context, figures: tuple[float, ...]) -> Trace:
    number = context.history.number(node.fact)
    gaps: tuple[Gap, ...] = ()
    if not number.is_exact:
        probes = around(number, figures, whole=patient_fact(node.fact).whole)
        gaps = (Gap(node.fact, "patient", node.fact, probes),)
    return Trace.of(node, number, {"fact": node.fact, "found": number}, gaps=gaps)


def _number_gaps(fact: str, chosen: Selection, figures: tuple[float, ...]) -> Iterator[Gap]:
    for trial in chosen.possible:
        number = trial.number(fact)
        if not number.is_exact:
            yield Gap(f"{trial.place}.{fact}", trial.place, fact, around(number, (0, *figures)))


def _over_trials(
    node: TrialMeasure, value: Interval, chosen: Selection, says: dict[str, object], gaps: tuple[Gap, ...] = ()
) -> Trace:
    says = {**says, "of": node.of, "unlisted": bool(chosen.unlisted)}
    return Trace.of(node, value, says, chosen.traces, (*gaps, *chosen.gaps))


_MEASURES: dict[type, Callable[..., Trace]] = {
    Count: _count,
    Sum: _sum,
    Extreme: _extreme,
    NthStart: _nth_start,
    PatientNumber: _patient_number,
    DiagnosisCount: count_diagnoses,
}
