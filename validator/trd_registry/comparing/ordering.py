"""An order in which what is alike stands together: average linkage, and the same groups cut from it.

Clusters are joined in the order of the mean distance of their members (Sokal and Michener, Univ Kansas Sci Bull
1958;38:1409-1438). A tree leaves open which branch comes first: two clusters are laid so that the neighbours at the
seam are as near as can be. Ties are settled by the order in which things were given, so that the same distances always
give the same order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")

#: Between two things that have nothing on which they could be compared.
FARTHEST = 1.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Members in the order in which they are to stand, and the mean distance at which its two parts were joined."""

    members: tuple[int, ...]
    height: float
    parts: tuple["Cluster", ...] = ()


def cluster(distances: Sequence[Sequence[float]]) -> Cluster:
    """All things joined, from a symmetric table of their distances; there must be at least one thing."""
    clusters = {index: Cluster((index,), 0.0) for index in range(len(distances))}
    between = {(one, other): distances[one][other] for one in clusters for other in clusters if one < other}
    while len(clusters) > 1:
        one, other = min(between, key=lambda pair: (between[pair], pair))
        height = between.pop((one, other))
        left, right = clusters[one], clusters.pop(other)
        clusters[one] = Cluster(_laid(left.members, right.members, distances), height, (left, right))
        weights = len(left.members), len(right.members)
        for third in clusters:
            if third != one:
                near, far = _pair(one, third), _pair(other, third)
                between[near] = (weights[0] * between[near] + weights[1] * between.pop(far)) / sum(weights)
    return next(iter(clusters.values()))


def groups(tree: Cluster, height: float) -> list[tuple[int, ...]]:
    """The clusters that are joined at this mean distance or less, in the order of the tree.

    A seam may turn a part round: the members of a group stand in the order of the whole.
    """
    place = {member: number for number, member in enumerate(tree.members)}
    found: list[tuple[int, ...]] = []
    todo = [tree]
    while todo:
        one = todo.pop()
        if one.height <= height:
            found.append(tuple(sorted(one.members, key=place.__getitem__)))
        else:
            todo += one.parts
    return sorted(found, key=lambda members: place[members[0]])


def table_of(things: Sequence[Thing], distance: Callable[[Thing, Thing], float | None]) -> list[list[float]]:
    """Distances of all pairs; None, where nothing can be compared, is the farthest."""
    found = [[0.0] * len(things) for _ in things]
    for i, one in enumerate(things):
        for j in range(i):
            between = distance(one, things[j])
            found[i][j] = found[j][i] = FARTHEST if between is None else between
    return found


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _laid(left: tuple[int, ...], right: tuple[int, ...], distances: Sequence[Sequence[float]]) -> tuple[int, ...]:
    ways = [(a, b) for a in (left, left[::-1]) for b in (right, right[::-1])]
    first, second = min(ways, key=lambda way: distances[way[0][-1]][way[1][0]])
    return first + second
