"""The order of definitions as a picture (a Hasse diagram): strict ones on the left, what they imply on the right."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from trd_registry.comparing.lattice import Lattice
from trd_registry.reporting.layered import Layout, Spot, layout
from trd_registry.reporting.svg import (
    INK,
    LINE,
    MUTED,
    PAPER,
    clean,
    document,
    group,
    number,
    path,
    rect,
    text,
    width_of,
)

GAP, PAD, MARGIN, TOP = 90, 8, 20, 74
#: Between the boxes of a column, and the lines in a box.
APART, LINE_HEIGHT = 8, 18
SIZE = 12
NO_LINKS: Mapping[str, str] = {}


def hasse(found: Lattice, title: str, labels: Mapping[str, str], links: Mapping[str, str] = NO_LINKS) -> str:
    """The SVG file: only definitions with an edge are drawn; the same lattice gives the same bytes.

    Args:
        found: The order.
        title: The heading.
        labels: What each definition is called.
        links: The address of a definition's page, where there is one.
    """
    drawn = sorted({end for edge in found.edges for end in edge})
    numbers = {one: at for at, one in enumerate(drawn)}
    names = [[labels[name] for name in found.groups[one]] for one in drawn]
    picture = _Picture(
        layout([found.layers[one] for one in drawn], [(numbers[a], numbers[b]) for a, b in found.edges]), names
    )
    parts = [
        text(MARGIN, 28, title, size=16, bold=True),
        text(
            MARGIN,
            48,
            "Whoever meets a definition meets every one to the right that a line leads to.",
            size=SIZE,
            fill=MUTED,
        ),
        *(picture.edge(route) for route in picture.placed.edges),
    ]
    for spot in picture.tops:
        if spot[0] == "node":
            addresses = [links.get(one, "") for one in found.groups[drawn[spot[1]]]]
            parts.append(picture.node(spot, addresses))
    described = "; ".join(
        f"{_together(found, one, labels)} implies {_together(found, other, labels)}" for one, other in found.edges
    )
    description = described or "No definition implies another."
    return document(
        parts,
        width=max(picture.width, 560),
        height=picture.height,
        title=title,
        description=description,
        has_links=bool(links),
    )


def _together(found: Lattice, one: int, labels: Mapping[str, str]) -> str:
    return " and ".join(labels[name] for name in found.groups[one])


class _Picture:
    """Where everything stands, in pixels."""

    def __init__(self, placed: Layout, names: Sequence[Sequence[str]]) -> None:
        self.placed = placed
        self._names = names
        self._widths = [max((self._width(spot) for spot in column), default=0.0) for column in placed.columns]
        self._lefts = [MARGIN + sum(self._widths[:at]) + GAP * at for at in range(len(self._widths))]
        heights = [sum(self._height(spot) + APART for spot in column) for column in placed.columns]
        self.tops: dict[Spot, float] = {}
        for column, height in zip(placed.columns, heights, strict=True):
            # Columns are centred on the tallest.
            y = TOP + (max(heights) - height) / 2
            for spot in column:
                self.tops[spot] = y
                y += self._height(spot) + APART

    @property
    def width(self) -> float:
        """Of the whole picture."""
        return self._lefts[-1] + self._widths[-1] + MARGIN if self._widths else 0

    @property
    def height(self) -> float:
        """Of the whole picture."""
        return max((top + self._height(spot) for spot, top in self.tops.items()), default=TOP) + MARGIN

    def _width(self, spot: Spot) -> float:
        return max(width_of(one, SIZE) for one in self._names[spot[1]]) + 2 * PAD if spot[0] == "node" else 0

    def _height(self, spot: Spot) -> float:
        return len(self._names[spot[1]]) * LINE_HEIGHT + 6 if spot[0] == "node" else 2

    def edge(self, route: Sequence[Spot]) -> str:
        """One smooth line; across a column that it passes it runs level."""
        points: list[tuple[float, float]] = []
        for spot in route:
            column = self.placed.places[spot][0]
            middle = self.tops[spot] + self._height(spot) / 2
            wide = self._width(spot) if spot[0] == "node" else self._widths[column]
            points += [(self._lefts[column], middle), (self._lefts[column] + wide, middle)]
        points = points[1:-1]
        data = f"M{_at(*points[0])}"
        for at, (one, other) in enumerate(pairwise(points)):
            half = (one[0] + other[0]) / 2
            data += f"L{_at(*other)}" if at % 2 else f"C{_at(half, one[1])} {_at(half, other[1])} {_at(*other)}"
        return path(data, stroke=MUTED, width=1)

    def node(self, spot: Spot, addresses: Sequence[str]) -> str:
        """A box with a line for each definition; several are equivalent."""
        names, x, y = self._names[spot[1]], self._lefts[self.placed.places[spot][0]], self.tops[spot]
        stroke = LINE if len(names) == 1 else INK
        box = rect(x, y, self._width(spot), self._height(spot), PAPER, radius=4, extra=f'stroke="{stroke}"')
        parts = [box]
        for at, (name, address) in enumerate(zip(names, addresses, strict=True)):
            said = text(x + PAD, y + 16 + at * LINE_HEIGHT, name, size=SIZE)
            parts.append(f'<a href="{clean(address)}">{said}</a>' if address else said)
        title = "Equivalent within the bound: " + ", ".join(names) if len(names) > 1 else ""
        return group(parts, title=title)


def _at(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"
