"""The smallest sets of missing facts that would settle an open answer, found by filling them in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trd_registry.evaluating.evaluate import judge_by, settled_rules
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.missing import distinct_gaps, filled
from trd_registry.evaluating.passing import Pass, merge
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Gap
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.interval import Interval, format_number
from trd_registry.model.vocabulary import Vocabularies

#: So many facts together are tried at most.
MOST_FACTS = 3

#: How many times a history may be judged again for one definition.
EFFORT = 1500


@dataclass(frozen=True, slots=True)
class SettlingSet:
    """Facts which together settle the answer for some of their values."""

    #: As a history file names them.
    facts: tuple[str, ...]
    #: Values of the facts, in their order, and what the definition then answers.
    outcomes: tuple[tuple[tuple[str, ...], Result], ...]
    #: Whether they settle it whatever their values turn out to be (of those that the rules tell apart).
    always: bool


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle one open answer."""

    result: Result
    #: All of one size: the smallest there are.
    sets: tuple[SettlingSet, ...]
    #: Whether every set of at most that size was tried.
    is_exhaustive: bool


def settling_sets(
    history: History, definition: Definition, vocabularies: Vocabularies, readings: Mapping[str, str] | None = None
) -> Settling:
    """The smallest sets of missing facts that would settle what a definition says of a history.

    Sets of up to three facts are tried, each fact with values on both sides of every threshold that it is compared
    with. None are given for an answer that is settled. Raises what `evaluate` raises.
    """
    search = _Search(definition, vocabularies, readings)
    result, gaps = search.judge(history)
    if result.is_settled:
        return Settling(result, (), is_exhaustive=True)
    for size in range(1, MOST_FACTS + 1):
        found = dict.fromkeys(search.sets(history, gaps, size))
        if found or search.spent:
            sets = tuple(search.told(history, facts) for facts in found)
            return Settling(result, tuple(sorted(sets, key=lambda one: not one.always)), not search.spent)
    return Settling(result, (), not search.spent)


class _Search:
    def __init__(self, definition: Definition, vocabularies: Vocabularies, readings: Mapping[str, str] | None) -> None:
        self._definition = definition
        self._vocabularies = vocabularies
        self._rules = settled_rules(definition, readings)
        self._assessor = Assessor()
        self._states: list[History] = []
        self._effort = EFFORT
        self._gaps: dict[str, Gap] = {}

    @property
    def spent(self) -> bool:
        """Whether the effort was not enough."""
        return self._effort < 0

    def judge(self, history: History) -> tuple[Result, list[Gap]]:
        """The result and the facts on which it still depends."""
        self._effort -= 1
        # Kept alive: the assessor knows trials by identity.
        self._states.append(history)
        passes: list[Pass] = [
            judge_by(rules, history, self._vocabularies, self._assessor, self._states) for rules in self._rules
        ]
        result = merge(history, self._definition, passes)
        gaps = distinct_gaps(result, passes) if not result.is_settled else []
        self._gaps |= {gap.fact: gap for gap in gaps if gap.fact not in self._gaps}
        return result, gaps

    def sets(self, history: History, gaps: Sequence[Gap], size: int, after: str = "") -> Iterator[tuple[str, ...]]:
        """Every set of so many facts, in the order of their names, that settles the answer for some values."""
        for gap in sorted((one for one in gaps if one.fact > after), key=lambda one: one.fact):
            for state in filled(history, gap):
                if self.spent:
                    return
                result, left = self.judge(state)
                if result.is_settled and size == 1:
                    yield (gap.fact,)
                elif not result.is_settled and size > 1:
                    yield from ((gap.fact, *rest) for rest in self.sets(state, left, size - 1, gap.fact))

    def told(self, history: History, facts: Sequence[str]) -> SettlingSet:
        """What every combination of values of these facts leads to."""
        states = [((), history)]
        for gap in (self._gaps[fact] for fact in facts):
            states = [
                ((*values, value), state)
                for values, before in states
                for value, state in zip(_values(gap), filled(before, gap), strict=True)
            ]
        judged = [(values, self.judge(state)[0]) for values, state in states]
        settled = tuple((values, result) for values, result in judged if result.is_settled)
        return SettlingSet(tuple(facts), settled, always=len(settled) == len(judged))


def _values(gap: Gap) -> list[str]:
    """The values that are tried, in words, in the order of `filled`."""
    if gap.owner == "list":
        return ["nothing further"]
    return [_in_words(probe) for probe in dict.fromkeys(gap.probes)]


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Interval):
        return format_number(value.lower) if value.is_exact else str(value)
    if isinstance(value, frozenset):
        return " or ".join(sorted(value))
    return str(value)
