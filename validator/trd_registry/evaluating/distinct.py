"""Bounds on how many different values there are, when each value is only known to be one of several."""

from collections.abc import Sequence
from math import inf

from trd_registry.model.choice import Choice


def one_a_treatment(treatments: Sequence[Choice], labels: Sequence[Choice]) -> list[Choice]:
    """The labels of trials, those of one known treatment told once: its class is the same each time, also if unknown.

    Where two entries on one treatment leave no common label, each keeps its own.
    """
    found: list[Choice] = []
    place: dict[frozenset[str], int] = {}
    for treatment, label in zip(treatments, labels, strict=True):
        known = treatment if treatment is not None and len(treatment) == 1 else None
        before = found[place[known]] if known in place else None
        both = label if before is None else before if label is None else before & label
        if known is not None and known in place and (both is None or both):
            found[place[known]] = both
            continue
        if known is not None:
            place.setdefault(known, len(found))
        found.append(label)
    return found


def fewest(certain: Sequence[Choice]) -> int:
    """A number that the certain members cannot have fewer distinct values than.

    Sets of possibilities that do not overlap must give different values; a set of any value at all
    may repeat another. The bound is the exact minimum unless several sets overlap in chains.
    """
    if not certain:
        return 0
    claimed: set[str] = set()
    count = 0
    for possible in sorted((one for one in certain if one is not None), key=lambda one: (len(one), sorted(one))):
        if not possible & claimed:
            count += 1
            claimed |= possible
    return max(count, 1)


def most(possible: Sequence[Choice], unlisted: Sequence[Choice]) -> float:
    """The largest number of distinct values: each value given to at most one member (a matching).

    Of every unlisted sort there may be any number, so all its values may occur; if any value at all
    is possible there, the number is unbounded.
    """
    if any(one is None for one in unlisted):
        return inf
    free = frozenset[str]().union(*(one for one in unlisted if one is not None))
    named = [one - free for one in possible if one is not None]
    anything = sum(one is None for one in possible)
    return len(free) + anything + _largest_matching(named)


def _largest_matching(members: Sequence[frozenset[str]]) -> int:
    """How many members can each take a value of their own (augmenting paths, after Kuhn 1955)."""
    taken: dict[str, int] = {}

    def place(member: int, tried: set[str]) -> bool:
        for value in members[member]:
            if value in tried:
                continue
            tried.add(value)
            if value not in taken or place(taken[value], tried):
                taken[value] = member
                return True
        return False

    return sum(place(member, set()) for member in range(len(members)))
