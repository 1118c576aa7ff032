"""Judges the conditions on a trial that look at what came before it and after it."""

from dataclasses import replace
from math import inf

from trd_registry.evaluating.bounds import days_between, within
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.distinct import fewest, most, one_a_treatment
from trd_registry.evaluating.trace import Gap, Trace, list_gap
from trd_registry.model.choice import Choice
from trd_registry.model.history import Trial
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bounds, FollowedBy, PrecededBy
from trd_registry.model.truth import Truth, all_of, any_of


def judge_followed_by(node: FollowedBy, trial: Trial, context: Context) -> Trace:
    """Whether another trial begins after this one, soon enough after its end."""
    answers: list[Truth] = []
    beside: list[Trace] = []
    compared: list[tuple[Bounds, Interval]] = []
    for name in node.of:
        members = context.members(name)
        beside += [one.trace for one in members.listed]
        for other in members.listed:
            if other.trial.place != trial.place:
                follows = _follows(node, trial, other.trial, context)
                answers.append(all_of([other.belongs, follows]))
                compared.append((node.gap, _gap_between(trial, other.trial)))
                compared.append((node.started, _since_start(trial, other.trial)))
        for other in members.unlisted:
            possible = all_of([other.belongs, _follows(node, trial, other.trial, context)])
            answers.append(False if possible is False else None)
    value = any_of(answers)
    says = {
        "of": node.of,
        "started": node.started,
        "within_days": node.within_days,
        "different": node.different,
        "gap": node.gap,
    }
    trace = Trace.of(node, value, says, gaps=_gaps(trial) if value is None else ())
    return replace(trace, beside=tuple(beside), compared=tuple(compared))


def _gap_between(earlier: Trial, later: Trial) -> Interval:
    return days_between(earlier.number("ended_days_ago"), later.number("started_days_ago"))


def _since_start(earlier: Trial, later: Trial) -> Interval:
    return days_between(earlier.number("started_days_ago"), later.number("started_days_ago"))


def _follows(node: FollowedBy, earlier: Trial, later: Trial, context: Context) -> Truth:
    since_start = _since_start(earlier, later)
    since_end = _gap_between(earlier, later)
    begins = within(since_start, node.started) if node.started else since_start.above(0)
    parts = [begins, since_end.at_most(node.within_days), within(since_end, node.gap)]
    if node.different:
        parts.append(_differs(context.choice(earlier, node.different), context.choice(later, node.different)))
    return all_of(parts)


def _differs(ours: Choice, theirs: Choice) -> Truth:
    if ours is None or theirs is None or (ours & theirs and not (len(ours) == len(theirs) == 1)):
        return None
    return not ours & theirs


def judge_preceded_by(node: PrecededBy, trial: Trial, context: Context) -> Trace:
    """Whether so many trials, or distinct treatments, lie within bounds before the beginning of this one."""
    certain: list[Trial] = [trial] if node.with_itself else []
    possible: list[Trial] = list(certain)
    unlisted: list[Trial] = []
    seen = {trial.place}
    beside: list[Trace] = []
    compared: list[tuple[Bounds, Interval]] = []
    for name in node.of:
        members = context.members(name)
        beside += [one.trace for one in members.listed]
        for other in members.listed:
            if other.trial.place != trial.place:
                compared += zip((node.started, node.ended), _days_before(trial, other.trial), strict=True)
            found = all_of([other.belongs, _lies_before(node, trial, other.trial)])
            if other.trial.place in seen or found is False:
                continue
            seen.add(other.trial.place)
            possible.append(other.trial)
            if found is True:
                certain.append(other.trial)
        unlisted += [
            one.trial
            for one in members.unlisted
            if all_of([one.belongs, _lies_before(node, trial, one.trial)]) is not False
        ]
    number = _number(node, context, certain, possible, unlisted)
    value = within(number, node.number)
    says = {"of": node.of, "bounds": node.number, "found": number, "started": node.started, "ended": node.ended}
    gaps: tuple[Gap, ...] = ()
    if value is None:
        places = dict.fromkeys(one.place for one in unlisted)
        gaps = (*_gaps(trial), *(list_gap(place) for place in places))
    return replace(Trace.of(node, value, says, gaps=gaps), beside=tuple(beside), compared=tuple(compared))


def _days_before(trial: Trial, other: Trial) -> tuple[Interval, Interval]:
    """How many days before the beginning of this trial the other began, and ended."""
    began = trial.number("started_days_ago")
    started = days_between(other.number("started_days_ago"), began)
    return started, days_between(other.number("ended_days_ago"), began)


def _lies_before(node: PrecededBy, trial: Trial, other: Trial) -> Truth:
    started, ended = _days_before(trial, other)
    return all_of([within(started, node.started), within(ended, node.ended)])


def _number(
    node: PrecededBy, context: Context, certain: list[Trial], possible: list[Trial], unlisted: list[Trial]
) -> Interval:
    if not node.distinct:
        return Interval(len(certain), inf if unlisted else len(possible))
    labels = [
        one_a_treatment(
            [one.choice("treatment") for one in trials], [context.choice(one, node.distinct) for one in trials]
        )
        for trials in (certain, possible, unlisted)
    ]
    return Interval(fewest(labels[0]), most(labels[1], labels[2]))


def _gaps(trial: Trial) -> tuple[Gap, ...]:
    return tuple(Gap(f"{trial.place}.{name}", trial.place, name) for name in ("start", "end"))
