"""The shortest history at hand on which two definitions differ, where their rules cannot be searched."""

from collections.abc import Mapping, Sequence
from typing import Any

from trd_registry.loading.registry import Registry
from trd_registry.model.history import History
from trd_registry.witnessing.contrast import AtHand, Contrast, refuse_without_verdict
from trd_registry.witnessing.question import Difference
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.smallest import paths, smallest
from trd_registry.witnessing.witness import Bound, Direction, Witness, judged_by, shows


def contrast_at_hand(left: Side, right: Side, registry: Registry, histories: Sequence[History], why: str) -> Contrast:
    """Both directions, looked for among these histories, which were read from files, and made smaller.

    Nothing follows where none is found. Raises RegistryError as `contrast` does.
    """
    give_verdicts = refuse_without_verdict(left, right, registry)
    found: list[Direction] = []
    if give_verdicts:
        for one, other in ((left, right), (right, left)):
            found.append(_direction(one, other, ("not_met", "outside"), histories, registry))
    if left.definition.id == right.definition.id and all(one.witness is None for one in found):
        found.append(_direction(left, right, ("answer",), histories, registry))
    return Contrast(left, right, tuple(found), AtHand(len(histories), why))


def _direction(
    left: Side, right: Side, ways: tuple[Difference, ...], histories: Sequence[History], registry: Registry
) -> Direction:
    sides = (left, right)
    for how in ways:
        candidates = []
        for history in histories:
            data = getattr(getattr(history.origin, "document", None), "value", None)
            if data is not None and shows(how, data, sides, registry):
                candidates.append(data)
        if candidates:
            return Direction(left, right, _least(how, candidates, sides, registry), Bound(0, {}), can_be_met=True)
    return Direction(left, right, None, Bound(0, {}), can_be_met=True)


def _least(
    how: Difference, candidates: list[Mapping[str, Any]], sides: tuple[Side, Side], registry: Registry
) -> Witness:
    """The one that says least, without what it does not need."""
    shortest = min(candidates, key=lambda data: (len(list(paths(data))), str(data["id"])))
    bare = {key: value for key, value in shortest.items() if key not in ("title", "about", "source")}
    least = smallest({**bare, "id": "witness"}, lambda data: shows(how, data, sides, registry))
    judged = judged_by(least, sides, registry)
    assert judged is not None
    return Witness(how, least, *judged)
