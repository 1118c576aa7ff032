"""The shortest history on which two definitions differ, each way, confirmed by the interpreter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.constructed import history_data, read_back
from trd_registry.witnessing.options import Filler
from trd_registry.witnessing.plausible import Plausible, plausible
from trd_registry.witnessing.question import Difference
from trd_registry.witnessing.shortest import Search
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.smallest import smallest
from trd_registry.witnessing.space import Space

#: Where not one history meets a definition, so many trials more are tried, up to this many in all.
MOST_TRIALS = 12


class NotConfirmed(RegistryError):
    """Raised where the interpreter does not say of a history what the search expected: an error of this program."""


@dataclass(frozen=True)
class Bound:
    """Within what the search was exhaustive."""

    #: With so many trials or fewer.
    trials: int
    #: Point of the patient or of a trial -> how many values were tried; each stands for all that no rule tells apart.
    values: Mapping[str, int]


@dataclass(frozen=True)
class Witness:
    """One history on which two definitions differ. No trial and no fact of it could be left out."""

    how: Difference
    #: The plain data of the history file.
    data: Mapping[str, Any]
    history: History
    left: Result
    right: Result

    @property
    def trials(self) -> int:
        """How many trials it has."""
        return len(self.history.trials)


@dataclass(frozen=True)
class Direction:
    """Whether the left definition can be met where the right one is not."""

    left: Side
    right: Side
    #: None where no history within the bound shows it.
    witness: Witness | None
    bound: Bound
    #: Whether the left definition is met by any history within the bound; where it is not, nothing follows.
    can_be_met: bool


def witness(
    left: Side,
    right: Side,
    registry: Registry,
    *,
    most: int = 0,
    filler: Filler | None = None,
    usual: Plausible | None = None,
) -> Direction:
    """Searches a history that the left definition is met by and the right one is not.

    Args:
        left: The definition that is to be met.
        right: The one that is not; if it cannot deny, one of whose patients the right one does not speak is sought.
        registry: Where both come from.
        most: The most trials of a history; 0 for the usual number, and more where the left definition needs them.
        filler: What was read for another search with the same vocabularies.
        usual: What a constructed patient usually looks like.

    Raises:
        NotSearchable: for rules that the search cannot look through.
        RegistryError: where the extra ``witness`` is not installed.
    """
    settings = usual or plausible(registry.root)
    pieces = filler or Filler([left.vocabularies, right.vocabularies])
    search = Search(Asked.by([left, right]), pieces, settings, most or settings.most_trials)
    found, can_be_met = _found(search, (left, right), registry), True
    while found is None:
        can_be_met = search.question(search.most).can_be_met()
        if can_be_met or most or search.most >= MOST_TRIALS:
            break
        search = replace(search, most=search.most + 2)
        found = _found(search, (left, right), registry)
    return Direction(left, right, found, _bound(search, found), can_be_met or found is not None)


def _found(search: Search, sides: tuple[Side, Side], registry: Registry) -> Witness | None:
    """One that the right definition denies, or else one of whom it does not speak."""
    return _confirmed(search, "not_met", sides, registry) or _confirmed(search, "outside", sides, registry)


def differing_answer(
    left: Side, right: Side, registry: Registry, *, most: int = 0, usual: Plausible | None = None
) -> Direction:
    """Searches a history on which stage, score or class differ, for two readings or versions of one definition."""
    settings = usual or plausible(registry.root)
    pieces = Filler([left.vocabularies, right.vocabularies])
    search = Search(Asked.by([left, right]), pieces, settings, most or settings.most_trials)
    found = _confirmed(search, "answer", (left, right), registry)
    return Direction(left, right, found, _bound(search, found), can_be_met=True)


def _confirmed(search: Search, how: Difference, sides: tuple[Side, Side], registry: Registry) -> Witness | None:
    left, right = sides
    found = search.shortest(how)
    if found is None:
        return None
    data = history_data(found, "witness", search.usual)

    if not shows(how, data, sides, registry):
        names = f"{left.definition.reference} and {right.definition.reference}"
        raise NotConfirmed(f"The search found a history for {names} that the interpreter does not confirm: {data}", "")
    least = smallest(data, lambda one: shows(how, one, sides, registry))
    confirmed = judged_by(least, sides, registry)
    assert confirmed is not None
    return Witness(how, least, *confirmed)


def judged_by(
    data: Mapping[str, Any], sides: tuple[Side, Side], registry: Registry
) -> tuple[History, Result, Result] | None:
    """The history that a reader of the file gets, and what both say of it; None where no reader would take it."""
    try:
        history = read_back(data, registry.vocabularies)
        first, second = (_judge(history, side, registry) for side in sides)
    except InvalidInput:
        return None
    return history, first, second


def shows(how: Difference, data: Mapping[str, Any], sides: tuple[Side, Side], registry: Registry) -> bool:
    """Whether the two differ in this way on a history."""
    judged = judged_by(data, sides, registry)
    return judged is not None and _differ(how, *judged[1:])


def _judge(history: History, side: Side, registry: Registry) -> Result:
    patient, vocabularies = registry.as_pinned(history, side.definition)
    return evaluate(patient, side.definition, vocabularies, side.readings, ask=False)


def _differ(how: Difference, left: Result, right: Result) -> bool:
    if how == "not_met":
        return (left.verdict, right.verdict, right.applicable) == ("met", "not_met", True) and left.applicable is True
    if how == "outside":
        return left.verdict == "met" and left.applicable is True and right.applicable is False
    settled = left.applicable is True and right.applicable is True and left.is_settled and right.is_settled
    return settled and any(
        getattr(left, part) != getattr(right, part) for part in ("verdict", "stages", "score", "tiers")
    )


def _bound(search: Search, found: Witness | None) -> Bound:
    """Up to what the search left nothing out: the bound, or the number of trials of the history that it found."""
    trials = search.most if found is None else found.trials
    space = Space.of(search.asked, search.filler, search.usual, max(trials, 1))
    points = (*space.patient, *space.slots[0].points)
    return Bound(trials, {one.point.name: len(one.point.options) for one in points if len(one.point.options) > 1})
