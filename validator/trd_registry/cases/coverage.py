"""What the cases of a definition cover: criteria, thresholds and readings.

The rule: every named criterion, rung and tier is seen met, not met and unknown; every threshold is
seen at its figure, just below and just above; every option of a reading is asked for in a case whose
answer it changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from trd_registry.cases.running import CaseOutcome, named_traces
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.plain_values import word
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.definition import Definition
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import (
    All,
    Any,
    Bound,
    ChoiceTest,
    Count,
    Diagnosed,
    DiagnosisCount,
    DoseMeetsTable,
    FirstStated,
    MeasureTest,
    Not,
    NumberTest,
    PrecededBy,
    SeverityIs,
    TruthTest,
)
from trd_registry.model.rules import Band, Rung
from trd_registry.model.truth import Truth
from trd_registry.model.vocabulary import Vocabularies

SIDES = ("below", "at", "above")
#: Conditions that may carry a name of their own.
CONDITIONS = (All, Any, Not, FirstStated, NumberTest, TruthTest, ChoiceTest, SeverityIs, MeasureTest)
TRUTHS: tuple[Truth, ...] = (True, False, None)

#: How near "just below" and "just above" are, in the unit of the fact (weeks, points, percent, trials).
NEAR = 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was to be covered, and what of it was not."""

    criteria: int
    thresholds: int
    options: int
    missing: tuple[str, ...]
    #: Sides of thresholds on which nothing can lie.
    impossible: int = 0

    @property
    def wanted(self) -> int:
        """How many things are to be seen: three for each criterion and threshold, one for each option."""
        return 3 * self.criteria + 3 * self.thresholds - self.impossible + self.options

    @property
    def share(self) -> float:
        """Covered share of what was wanted, 0 to 1."""
        return 1.0 if not self.wanted else (self.wanted - len(self.missing)) / self.wanted


def measure_coverage(definition: Definition, outcomes: Sequence[CaseOutcome], vocabularies: Vocabularies) -> Coverage:
    """Compares what the definition's rule trees hold with what the traces of its cases show."""
    seen_truths: set[tuple[str, Truth]] = set()
    seen_sides: set[tuple[str, str]] = set()
    for outcome in outcomes:
        for trace in _traces(outcome.result):
            seen_truths |= {
                (name, one.value)
                for name, one in named_traces(trace)
                if not isinstance(one.value, Interval | frozenset)
            }
            for one in _relevant(trace):
                seen_sides |= set(_sides(one))
    names, places, impossible = _wanted(definition)
    missing = [
        f"{name} is never {word(truth)}"
        for name in sorted(names)
        for truth in TRUTHS
        if (name, truth) not in seen_truths
    ]
    missing += [
        f"{places[place]} ({place}) is never seen {_SIDE_WORDS[side]}"
        for place in sorted(places)
        for side in SIDES
        if (place, side) not in seen_sides | impossible
    ]
    options = [
        (reading.id, option)
        for reading in definition.readings.values()
        for option in reading.options
        if option != reading.default
    ]
    missing += [
        f"no case shows what {reading}={option} changes"
        for reading, option in options
        if not _shown(reading, option, definition, outcomes, vocabularies)
    ]
    return Coverage(len(names), len(places), len(options), tuple(missing), len(impossible))


_SIDE_WORDS = {"below": "just below", "at": "at its figure", "above": "just above"}


def _traces(result: Result) -> Iterator[Trace]:
    if result.scope is not None:
        yield result.scope
    yield result.trace
    for _, trace in result.alternatives:
        yield trace


# What there is to cover ----------------------------------------------------------------------------


def _wanted(definition: Definition) -> tuple[set[str], dict[str, str], set[tuple[str, str]]]:
    """Names of criteria, and thresholds by their place, over the default tree and every option's.

    And the sides of thresholds on which nothing can lie: fewer than no trials.
    """
    names: set[str] = set()
    places: dict[str, str] = {}
    impossible: set[tuple[str, str]] = set()
    for choices in _trees(definition):
        rules = definition.rules(choices)
        for part in (rules.scope, *rules.trials.values(), rules.outcome):
            _collect(part, names, places)
            impossible |= {(place, "below") for place in _of_no_trials(part)}
    return names, places, impossible


def _trees(definition: Definition) -> Iterator[Mapping[str, str]]:
    base = {reading.id: reading.default or next(iter(reading.options)) for reading in definition.readings.values()}
    yield base
    for reading in definition.readings.values():
        for option in reading.options:
            yield {**base, reading.id: option}


def _collect(part: object, names: set[str], places: dict[str, str]) -> None:
    """Walks a rule tree; inside a band nothing else is to be covered than its upper end."""
    if isinstance(part, Band):
        if part.upper != float("inf"):
            places[part.place] = f"band up to {part.upper:g}"
        return
    if isinstance(part, Bound):
        places[part.place] = f"{part.comparator} {part.figure:g}"
    elif isinstance(part, DoseMeetsTable):
        places[part.place] = f"minimum dose of {part.table}"
    elif isinstance(part, Rung):
        names.add(part.name)
    elif isinstance(part, CONDITIONS) and part.id:
        names.add(part.id)
    for inner in _inside(part):
        _collect(inner, names, places)


def _of_no_trials(part: object) -> Iterator[str]:
    """The places of thresholds of a count that are zero."""
    bounds: tuple[Bound, ...] = ()
    if isinstance(part, MeasureTest) and isinstance(part.measure, Count | DiagnosisCount):
        bounds = part.bounds
    elif isinstance(part, PrecededBy | Diagnosed):
        bounds = part.number
    yield from (bound.place for bound in bounds if bound.figure <= 0)
    for inner in _inside(part):
        yield from _of_no_trials(inner)


def _inside(part: object) -> Iterator[object]:
    if is_dataclass(part) and not isinstance(part, type):
        yield from (getattr(part, field.name) for field in fields(part))
    elif isinstance(part, tuple):
        yield from part
    elif isinstance(part, dict):
        yield from part.values()


def _relevant(trace: Trace) -> Iterator[Trace]:
    """The trace without what was asked of a treatment that is of another kind: ten sessions, but of another therapy."""
    yield trace
    parts = trace.children
    if trace.node == "All":
        kinds = [part for part in parts if part.node == "ChoiceTest" and part.says.get("fact") in _KINDS]
        if any(part.value is False for part in kinds):
            parts = tuple(kinds)
    for part in (*parts, *trace.beside):
        yield from _relevant(part)


#: Facts that tell the kind of a treatment.
_KINDS = ("modality", "class", "treatment")


# What was seen -------------------------------------------------------------------------------------


def _sides(trace: Trace) -> Iterator[tuple[str, str]]:
    for bounds, number in trace.compared:
        if number.is_exact:
            for bound in bounds:
                yield from _side(bound.place, number.lower, bound.figure, NEAR)
    found = trace.says.get("found")
    if not isinstance(found, Interval) or not found.is_exact:
        return
    for bound in trace.says.get("bounds", ()):
        yield from _side(bound.place, found.lower, bound.figure, NEAR)
    minimum = trace.says.get("minimum")
    if minimum is not None:
        yield from _side(trace.place, found.lower, minimum, float("inf"))
    for place, edge in trace.says.get("edges", ()):
        yield from _side(place, found.lower, edge, NEAR)


def _side(place: str, value: float, figure: float, near: float) -> Iterator[tuple[str, str]]:
    if value == figure:
        yield place, "at"
    elif abs(value - figure) <= near:
        yield place, "above" if value > figure else "below"


def _shown(
    reading: str,
    option: str,
    definition: Definition,
    outcomes: Sequence[CaseOutcome],
    vocabularies: Vocabularies,
) -> bool:
    """Whether some case asks for this option and gets another answer than without it."""
    for outcome in outcomes:
        if outcome.case.readings.get(reading) != option:
            continue
        others = {key: value for key, value in outcome.case.readings.items() if key != reading}
        without = evaluate(outcome.case.history, definition, vocabularies, others)
        if _answer(without) != _answer(outcome.result):
            return True
    return False


def _answer(result: Result) -> tuple[object, ...]:
    tiers = tuple(result.tiers.items()) if result.tiers else None
    return (result.applicable, result.verdict, result.score, result.bands, result.stages, tiers)
