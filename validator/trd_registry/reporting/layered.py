"""Places the nodes of an order in columns so that few edges cross (Sugiyama, Tagawa and Toda 1981, by barycentres).

An edge that passes a column has a bend of its own there, so that it runs between the nodes and not through them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Times that the columns are put in order again, there and back.
SWEEPS = 12

#: A node, or a bend of the edge of this number in this column.
Spot = tuple[str, int, int]


@dataclass(frozen=True)
class Layout:
    """Which row each spot has in its column; edges as the spots that they pass from left to right."""

    columns: Sequence[Sequence[Spot]]
    edges: Sequence[Sequence[Spot]]

    @property
    def places(self) -> Mapping[Spot, tuple[int, int]]:
        """Column and row of every spot."""
        return {spot: (x, y) for x, column in enumerate(self.columns) for y, spot in enumerate(column)}


def layout(layers: Sequence[int], edges: Sequence[tuple[int, int]]) -> Layout:
    """Places nodes by their layers, the highest on the left.

    Args:
        layers: For each node its layer; an edge runs from a higher to a lower one.
        edges: Pairs of nodes.
    """
    height = max(layers, default=0)
    nodes = [("node", number, 0) for number in range(len(layers))]
    columns: list[list[Spot]] = [[] for _ in range(height + 1)]
    for spot, layer in zip(nodes, layers, strict=True):
        columns[height - layer].append(spot)
    routes: list[list[Spot]] = []
    for number, (one, other) in enumerate(edges):
        first, last = height - layers[one], height - layers[other]
        bends = [("bend", number, column) for column in range(first + 1, last)]
        for bend in bends:
            columns[bend[2]].append(bend)
        routes.append([nodes[one], *bends, nodes[other]])
    return Layout(_ordered(columns, routes), routes)


def _ordered(columns: list[list[Spot]], routes: Sequence[Sequence[Spot]]) -> list[list[Spot]]:
    """Every column in the order of the middle of its neighbours, from left to right and back again."""
    left: dict[Spot, list[Spot]] = {}
    right: dict[Spot, list[Spot]] = {}
    for route in routes:
        for one, other in pairwise(route):
            right.setdefault(one, []).append(other)
            left.setdefault(other, []).append(one)
    best, fewest = columns, _crossings(columns, right)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        columns = [list(column) for column in columns]
        order = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
        for at in order:
            beside = {spot: row for row, spot in enumerate(columns[at - 1 if forward else at + 1])}
            columns[at] = _by_middle(columns[at], left if forward else right, beside)
        crossings = _crossings(columns, right)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _by_middle(column: Sequence[Spot], near: Mapping[Spot, Sequence[Spot]], beside: Mapping[Spot, int]) -> list[Spot]:
    """The spots of a column by the middle of their neighbours; one without neighbours keeps its row."""
    rows = {spot: row for row, spot in enumerate(column)}
    return sorted(column, key=lambda spot: _middle(near.get(spot, ()), beside, rows[spot]))


def _middle(near: Sequence[Spot], rows: Mapping[Spot, int], otherwise: int) -> float:
    found = [rows[spot] for spot in near if spot in rows]
    return sum(found) / len(found) if found else otherwise


def _crossings(columns: Sequence[Sequence[Spot]], right: Mapping[Spot, Sequence[Spot]]) -> int:
    """How many pairs of edges cross between neighbouring columns."""
    count = 0
    for one, other in pairwise(columns):
        rows = {spot: row for row, spot in enumerate(other)}
        ends = [row for spot in one for row in sorted(rows[end] for end in right.get(spot, ()) if end in rows)]
        count += sum(first > second for at, first in enumerate(ends) for second in ends[at + 1 :])
    return count
