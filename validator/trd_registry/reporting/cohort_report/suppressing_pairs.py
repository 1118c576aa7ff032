"""Pairs of definitions that two other pairs would give away.

Where everybody who meets one definition also meets another, and both are crossed with a third, the difference of the
two crossings is how many meet the outer, not the inner, and the third: a count that no table has and anybody can
subtract.
Where such a difference is small, one of the two crossings is withheld.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from trd_registry.cohorts.counting.states import Crossed, Judged, State
from trd_registry.reporting.cohort_report.suppressing import is_small

Pair = frozenset[str]

#: Sets of persons that the tables of two definitions tell: by one state, or by several together.
GROUPS: Mapping[str, tuple[State, ...]] = {
    "met": (State.MET,),
    "cannot tell": (State.CANNOT_TELL,),
    "not met": (State.NOT_MET,),
    "scope not known": (State.MET_IF, State.NOT_MET_IF, State.CANNOT_TELL_IF),
    "out of scope": (State.OUT,),
}

#: What the table of agreement tells.
_VERDICTS = ("met", "not met")


def told_by_nesting(
    judged: Mapping[str, Judged],
    crossed: Mapping[tuple[str, str], Crossed],
    squares: Collection[Pair],
    least: int,
) -> set[Pair]:
    """The pairs to withhold, beside those that have a small count of their own.

    Args:
        judged: Reference -> its persons.
        crossed: Persons by two definitions, each pair once.
        squares: Pairs of which more is shown than verdicts, even where some count of theirs is small.
        least: The least count that may be shown.
    """
    shown = {
        frozenset(pair)
        for pair, counts in crossed.items()
        if frozenset(pair) in squares or not any(is_small(count, least) for count in counts.values())
    }
    withheld: set[Pair] = set()
    asked = [(_VERDICTS, shown), (tuple(GROUPS), {pair for pair in shown if pair in squares})]
    for groups, visible in asked:
        counts = _counts(crossed, groups, visible)
        for group, inner, outer in _nested(judged, groups):
            for third in judged:
                one, other = frozenset((inner, third)), frozenset((outer, third))
                if one not in visible or other not in visible or withheld & {one, other} or third in (inner, outer):
                    continue
                if any(
                    is_small(counts[outer, third, group, there] - counts[inner, third, group, there], least)
                    for there in groups
                ):
                    withheld.add(other if one in squares and other not in squares else one)
    return withheld


def _counts(
    crossed: Mapping[tuple[str, str], Crossed], groups: Sequence[str], visible: Collection[Pair]
) -> dict[tuple[str, str, str, str], int]:
    """Two definitions and the group by each -> how many persons, in both orders."""
    found = {}
    for (one, other), counts in crossed.items():
        if frozenset((one, other)) in visible:
            for here in groups:
                for there in groups:
                    number = sum(counts.get((a, b), 0) for a in GROUPS[here] for b in GROUPS[there])
                    found[one, other, here, there] = found[other, one, there, here] = number
    return found


def _nested(judged: Mapping[str, Judged], groups: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """A group, and two definitions such that who is in it by the first is in it by the second, and some more."""
    for group in groups:
        members = {name: _members(one, group) for name, one in judged.items()}
        for inner, few in members.items():
            for outer, many in members.items():
                if few and few != many and few & many == few:
                    yield group, inner, outer


def _members(judged: Judged, group: str) -> int:
    """The persons of a group, as one bit a person."""
    if group == "out of scope":
        everybody = (1 << judged.persons) - 1
        return everybody & ~sum(judged.sets)
    return sum(judged.sets[state] for state in GROUPS[group])
