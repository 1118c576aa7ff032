"""Tells conditions that nobody can ever meet.

The search is sound but not complete: what it calls impossible is so, for every patient of whom all
is known; what it calls possible may still be impossible for a reason it does not look at. It knows
bounds of numbers, categories, truths, opposites, and that a count of distinct things is at most the
count itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from math import inf
from typing import Any as Anything
from typing import TypeAlias

from trd_registry.checking.ranges import Span, span_of
from trd_registry.model.facts import PATIENT_FACTS, SEVERITIES, TRIAL_FACTS, patient_fact, trial_fact
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import (
    All,
    Any,
    Bound,
    ChoiceTest,
    Condition,
    Count,
    FirstStated,
    Measure,
    MeasureTest,
    Node,
    Not,
    NumberTest,
    PatientNumber,
    SeverityIs,
    TruthTest,
)
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies

#: Steps after which a search gives up and calls the condition possible.
MAX_STEPS = 4000
#: Alternatives inside alternatives that are still followed.
MAX_BRANCHES = 40

#: A condition, and whether it is to hold or not to hold.
Wish: TypeAlias = tuple[Condition, bool]


@dataclass(frozen=True, slots=True)
class World:
    """What a search may lean on: ranges of scales, degrees of severity, sets that no trial is in."""

    vocabularies: Vocabularies
    empty_sets: frozenset[str] = frozenset()

    def can_be(self, *wishes: Wish) -> bool:
        """Whether, as far as the search can tell, some patient or trial grants all wishes at once."""
        return _Search(self).grant(list(wishes), _Known())


def world_of(rules: Rules, vocabularies: Vocabularies) -> World:
    """The world of one rule tree, its empty trial sets told apart."""
    world = World(vocabularies)
    empty = [
        name
        for name, trials in rules.trials.items()
        if not world.can_be(*((node, True) for _, node in trials.questions))
    ]
    return World(vocabularies, frozenset(empty))


@dataclass(slots=True)
class _Known:
    """What the wishes granted so far imply."""

    numbers: dict[Anything, Interval] = field(default_factory=dict)
    choices: dict[Anything, frozenset[str]] = field(default_factory=dict)
    excluded: dict[Anything, frozenset[str]] = field(default_factory=dict)
    truths: dict[Anything, bool] = field(default_factory=dict)

    def copy(self) -> "_Known":
        return _Known(dict(self.numbers), dict(self.choices), dict(self.excluded), dict(self.truths))

    def note_truth(self, key: Anything, value: bool) -> bool:
        return self.truths.setdefault(key, value) is value

    def note_number(self, key: Anything, span: Span, within: Interval) -> bool:
        both = Span(self.numbers.get(key, span.range), span.whole).meet(within)
        if both is None:
            return False
        self.numbers[key] = both
        return True

    def note_choice(self, key: Anything, domain: frozenset[str] | None, among: frozenset[str], wanted: bool) -> bool:
        if wanted:
            self.choices[key] = self.choices.get(key, among) & among
        else:
            self.excluded[key] = self.excluded.get(key, frozenset()) | among
        left = self.choices.get(key, domain)
        return left is None or bool(left - self.excluded.get(key, frozenset()))


class _Search:
    def __init__(self, world: World) -> None:
        self._world = world
        self._steps = 0

    def grant(self, wishes: Sequence[Wish], known: _Known, depth: int = 0) -> bool:
        """Grants what leaves no choice first; then tries alternatives one after the other."""
        todo = list(wishes)
        alternatives: list[list[Wish]] = []
        while todo:
            self._steps += 1
            if self._steps > MAX_STEPS:
                return True
            node, wanted = todo.pop()
            if not known.note_truth(fingerprint(node), wanted):
                return False
            alternative = _unfold(node, wanted, todo)
            if alternative:
                alternatives.append(alternative)
            elif not self._leaf(node, wanted, known):
                return False
        if not alternatives or depth > MAX_BRANCHES:
            return True
        alternatives.sort(key=len)
        rest = alternatives[1:]
        return any(
            self.grant([one, *[(_either(other), True) for other in rest]], known.copy(), depth + 1)
            for one in alternatives[0]
        )

    def _leaf(self, node: Condition, wanted: bool, known: _Known) -> bool:
        match node:
            case TruthTest():
                return known.note_truth(("fact", node.fact), node.expected is wanted)
            case ChoiceTest():
                domain = (TRIAL_FACTS.get(node.fact) or PATIENT_FACTS.get(node.fact) or patient_fact(node.fact)).domain
                return known.note_choice(node.fact, domain, node.among, wanted)
            case SeverityIs():
                return known.note_choice(("severity", node.bands), self._degrees(node), node.among, wanted)
            case NumberTest():
                tests = node if wanted else _opposites(node)[0]
                within = _within(tests.bounds)
                return within is not None and known.note_number(node.fact, self._fact(node.fact), within)
            case MeasureTest():
                tests = node if wanted else _opposites(node)[0]
                return self._measured(node.measure, _within(tests.bounds), known)
        return True

    def _measured(self, measure: Measure, within: Interval | None, known: _Known) -> bool:
        key = measure.fact if isinstance(measure, PatientNumber) else fingerprint(measure)
        span = span_of(measure)
        if isinstance(measure, Count) and set(measure.of) <= self._world.empty_sets:
            span = Span(Interval.exactly(0), whole=True)
        if within is None or not known.note_number(key, span, within):
            return False
        if isinstance(measure, Count) and (measure.distinct or measure.where):
            # There are at least as many trials as distinct treatments, and more without a further condition.
            wider = replace(measure, distinct="", grouping="", where=measure.where if measure.distinct else None)
            return self._measured(wider, Interval(known.numbers[key].lower), known)
        return True

    def _fact(self, name: str) -> Span:
        prefix, _, scale = name.rpartition(".")
        if prefix in ("start_score", "end_score", "episode.score"):
            return Span(self._world.vocabularies.scales.get(scale, Interval()), whole=False)
        try:
            kind = trial_fact(name)
        except KeyError:
            kind = patient_fact(name)
        return Span(kind.range, kind.whole)

    def _degrees(self, node: SeverityIs) -> frozenset[str]:
        known = self._world.vocabularies.severity_bands
        sets = [one for name in node.bands for one in known.get(name, ())]
        return frozenset(SEVERITIES) | {name for one in sets for name, _, _ in one.categories}


def _unfold(node: Condition, wanted: bool, todo: list[Wish]) -> list[Wish]:
    """Puts off what follows from a wish without a choice; returns the alternatives of which one must be granted."""
    match node:
        case Not():
            todo.append((node.part, not wanted))
        case All() if wanted:
            todo += [(part, True) for part in node.parts]
        case Any() if not wanted:
            todo += [(part, False) for part in node.parts]
        case All() | Any() | FirstStated():
            # Which of several ways is stated first depends on the record, so any of them may decide.
            return [(part, wanted) for part in node.parts] or [(_NEVER, True)]
        case NumberTest() | MeasureTest() if not wanted and len(_opposites(node)) > 1:
            return [(one, True) for one in _opposites(node)]
    return []


#: What nobody meets: a truth that is to be true and false at once.
_TRUE, _FALSE = (TruthTest(place="", fact="", expected=expected) for expected in (True, False))
_NEVER = All(place="", parts=(_TRUE, _FALSE))


def fingerprint(node: object) -> Anything:
    """What a node says, without its place, its name and its source: equal where two nodes say the same."""
    if isinstance(node, Bound):
        return (node.comparator, node.figure)
    if isinstance(node, All | Any):
        return (type(node).__name__, frozenset(fingerprint(part) for part in node.parts))
    if is_dataclass(node) and not isinstance(node, type):
        skipped = {one.name for one in fields(Node)} if isinstance(node, Node) else set()
        said = [fingerprint(getattr(node, one.name)) for one in fields(node) if one.name not in skipped]
        return (type(node).__name__, *said)
    if isinstance(node, tuple):
        return tuple(fingerprint(part) for part in node)
    return node


def _either(wishes: Sequence[Wish]) -> Any:
    parts = tuple(node if wanted else Not(place="", part=node) for node, wanted in wishes)
    return Any(place="", parts=parts)


_OPPOSITE: Mapping[str, tuple[str, ...]] = {
    "at_least": ("below",),
    "at_most": ("above",),
    "above": ("at_most",),
    "below": ("at_least",),
    "exactly": ("below", "above"),
}


def _opposites(node: NumberTest | MeasureTest) -> list[NumberTest | MeasureTest]:
    """One test for every way in which the test fails."""
    return [
        replace(node, bounds=(Bound(comparator, bound.figure, bound.place),))  # type: ignore[arg-type]
        for bound in node.bounds
        for comparator in _OPPOSITE[bound.comparator]
    ]


def _within(bounds: Sequence[Bound]) -> Interval | None:
    """The numbers that satisfy all bounds; None where no number does."""
    found: Interval | None = Interval()
    for one in _intervals(bounds):
        found = found.meet(one) if found is not None else None
    return found


def _intervals(bounds: Sequence[Bound]) -> Iterator[Interval]:
    for bound in bounds:
        match bound.comparator:
            case "at_least":
                yield Interval(bound.figure)
            case "at_most":
                yield Interval(-inf, bound.figure)
            case "above":
                yield Interval(bound.figure, inf, lower_open=True)
            case "below":
                yield Interval(-inf, bound.figure, upper_open=True)
            case "exactly":
                yield Interval.exactly(bound.figure)
