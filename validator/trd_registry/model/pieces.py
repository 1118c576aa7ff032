"""Walks a definition document: a part with its place, every reading replaced by the option chosen for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.model.errors import EndlessReading
from trd_registry.model.nodes import Bound, Bounds, Comparator, Statement

COMPARATORS: tuple[Comparator, ...] = ("at_least", "at_most", "above", "below", "exactly")

#: Keys that say something about a node instead of being part of its condition.
ANNOTATIONS = frozenset({"id", "from", "note"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the document, where it stands, and the readings that led to it."""

    value: Any
    place: str
    readings: tuple[str, ...] = ()

    @property
    def whereabouts(self) -> dict[str, Any]:
        """Place and readings, for a node that has no annotations of its own."""
        return {"place": self.place, "readings": self.readings}

    @property
    def annotations(self) -> dict[str, Any]:
        """Place, readings, id and source, for the node that this piece becomes."""
        if not isinstance(self.value, Mapping):
            return self.whereabouts
        return {**self.whereabouts, "id": self.value.get("id", ""), "stated": statement(self.value.get("from"))}


class Pieces:
    """The pieces of one document under one choice of options."""

    def __init__(self, document: Mapping[str, Any], choices: Mapping[str, str]) -> None:
        self._document = document
        self._choices = choices

    def section(self, key: str) -> Piece:
        """A part at the top of the document, which must be there."""
        return self._settle(Piece(self._document[key], f"/{key}"))

    def entries(self, key: str) -> Iterator[tuple[str, Piece]]:
        """The entries of a section by name; none where the section is not there."""
        if key in self._document:
            yield from self.items(self.section(key))

    def child(self, piece: Piece, key: str | int) -> Piece:
        """A part of a piece."""
        return self._settle(Piece(piece.value[key], f"{piece.place}/{key}"))

    def children(self, piece: Piece) -> Iterator[Piece]:
        """The elements of a list."""
        return (self.child(piece, index) for index in range(len(piece.value)))

    def items(self, piece: Piece) -> Iterator[tuple[str, Piece]]:
        """The entries of a mapping."""
        return ((key, self.child(piece, key)) for key in piece.value)

    def value(self, piece: Piece, key: str, absent: Any = None) -> Any:
        """The plain value of a part, or ``absent``."""
        return self.child(piece, key).value if key in piece.value else absent

    def figure(self, piece: Piece, key: str, absent: float = 0) -> float:
        """A number, or ``absent``."""
        return float(self.value(piece, key, absent))

    def bounds(self, piece: Piece) -> Bounds:
        """The comparisons in a mapping, each with its place."""
        found = ((comparator, self.child(piece, comparator)) for comparator in COMPARATORS if comparator in piece.value)
        return tuple(Bound(comparator, float(figure.value), figure.place) for comparator, figure in found)

    def _settle(self, piece: Piece) -> Piece:
        while isinstance(piece.value, Mapping) and "reading" in piece.value:
            reading = piece.value["reading"]
            if reading in piece.readings:
                raise EndlessReading(reading)
            option = self._choices[reading]
            value = self._document["readings"][reading]["options"][option]["value"]
            said = {key: piece.value[key] for key in piece.value if key in ANNOTATIONS}
            if said and isinstance(value, Mapping):
                value = {**value, **said}  # a name or source given where the reading is used
            place = f"/readings/{reading}/options/{option}/value"
            piece = Piece(value, place, (*piece.readings, reading))
        return piece


def names(value: Any) -> tuple[str, ...]:
    """One name or a list of them, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def statement(stated: Mapping[str, str] | None) -> Statement | None:
    """Where a rule stands, from its ``from``."""
    return Statement(stated["source"], stated["at"], stated["evidence"]) if stated else None
