"""Pairs of definitions that two other pairs would give away.

Where everybody who meets one definition also meets another, and both are crossed with a third, the difference of the
two crossings is how many meet the outer, not the inner, and the third: a count that no table has and anybody can
subtract.
Where such a difference is small, one of the two crossings is withheld.
"""

from collections.abc import Collection, Iterator, Mapping

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
        squares: Pairs that are shown as a square, even where some count of theirs is small.
        least: The least count that may be shown.
    """
    shown = {
        frozenset(pair)
        for pair, counts in crossed.items()
        if frozenset(pair) in squares or not any(is_small(count, least) for count in counts.values())
    }
    withheld: set[Pair] = set()
    counts = _counts(crossed, shown)
    for group, inner, outer in _nested(judged):
        for third in judged:
            one, other = frozenset((inner, third)), frozenset((outer, third))
            if one not in shown or other not in shown or withheld & {one, other} or third in (inner, outer):
                continue
            here, there = counts[inner, third, group], counts[outer, third, group]
            if any(is_small(many - few, least) for few, many in zip(here, there, strict=True)):
                withheld.add(other if one in squares and other not in squares else one)
    return withheld


def _counts(
    crossed: Mapping[tuple[str, str], Crossed], visible: Collection[Pair]
) -> dict[tuple[str, str, str], tuple[int, ...]]:
    """Two definitions and the group by the first -> how many persons in each group by the second, in both orders."""
    found: dict[tuple[str, str, str], tuple[int, ...]] = {}
    for (one, other), counts in crossed.items():
        if frozenset((one, other)) in visible:
            grid = [
                [sum(counts.get((a, b), 0) for a in x for b in y) for y in GROUPS.values()] for x in GROUPS.values()
            ]
            for place, group in enumerate(GROUPS):
                found[one, other, group] = tuple(grid[place])
                found[other, one, group] = tuple(row[place] for row in grid)
    return found


def _nested(judged: Mapping[str, Judged]) -> Iterator[tuple[str, str, str]]:
    """A group, and two definitions such that who is in it by the first is in it by the second, and some more."""
    for group in GROUPS:
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
