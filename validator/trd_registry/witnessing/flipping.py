"""The smallest changes of a history that turn the answer of a definition."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.document import Document
from trd_registry.loading.history import history_of_shape
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.witnessing.changes import Change, Changes
from trd_registry.witnessing.constructed import read_back
from trd_registry.witnessing.plausible import Plausible, plausible
from trd_registry.witnessing.record_changes import RecordChanges
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.smallest import smallest

#: Of each kind so many single changes are told, and so many trials and facts are combined in pairs.
TOLD, PAIRED = 2, 12


@dataclass(frozen=True)
class Flip:
    """Changes that together turn the answer; none of them does so alone."""

    changes: tuple[Change, ...]
    result: Result


@dataclass(frozen=True)
class Flips:
    """What turns an answer that is settled."""

    result: Result
    #: Those that leave the patient in scope first.
    flips: tuple[Flip, ...]


def flips(history: History, side: Side, registry: Registry, usual: Plausible | None = None) -> Flips:
    """The smallest changes that make a definition say something else of a history: one, or where none does, two.

    That it would not speak of another patient is told last, and does not keep two changes from being sought.

    Raises RegistryError for an answer that is not settled (ask `settling_sets` then) and for a history that was not
    read from a file.
    """
    data = getattr(getattr(history.origin, "document", None), "value", None)
    if data is None:
        raise RegistryError(f"{history.id} was not read from a file, so that nothing in it can be changed.", "")
    search = _Search(side, registry, usual or plausible(registry.root))
    result = search.judged(data)
    if result is None or not result.is_settled:
        raise RegistryError(f"{side.definition.reference} gives no settled answer.", "Ask for the missing facts first.")
    found = search.single(data, result)
    if all(one.result.applicable != result.applicable for one in found):
        found = [*search.double(data, result, found), *found]
    return Flips(result, tuple(found))


class _Search:
    def __init__(self, side: Side, registry: Registry, usual: Plausible) -> None:
        self._side = side
        self._registry = registry
        self._is_record = any(one.records is not None for one in side.rules)
        self._changes: Changes | RecordChanges = RecordChanges() if self._is_record else Changes(side, usual)

    def judged(self, data: Mapping[str, Any]) -> Result | None:
        """The result; None where no reader would take the history."""
        try:
            history = history_of_shape(Document("", dict(data)), self._side.vocabularies)
        except InvalidInput:
            return None
        return evaluate(history, self._side.definition, self._side.vocabularies, self._side.readings, ask=False)

    def single(self, data: Mapping[str, Any], before: Result) -> list[Flip]:
        """Single changes, of each kind the first few; a trial that is added says no more than it must."""
        found: list[Flip] = []
        for changes in (self._changes.told_otherwise(data), self._changes.added(data), self._changes.left_out(data)):
            turned = list(self._turned(((one,) for one in changes), {_said(before)}, TOLD))
            found += [self._least(data, one, before) for one in turned]
        # That the definition would not speak of somebody else is true, and tells least.
        return sorted(found, key=lambda one: one.result.applicable != before.applicable)

    def double(self, data: Mapping[str, Any], before: Result, single: Sequence[Flip]) -> list[Flip]:
        """Two changes, of each kind the first: facts told otherwise, a fact and a trial, trials more, trials less.

        Not those that say what one change alone says.
        """
        known = {_said(before), *(_said(one.result) for one in single)}
        kinds = [self._two_left_out(data)]
        if not self._is_record:
            # Two entries of a record on other days are too many to try.
            kinds = [self._two_told(data), self._told_and_added(data), self._two_added(data), *kinds]
        return [flip for pairs in kinds for flip in self._turned(pairs, known, 1)]

    def _two_told(self, data: Mapping[str, Any]) -> Iterator[tuple[Change, ...]]:
        """The same fact of two trials first: two responses that were none."""
        pairs = [
            (first, second)
            for first in self._changes.told_otherwise(data)
            for second in self._changes.told_otherwise(first.data)
            if _rank(second) > _rank(first)
        ]
        yield from sorted(pairs, key=lambda pair: pair[0].piece.keys() != pair[1].piece.keys())

    def _told_and_added(self, data: Mapping[str, Any]) -> Iterator[tuple[Change, ...]]:
        for told in self._changes.told_otherwise(data):
            yield from ((told, added) for added in list(self._changes.added(told.data))[:PAIRED])

    def _two_added(self, data: Mapping[str, Any]) -> Iterator[tuple[Change, ...]]:
        before = list(data.get("trials", ()))
        pieces = [one.piece for one in self._changes.added(data)][:PAIRED]
        for first, second in combinations(pieces, 2):
            both = {**data, "trials": [*before, first, second]}
            yield Change("added", len(before), first, both), Change("added", len(before) + 1, second, both)

    def _two_left_out(self, data: Mapping[str, Any]) -> Iterator[tuple[Change, ...]]:
        for one in self._changes.left_out(data):
            for other in self._changes.left_out(one.data):
                if self._is_record or (other.trial or 0) >= (one.trial or 0):
                    yield one, other

    def _turned(
        self, candidates: Iterator[tuple[Change, ...]], known: AbstractSet[tuple[object, ...]], most: int
    ) -> Iterator[Flip]:
        found = 0
        for changes in candidates:
            result = self.judged(changes[-1].data)
            if result is not None and result.is_settled and _said(result) not in known:
                yield Flip(changes, result)
                found += 1
            if found == most:
                return

    def _least(self, data: Mapping[str, Any], flip: Flip, before: Result) -> Flip:
        """An added trial without the facts that it does not need; read back as a file of its own."""
        change = flip.changes[0]
        if change.kind != "added":
            return flip
        wanted = _said(flip.result)

        def stays(trial: Mapping[str, Any]) -> bool:
            result = self.judged({**data, "trials": [*data.get("trials", ()), trial]})
            return result is not None and result.is_settled and _said(result) == wanted

        least = smallest(change.piece, stays)
        after = {**data, "trials": [*data.get("trials", ()), least]}
        read_back(after, self._side.vocabularies)
        result = self.judged(after)
        assert result is not None
        assert _said(result) != _said(before)
        return Flip((Change("added", change.trial, least, after),), result)


def _said(result: Result) -> tuple[object, ...]:
    """What counts as another answer: scope and verdict; stage, band and class where the authors give no cut."""
    if result.applicable is False:
        return (False,)
    if result.verdict is not None:
        return (True, result.verdict)
    return (True, result.stages, result.bands, str(result.tiers))


def _rank(change: Change) -> tuple[int, str]:
    """An order of changes, by which two of them are tried together once."""
    return (-1 if change.trial is None else change.trial, str(change.piece))
