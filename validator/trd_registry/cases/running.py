"""Runs worked cases and tells where the answer is not the expected one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.cases.case import Case
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.plain_values import pair, plain, word
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.definition import Definition
from trd_registry.model.interval import Interval, hull
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case after it was run; ``differences`` is empty where the answer is the expected one."""

    case: Case
    result: Result
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the answer is the expected one."""
        return not self.differences


#: What a case may expect of the missing facts, which take longer to work out than the judgement.
_OF_MISSING = frozenset(["missing", "decisive"])


def run_cases(definition: Definition, cases: Sequence[Case], vocabularies: Vocabularies) -> list[CaseOutcome]:
    """Runs every case; missing facts are worked out where a case expects any.

    Raises UnknownReading where a case names a reading that does not exist.
    """
    outcomes = []
    for case in cases:
        asks = not _OF_MISSING.isdisjoint(case.expect)
        result = evaluate(case.history, definition, vocabularies, case.readings, ask=asks)
        outcomes.append(CaseOutcome(case, result, tuple(differences(case.expect, result))))
    return outcomes


def differences(expect: Mapping[str, Any], result: Result) -> Iterator[str]:
    """Every way in which a result is not as expected; none where it is."""
    found = {
        "applicable": result.applicable,
        "verdict": result.verdict,
        "score": None if result.score is None else pair(result.score),
        "bands": None if result.bands is None else list(result.bands),
        "stages": None if result.stages is None else list(result.stages),
        "tiers": None if result.tiers is None else {name: word(value) for name, value in result.tiers.items()},
    }
    for key, wanted in expect.items():
        if key in found:
            if found[key] != wanted:
                yield f"{key}: expected {wanted}, got {found[key]}"
        elif key == "nodes":
            yield from _node_differences(wanted, result)
        else:
            listed = [one.fact for one in result.missing if key == "missing" or one.decisive]
            for fact in wanted:
                if fact not in listed:
                    yield f"{key}: {fact} is not among {', '.join(listed) or 'none'}"


def _node_differences(wanted: Mapping[str, Any], result: Result) -> Iterator[str]:
    values = _named_values(result)
    for name, value in wanted.items():
        if name not in values:
            yield f"nodes: there is no node {name!r}"
        elif plain(values[name]) != value:
            yield f"nodes: {name}: expected {value}, got {plain(values[name])}"


def _named_values(result: Result) -> dict[str, Any]:
    """The value of every named node; where a reading is left open, what all its options agree on."""
    traces = [trace for _, trace in result.alternatives] or [result.trace]
    found: dict[str, list[Any]] = {}
    for trace in (*traces, *([result.scope] if result.scope is not None else [])):
        for name, one in dict(named_traces(trace)).items():
            found.setdefault(name, []).append(one.value)
    return {name: _agreed(values) for name, values in found.items()}


def _agreed(values: Sequence[Any]) -> Any:
    """The common value, what intervals span together, or unknown."""
    if all(value == values[0] for value in values):
        return values[0]
    if all(isinstance(value, Interval) for value in values):
        return hull(values)
    return None


def named_traces(trace: Trace) -> Iterator[tuple[str, Trace]]:
    """Every named node below and at a trace: criteria by id, rungs and tiers by name."""
    for one in trace.walk():
        if one.node in ("Rung", "Tier"):
            yield str(one.says["name"]), one
        elif one.id:
            yield one.id, one
