"""Judges the conditions that are asked of a single trial."""

from collections.abc import Callable, Collection
from typing import Any as Anything

from trd_registry.evaluating.bounds import within
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.diagnoses import judge_diagnosed
from trd_registry.evaluating.order import judge_followed_by, judge_preceded_by
from trd_registry.evaluating.probes import around, beside, inside_and_outside
from trd_registry.evaluating.trace import Gap, Trace
from trd_registry.model.choice import is_among
from trd_registry.model.facts import trial_fact
from trd_registry.model.history import DAYS_A_WEEK, Trial
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    Condition,
    Diagnosed,
    DoseMeetsTable,
    FirstStated,
    FollowedBy,
    Not,
    NumberTest,
    PrecededBy,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.truth import Truth, all_of, any_of, negate


def judge_trial(node: Condition, trial: Trial, context: Context) -> Trace:
    """Whether the trial meets the condition, with a trace of every part."""
    return _JUDGES[type(node)](node, trial, context)


def _all(node: All, trial: Trial, context: Context) -> Trace:
    parts = tuple(judge_trial(part, trial, context) for part in node.parts)
    return Trace.of(node, all_of(_truth(part) for part in parts), children=parts)


def _any(node: Any, trial: Trial, context: Context) -> Trace:
    parts = tuple(judge_trial(part, trial, context) for part in node.parts)
    return Trace.of(node, any_of(_truth(part) for part in parts), children=parts)


def _not(node: Not, trial: Trial, context: Context) -> Trace:
    part = judge_trial(node.part, trial, context)
    return Trace.of(node, negate(_truth(part)), children=(part,))


def _first_stated(node: FirstStated, trial: Trial, context: Context) -> Trace:
    parts = tuple(judge_trial(part, trial, context) for part in node.parts)
    return decide_first_stated(node, parts, trial.facts)


def decide_first_stated(node: FirstStated, parts: tuple[Trace, ...], facts: Collection[str]) -> Trace:
    """The value of the first part that rests on a fact which is stated; unknown where none does."""
    for part in parts:
        if any(name in facts for one in part.walk() for name in (one.says.get("fact"), *one.says.get("or_facts", ()))):
            return Trace.of(node, part.value, {"decided_by": part.says.get("fact", "")}, (part,))
    return Trace.of(node, None, children=parts)


def _number(node: NumberTest, trial: Trial, context: Context) -> Trace:
    number = trial.number(node.fact)
    value = within(number, node.bounds)
    says: dict[str, Anything] = {"fact": node.fact, "bounds": node.bounds, "found": number}
    judgement = _JUDGEMENTS.get(node.fact)
    is_floor = all(bound.comparator in ("at_least", "above") for bound in node.bounds)
    if value is None and judgement and is_floor and trial.truth(judgement) is not None:
        # The record gives no figure but a rater's word that it was enough: a fact too, shown as asserted.
        value, says["asserted"] = trial.truth(judgement), judgement
    gaps: tuple[Gap, ...] = ()
    if value is None:
        gaps = (_number_gap(trial, node, number),)
    return Trace.of(node, value, says, gaps=gaps)


#: Facts for which a rater's judgement may stand where no figure is stated at all.
_JUDGEMENTS = {"weeks": "duration_adequate", "days": "duration_adequate", "dose": "dose_adequate"}


def _number_gap(trial: Trial, node: NumberTest, number: Interval) -> Gap:
    """The unknown number; a history states weeks, also where the rule speaks of days."""
    probes = beside(number, node.bounds, whole=trial_fact(node.fact).whole)
    if node.fact != "days":
        return _gap(trial, node.fact, probes)
    return _gap(trial, "weeks", tuple(probe.times(1 / DAYS_A_WEEK) for probe in probes))


def _truth_test(node: TruthTest, trial: Trial, context: Context) -> Trace:
    found = trial.truth(node.fact)
    value = None if found is None else found is node.expected
    gaps = (_gap(trial, node.fact, (True, False)),) if value is None else ()
    return Trace.of(node, value, {"fact": node.fact, "expected": node.expected, "found": found}, gaps=gaps)


def _choice(node: ChoiceTest, trial: Trial, context: Context) -> Trace:
    found = context.choice(trial, node.fact)
    value = is_among(found, node.among)
    gaps: tuple[Gap, ...] = ()
    if value is None:
        gaps = (_gap(trial, node.fact, inside_and_outside(found, node.among)),)
    return Trace.of(node, value, {"fact": node.fact, "among": node.among, "found": found}, gaps=gaps)


def _dose(node: DoseMeetsTable, trial: Trial, context: Context) -> Trace:
    table = context.vocabularies.dose_tables[node.table]
    dose, treatments = trial.number("dose"), trial.choice("treatment")
    minima = [table.minimum.get(name) for name in sorted(treatments)] if treatments else [None]
    answers = {None if minimum is None else dose.at_least(minimum) for minimum in minima}
    value = answers.pop() if len(answers) == 1 else None
    says: dict[str, Anything] = {
        "fact": "dose",
        "table": f"{table.id}@{table.version}",
        "minimum": minima[0] if len(minima) == 1 else None,
        "found": dose,
    }
    gaps: tuple[Gap, ...] = ()
    if value is None and trial.truth("dose_adequate") is not None:
        value, says["asserted"] = trial.truth("dose_adequate"), "dose_adequate"
    elif value is None and any(minima):
        known = tuple(minimum for minimum in minima if minimum is not None)
        gaps = (_gap(trial, "dose", around(dose, known)),)
    elif value is None:
        # The table has no cell for this treatment: only a rater's word can settle it.
        gaps = (_gap(trial, "dose_adequate", (True, False)),)
    return Trace.of(node, value, says, gaps=gaps)


def _therapy(node: TherapyOnList, trial: Trial, context: Context) -> Trace:
    members = context.vocabularies.therapy_lists[node.list].members
    found = trial.choice("treatment")
    value = is_among(found, members)
    says: dict[str, Anything] = {"fact": "treatment", "list": node.list, "found": found}
    gaps: tuple[Gap, ...] = ()
    if value is None:
        gaps = (_gap(trial, "treatment", inside_and_outside(found, members)),)
    return Trace.of(node, value, says, gaps=gaps)


def _gap(trial: Trial, name: str, probes: tuple[Anything, ...] = ()) -> Gap:
    return Gap(f"{trial.place}.{name}", trial.place, name, probes)


def _truth(trace: Trace) -> Truth:
    assert trace.value is None or isinstance(trace.value, bool)
    return trace.value


_JUDGES: dict[type, Callable[..., Trace]] = {
    All: _all,
    Any: _any,
    Not: _not,
    FirstStated: _first_stated,
    NumberTest: _number,
    TruthTest: _truth_test,
    ChoiceTest: _choice,
    DoseMeetsTable: _dose,
    TherapyOnList: _therapy,
    FollowedBy: judge_followed_by,
    PrecededBy: judge_preceded_by,
    Diagnosed: judge_diagnosed,
}
