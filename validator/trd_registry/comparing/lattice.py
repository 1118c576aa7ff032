"""The order of definitions by what they imply: which are equivalent, and which stands directly above which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Lattice:
    """Definitions by what they imply. A partial order."""

    #: Definitions that imply each other stand together; each group in the order given.
    groups: tuple[tuple[str, ...], ...]
    #: From a group to one directly implied by it: nothing stands between them.
    edges: tuple[tuple[int, int], ...]

    @property
    def layers(self) -> tuple[int, ...]:
        """For each group how many steps the longest way down from it has: 0 where it implies no other."""
        below = {one: [other for start, other in self.edges if start == one] for one in range(len(self.groups))}
        found: dict[int, int] = {}

        def depth(one: int) -> int:
            if one not in found:
                found[one] = 1 + max((depth(other) for other in below[one]), default=-1)
            return found[one]

        return tuple(depth(one) for one in range(len(self.groups)))


def lattice(names: Sequence[str], implied: Iterable[tuple[str, str]]) -> Lattice:
    """The groups and the edges that cannot be inferred from others.

    Args:
        names: Every definition.
        implied: Pairs of which the first implies the second. What follows from two pairs need not be among them.
    """
    closed = _closed(names, set(implied))
    group_of: dict[str, int] = {}
    groups: list[tuple[str, ...]] = []
    for name in names:
        if name not in group_of:
            together = tuple(other for other in names if other == name or {(name, other), (other, name)} <= closed)
            group_of |= dict.fromkeys(together, len(groups))
            groups.append(together)
    above = {(group_of[one], group_of[other]) for one, other in closed if group_of[one] != group_of[other]}
    direct = [
        (one, other)
        for one, other in sorted(above)
        if not any((one, third) in above and (third, other) in above for third in range(len(groups)))
    ]
    return Lattice(tuple(groups), tuple(direct))


def _closed(names: Sequence[str], pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """With every pair that follows from two others (Warshall 1962)."""
    closed = set(pairs)
    for middle in names:
        into = [one for one in names if (one, middle) in closed]
        out = [one for one in names if (middle, one) in closed]
        closed |= {(one, other) for one in into for other in out if one != other}
    return closed
