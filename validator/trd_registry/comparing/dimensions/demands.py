"""How many trials a condition demands: its tests on counts, and the fewest trials that can pass them.

A condition is spread into alternatives, each a list of tests that must pass together. Tests on trials
that cannot be the same ones (of other modalities, classes, roles or episodes) add up; of tests that the
same trials may pass, the largest counts. The number found is a lower bound for every history, and is
reached unless a condition inside a trial set cannot be met.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product
from math import ceil, inf
from operator import is_

from trd_registry.comparing.dimensions.kinds import possible_kinds
from trd_registry.comparing.dimensions.logic import needs
from trd_registry.comparing.dimensions.order_in_time import further, whole_range
from trd_registry.comparing.dimensions.reach import highest_count
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.model.facts import MODALITIES
from trd_registry.model.nodes import (
    All,
    Any,
    Condition,
    Count,
    Extreme,
    FirstStated,
    MeasureTest,
    NthStart,
    Sum,
    TrialMeasure,
)
from trd_registry.model.rules import TrialSet
from trd_registry.model.walking import possible_values, walk

#: Alternatives after which no more are spread out.
_MOST = 400
#: Tests of one alternative of which every combination is tried; those that ask for most.
_TOGETHER = 12
_APART = ("modality", "class", "role", "episode", "treatment")


@dataclass(frozen=True, slots=True)
class Demand:
    """One test on a number of trials that must pass."""

    test: MeasureTest
    lower: int
    upper: float

    @property
    def measure(self) -> TrialMeasure:
        """What is counted."""
        assert isinstance(self.test.measure, TrialMeasure)
        return self.test.measure

    @property
    def key(self) -> Hashable:
        """What makes two tests the same."""
        measure = self.measure
        distinct = (measure.distinct, measure.grouping) if isinstance(measure, Count) else ("", "")
        return (type(measure), measure.of, id(measure.where), distinct, self.lower, self.upper)


def alternatives(node: Condition) -> list[tuple[Demand, ...]]:
    """The ways to meet a condition, each as the tests on trials that must pass."""
    match node:
        case All():
            spread = [alternatives(part) for part in node.parts]
            size = 1
            for one in spread:
                size *= max(len(one), 1)
            if size > _MOST:
                spread = [one[:2] for one in spread][:8]
            return _different(tuple(test for part in chosen for test in part) for chosen in product(*spread))
        case Any() | FirstStated():
            return _different(one for part in node.parts for one in alternatives(part))[:_MOST]
        case MeasureTest() if isinstance(node.measure, TrialMeasure):
            return [(_demand(node),)]
    return [()]


def _different(found: Iterable[tuple[Demand, ...]]) -> list[tuple[Demand, ...]]:
    """The alternatives without repeats; a test that stands in one twice is asked once."""
    kept: dict[frozenset[Hashable], tuple[Demand, ...]] = {}
    for tests in found:
        unique = {one.key: one for one in tests}
        kept.setdefault(frozenset(unique), tuple(unique.values()))
    return list(kept.values())


def _demand(test: MeasureTest) -> Demand:
    lower, upper = whole_range(test.bounds)
    if isinstance(test.measure, Count):
        return Demand(test, ceil(lower) if 0 < lower < inf else 0, upper)
    if isinstance(test.measure, NthStart):
        return Demand(test, test.measure.nth if lower > -inf else 0, inf)
    positive = isinstance(test.measure, Sum | Extreme) and lower > 0
    return Demand(test, 1 if positive else 0, inf)


def fewest(
    subject: Subject, node: Condition, *, of: frozenset[str] | None = None, without: frozenset[str] = frozenset()
) -> float:
    """The fewest trials of the modalities ``of`` (all, if None) in any history that meets the condition.

    ``without`` names modalities of which there is no trial at all; infinity where it cannot then be met.
    """
    return min((_together(subject, one, of, without) for one in ways(subject, node)), default=inf)


def ways(subject: Subject, node: Condition) -> list[tuple[Demand, ...]]:
    """The alternatives of a condition, worked out once."""
    key = ("ways", id(node))
    if key not in subject.memo:
        subject.memo[key] = (node, alternatives(node))
    found: list[tuple[Demand, ...]] = subject.memo[key][1]
    return found


def _together(subject: Subject, tests: Sequence[Demand], of: frozenset[str] | None, without: frozenset[str]) -> float:
    sizes = [(test, _size(subject, test, of, without)) for test in tests]
    if any(size == inf for _, size in sizes):
        return inf
    asked = sorted(((test, size) for test, size in sizes if size > 0), key=lambda one: -one[1])[:_TOGETHER]
    best = max((size for _, size in asked), default=0.0)
    for number in range(2, len(asked) + 1):
        for chosen in combinations(asked, number):
            pairs = combinations([test for test, _ in chosen], 2)
            if all(_apart(subject, first, second) for first, second in pairs):
                # What one of them must come before or after may be a trial of another.
                best = max(best, sum(size - further(subject, test.measure, of) for test, size in chosen))
    return best + _index_trial(subject, tests, of)


def _index_trial(subject: Subject, tests: Sequence[Demand], of: frozenset[str] | None) -> int:
    """One more where the index event of a phenotype is a dispensing that none of the tests can be about."""
    index = subject.rules.records.index if subject.rules.records is not None else None
    if index is None or index.of is None or index.first != "dispensing":
        return 0
    kinds = possible_values(index.of, "modality")
    if not kinds or (of is not None and not kinds <= of):
        return 0
    return 0 if any(kinds & kinds_of(subject, test.measure) for test in tests if test.lower > 0) else 1


def _size(subject: Subject, demand: Demand, of: frozenset[str] | None, without: frozenset[str]) -> float:
    """How many trials of ``of`` this test needs at least, if all others help as much as they can."""
    if demand.lower <= 0:
        return 0
    key = ("size", demand.key, of, without)
    if key not in subject.memo:
        subject.memo[key] = _reckoned(subject, demand, of, without)
    found: float = subject.memo[key]
    return found


def _reckoned(subject: Subject, demand: Demand, of: frozenset[str] | None, without: frozenset[str]) -> float:
    kinds = kinds_of(subject, demand.measure)
    if not kinds - without or demand.lower > highest_count(subject, demand.measure, kinds - without):
        return inf
    helping = frozenset() if of is None else kinds - of - without
    own = demand.lower - (highest_count(subject, demand.measure, helping) if helping else 0)
    return max(0, own) + further(subject, demand.measure, of)


def barring(subject: Subject) -> list[TrialMeasure]:
    """The measures of trials of which there may be none, scope included; not those over trials of every kind."""
    if subject.asked is None:
        return []
    found: list[TrialMeasure] = []
    for node in walk(subject.asked):
        if isinstance(node, MeasureTest) and isinstance(node.measure, Count) and _demand(node).upper < 1:
            everything = kinds_of(subject, node.measure) == frozenset(MODALITIES)
            if not everything and needs(subject.asked, partial(is_, node)):
                found.append(node.measure)
    return found


def counted(subject: Subject) -> tuple[TrialSet, ...]:
    """The sets that count towards TRD, or, without a cut, towards anything; those of drugs first.

    With them those that their trials must come before or after.
    """
    found = [subject.rules.trials[name] for name in subject.sets_behind(counted_themselves(subject))]
    return tuple(sorted(found, key=lambda one: "antidepressant" not in subject.kinds(one)))


def counted_themselves(subject: Subject) -> list[str]:
    """The names of the sets that count."""
    if subject.trd is not None and subject.asked is not None:
        tests = [test for one in ways(subject, subject.asked) for test in one if test.lower > 0]
        return [name for test in tests for name in test.measure.of]
    if subject.levels:
        tests = [
            test for level in subject.levels for one in ways(subject, level.condition) for test in one if test.lower > 0
        ]
        return [name for test in tests for name in test.measure.of]
    return [name for node in walk(subject.rules.outcome) if isinstance(node, TrialMeasure) for name in node.of]


def kinds_of(subject: Subject, measure: TrialMeasure) -> frozenset[str]:
    """The modalities that a measure can be taken over."""
    return frozenset[str]().union(*(subject.kinds(subject.rules.trials[name], measure.where) for name in measure.of))


def _apart(subject: Subject, first: Demand, second: Demand) -> bool:
    """Whether no trial can be in both."""
    key = ("apart", first.key, second.key)
    if key not in subject.memo:
        pairs = product(first.measure.of, second.measure.of)
        wheres = first.measure.where, second.measure.where
        subject.memo[key] = all(_exclude(subject, pair, wheres) for pair in pairs)
    return bool(subject.memo[key])


def _exclude(subject: Subject, names: tuple[str, str], wheres: tuple[Condition | None, Condition | None]) -> bool:
    wholes = [subject.narrowed(name, where) for name, where in zip(names, wheres, strict=True)]
    one, other = (possible_kinds(whole, subject.vocabularies) for whole in wholes)
    if one is not None and other is not None and not one & other:
        return True
    for fact in _APART:
        ours, theirs = (subject.values(name, where, fact) for name, where in zip(names, wheres, strict=True))
        if ours is not None and theirs is not None and not ours & theirs:
            return True
    return False
