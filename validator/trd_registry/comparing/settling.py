"""The smallest sets of missing facts that would settle an open answer, found by filling them in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

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
EFFORT = 600


#: What a definition can come to answer: met, not met, outside its scope, or settled where it gives no verdict.
Answer = Literal["met", "not_met", "outside", "settled"]


@dataclass(frozen=True, slots=True)
class SettlingSet:
    """Facts which together settle the answer one way for some of their values."""

    #: As a history file names them.
    facts: tuple[str, ...]
    #: Values of the facts, in their order, that lead to the answer.
    values: tuple[tuple[str, ...], ...]
    #: Whether the answer is settled, this way or another, whatever the values turn out to be.
    always: bool


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle one open answer."""

    result: Result
    #: For each answer that can be reached the smallest sets that lead there, all of one size.
    sets: Mapping[Answer, tuple[SettlingSet, ...]]
    #: Whether every set of at most three facts was tried.
    is_exhaustive: bool


def settling_sets(
    history: History, definition: Definition, vocabularies: Vocabularies, readings: Mapping[str, str] | None = None
) -> Settling:
    """The smallest sets of missing facts that would settle what a definition says of a history, for each answer.

    Sets of up to three facts are tried, each fact with values on both sides of every threshold that it is compared
    with. None are given for an answer that is settled. Raises what `evaluate` raises.
    """
    search = _Search(definition, vocabularies, readings)
    result, gaps = search.judge(history)
    if result.is_settled:
        return Settling(result, {}, is_exhaustive=True)
    sets: dict[Answer, tuple[SettlingSet, ...]] = {}
    for size in range(1, MOST_FACTS + 1):
        found: dict[Answer, dict[tuple[str, ...], None]] = {}
        for facts, answer in search.sets(history, gaps, size):
            found.setdefault(answer, {})[facts] = None
        for answer in sorted(found.keys() - sets.keys()):
            told = (search.told(history, facts, answer) for facts in found[answer])
            sets[answer] = tuple(sorted(told, key=lambda one: not one.always))
        if search.spent or sets.keys() >= {"met", "not_met"} or "settled" in sets:
            break
    return Settling(result, sets, not search.spent)


def answer_of(result: Result) -> Answer:
    """What a settled result says."""
    if result.applicable is False:
        return "outside"
    return result.verdict if result.verdict in ("met", "not_met") else "settled"


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

    def sets(
        self, history: History, gaps: Sequence[Gap], size: int, after: str = ""
    ) -> Iterator[tuple[tuple[str, ...], Answer]]:
        """Every set of so many facts, in the order of their names, that settles the answer for some values, and how."""
        for gap in sorted((one for one in gaps if one.fact > after), key=lambda one: one.fact):
            for state in filled(history, gap):
                if self.spent:
                    return
                result, left = self.judge(state)
                if result.is_settled and size == 1:
                    yield (gap.fact,), answer_of(result)
                elif not result.is_settled and size > 1:
                    for rest, answer in self.sets(state, left, size - 1, gap.fact):
                        yield (gap.fact, *rest), answer

    def told(self, history: History, facts: Sequence[str], answer: Answer) -> SettlingSet:
        """The values of these facts that lead to the answer."""
        states: list[tuple[tuple[str, ...], History]] = [((), history)]
        for gap in (self._gaps[fact] for fact in facts):
            states = [
                ((*values, value), state)
                for values, before in states
                for value, state in zip(_values(gap), filled(before, gap), strict=True)
            ]
        judged = [(values, self.judge(state)[0]) for values, state in states]
        lead = tuple(values for values, result in judged if result.is_settled and answer_of(result) == answer)
        return SettlingSet(tuple(facts), lead, always=all(result.is_settled for _, result in judged))


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
