"""Results as JSON: the receipt that a paper can keep (schema/result.schema.json)."""

from collections.abc import Mapping
from math import inf
from typing import Any

from trd_registry.evaluating.plain_values import number_of, pair, plain, word
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bound

Json = dict[str, Any]


def result_as_json(result: Result) -> Json:
    """One result, its trace and what is missing. An end of an interval without a bound is null."""
    written: Json = {
        "history": result.history,
        "definition": result.definition,
        "version": result.version,
        "digest": result.digest,
        "status": result.status,
        "kind": result.kind,
        "applicable": result.applicable,
        "verdict": result.verdict if result.applicable is not False else None,
        "readings": dict(result.readings),
        "value": value_as_json(result),
        "missing": [{"fact": one.fact, "decisive": one.decisive} for one in result.missing],
        "vocabularies": dict(result.vocabularies),
        "scope": None if result.scope is None else trace_as_json(result.scope),
        "trace": trace_as_json(result.trace),
    }
    if result.private:
        written["private"] = True
    if result.alternatives:
        written["alternatives"] = [
            {"readings": dict(choices), "trace": trace_as_json(trace)} for choices, trace in result.alternatives
        ]
    return written


def value_as_json(result: Result) -> Json | None:
    """Score, bands, stages and classes; None out of scope."""
    if result.applicable is False:
        return None
    return {
        "score": None if result.score is None else pair(result.score),
        "bands": None if result.bands is None else list(result.bands),
        "stages": None if result.stages is None else list(result.stages),
        "tiers": None if result.tiers is None else {name: word(held) for name, held in result.tiers.items()},
    }


def trace_as_json(trace: Trace, told: set[int] | None = None) -> Json:
    """One node of a trace with all below it.

    Several rungs or items often count the same trials: the reasons why a trial is in a set are told
    where it is first counted, and not again.
    """
    told = set() if told is None else told
    written: Json = {"node": trace.node, "place": trace.place, "value": plain(trace.value)}
    if trace.id:
        written["id"] = trace.id
    if trace.stated is not None:
        written["from"] = {
            "source": trace.stated.source,
            "at": trace.stated.at,
            "evidence": trace.stated.evidence,
        }
    if trace.readings:
        written["readings"] = list(trace.readings)
    written |= {key: _plain(value) for key, value in trace.says.items() if key != "edges"}
    if trace.gaps:
        written["unknown"] = [gap.fact for gap in trace.gaps]
    if trace.children and not (trace.node == "TrialSet" and id(trace) in told):
        told.add(id(trace))
        written["children"] = [trace_as_json(child, told) for child in trace.children]
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, Interval):
        return pair(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Bound):
        return {value.comparator: number_of(value.figure)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, float):
        return None if abs(value) == inf else number_of(value)
    return value
