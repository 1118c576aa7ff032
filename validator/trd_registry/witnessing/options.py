"""What a history can say at one point: pieces of a history file, with the facts that a reader takes from each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

from trd_registry.loading.document import Document
from trd_registry.loading.history import history_of_shape
from trd_registry.model.facts import Value
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: A piece of a history file, as the reader of YAML gives it.
Piece: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill in one point."""

    piece: Piece
    #: For each of the two definitions the facts that its vocabularies make of the piece.
    facts: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True)
class Point:
    """One point of a history with its options, the most usual first."""

    name: str
    #: The facts that it settles; no other point says anything of them.
    settles: frozenset[str]
    options: tuple[Option, ...]


class Filler:
    """Makes options by reading pieces with the vocabularies of both definitions, as a file would be read."""

    def __init__(self, sides: Sequence[Vocabularies]) -> None:
        self._sides = sides
        self._read: dict[str, tuple[History, ...] | None] = {}

    def trial(self, name: str, settles: Iterable[str], pieces: Iterable[Piece]) -> Point:
        """A point of a trial; a piece that no history can hold, or that one vocabulary does not know, is left out."""
        chosen = frozenset(settles)
        options = []
        for piece in pieces:
            read = self._histories({"trials": [piece]})
            if read is not None:
                facts = [_of(chosen, one.trials[0].facts) for one in read]
                options.append(Option(piece, tuple(facts)))
        return Point(name, chosen, tuple(options))

    def patient(self, name: str, settles: Iterable[str], pieces: Iterable[Piece]) -> Point:
        """A point of the patient, diagnosis or episode."""
        chosen = frozenset(settles)
        read = ((piece, self._histories(piece)) for piece in pieces)
        options = [Option(piece, tuple(_of(chosen, one.facts) for one in all_)) for piece, all_ in read if all_]
        return Point(name, chosen, tuple(options))

    def _histories(self, piece: Piece) -> tuple[History, ...] | None:
        key = repr(piece)
        if key not in self._read:
            data = {"history": 1, "id": "constructed", "complete": "all", **piece}
            try:
                self._read[key] = tuple(history_of_shape(Document("", data), side) for side in self._sides)
            except InvalidInput:
                self._read[key] = None
        return self._read[key]


def _of(names: frozenset[str], facts: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if name in names}


def stating(fact: str, value: Any) -> Piece:
    """The piece that states one fact of the patient: ``episode.score.madrs`` lies two mappings deep."""
    return reduce(lambda inner, key: {key: inner}, reversed(fact.split(".")), value)


def stating_of_trial(fact: str, value: Any) -> Piece:
    """The piece that states one fact of a trial; doses carry their unit."""
    if fact == "dose":
        return {"dose": f"{value:g} mg/day"}
    prefix, _, scale = fact.partition(".")
    return {prefix: {scale: value}} if scale else {fact: value}


def merged(*pieces: Piece) -> dict[str, Any]:
    """One piece that says what all of them say."""
    whole: dict[str, Any] = {}
    for piece in pieces:
        for key, value in piece.items():
            before = whole.get(key)
            whole[key] = merged(before, value) if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    return whole


def leaves(piece: Piece, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every single thing that a piece says."""
    for key, value in piece.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)
