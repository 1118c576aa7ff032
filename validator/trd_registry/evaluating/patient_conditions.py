"""Judges the conditions that are asked of the patient: facts, and what the trials add up to."""

from collections.abc import Callable

from trd_registry.evaluating.bounds import within
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.measures import measure
from trd_registry.evaluating.probes import beside, inside_and_outside
from trd_registry.evaluating.trace import Gap, Trace
from trd_registry.evaluating.trial_conditions import decide_first_stated
from trd_registry.model.choice import Choice, is_among
from trd_registry.model.facts import patient_fact
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    Condition,
    FirstStated,
    MeasureTest,
    Not,
    NumberTest,
    SeverityIs,
    TruthTest,
)
from trd_registry.model.truth import Truth, all_of, any_of, negate


def judge_patient(node: Condition, context: Context) -> Trace:
    """Whether the history meets the condition, with a trace of every part."""
    if id(node) not in context.judged:
        context.judged[id(node)] = _JUDGES[type(node)](node, context)
    return context.judged[id(node)]


def _all(node: All, context: Context) -> Trace:
    parts = tuple(judge_patient(part, context) for part in node.parts)
    return Trace.of(node, all_of(_truth(part) for part in parts), children=parts)


def _any(node: Any, context: Context) -> Trace:
    parts = tuple(judge_patient(part, context) for part in node.parts)
    return Trace.of(node, any_of(_truth(part) for part in parts), children=parts)


def _not(node: Not, context: Context) -> Trace:
    part = judge_patient(node.part, context)
    return Trace.of(node, negate(_truth(part)), children=(part,))


def _first_stated(node: FirstStated, context: Context) -> Trace:
    parts = tuple(judge_patient(part, context) for part in node.parts)
    return decide_first_stated(node, parts, context.history.facts)


def _measure_test(node: MeasureTest, context: Context) -> Trace:
    found = measure(node.measure, context, tuple(bound.figure for bound in node.bounds))
    assert isinstance(found.value, Interval)
    value = within(found.value, node.bounds)
    return Trace.of(node, value, {"bounds": node.bounds, "found": found.value}, children=(found,))


def _number(node: NumberTest, context: Context) -> Trace:
    number = context.history.number(node.fact)
    value = within(number, node.bounds)
    gaps: tuple[Gap, ...] = ()
    if value is None:
        gaps = (_gap(node.fact, *beside(number, node.bounds, whole=patient_fact(node.fact).whole)),)
    return Trace.of(node, value, {"fact": node.fact, "bounds": node.bounds, "found": number}, gaps=gaps)


def _truth_test(node: TruthTest, context: Context) -> Trace:
    found = context.history.truth(node.fact)
    value = None if found is None else found is node.expected
    gaps = (_gap(node.fact, True, False),) if value is None else ()
    return Trace.of(node, value, {"fact": node.fact, "expected": node.expected, "found": found}, gaps=gaps)


def _choice(node: ChoiceTest, context: Context) -> Trace:
    found = context.history.choice(node.fact)
    value = is_among(found, node.among)
    gaps: tuple[Gap, ...] = ()
    if value is None:
        gaps = (_gap(node.fact, *inside_and_outside(found, node.among)),)
    return Trace.of(node, value, {"fact": node.fact, "among": node.among, "found": found}, gaps=gaps)


def _severity(node: SeverityIs, context: Context) -> Trace:
    found = severity(node.bands, context)
    value = is_among(found, node.among)
    gaps: tuple[Gap, ...] = ()
    if value is None:
        gaps = (_gap("episode.severity", *inside_and_outside(found, node.among)),)
    says = {
        "fact": "episode.severity",
        "or_facts": tuple(f"episode.score.{one.scale}" for one in context.vocabularies.band_sets(node.bands)),
        "among": node.among,
        "found": found,
        "bands": node.bands,
    }
    return Trace.of(node, value, says, gaps=gaps)


def severity(bands: tuple[str, ...], context: Context) -> Choice:
    """The degrees of severity still possible: a rater's word, or else the scores read by the named bands.

    Where scores on several scales give different degrees, all of them stay possible.
    """
    judged = context.history.facts.get("episode.severity")
    if isinstance(judged, frozenset):
        return judged
    degrees: frozenset[str] = frozenset()
    for band_set in context.vocabularies.band_sets(bands):
        score = context.history.facts.get(f"episode.score.{band_set.scale}")
        if isinstance(score, Interval):
            degrees |= band_set.degrees(score)
    return degrees or context.history.choice("episode.severity")


def _gap(fact: str, *probes: object) -> Gap:
    return Gap(fact, "patient", fact, probes)


def _truth(trace: Trace) -> Truth:
    assert trace.value is None or isinstance(trace.value, bool)
    return trace.value


_JUDGES: dict[type, Callable[..., Trace]] = {
    All: _all,
    Any: _any,
    Not: _not,
    FirstStated: _first_stated,
    MeasureTest: _measure_test,
    NumberTest: _number,
    TruthTest: _truth_test,
    ChoiceTest: _choice,
    SeverityIs: _severity,
}
