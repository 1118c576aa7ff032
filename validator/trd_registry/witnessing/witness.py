"""The shortest history on which two definitions differ, each way, confirmed by the interpreter."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from trd_registry.witnessing.question import Difference, Question
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.smallest import smallest

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
    trials = most or settings.most_trials
    asked = Asked.by([left, right])
    question = Question(asked, pieces, settings, trials)
    can_be_met = question.can_be_met()
    while not (can_be_met or most or trials >= MOST_TRIALS):
        trials += 2
        question = Question(asked, pieces, settings, trials)
        can_be_met = question.can_be_met()
    found = None
    for how in ("not_met", "outside"):
        found = _confirmed(question, how, (left, right), registry)
        if found is not None:
            break
    return Direction(left, right, found, _bound(question, trials), can_be_met)


def differing_answer(
    left: Side, right: Side, registry: Registry, *, most: int = 0, usual: Plausible | None = None
) -> Direction:
    """Searches a history on which stage, score or class differ, for two readings or versions of one definition."""
    settings = usual or plausible(registry.root)
    trials = most or settings.most_trials
    filler = Filler([left.vocabularies, right.vocabularies])
    question = Question(Asked.by([left, right]), filler, settings, trials)
    found = _confirmed(question, "answer", (left, right), registry)
    return Direction(left, right, found, _bound(question, trials), can_be_met=True)


def _confirmed(question: Question, how: Difference, sides: tuple[Side, Side], registry: Registry) -> Witness | None:
    left, right = sides
    usual = question.usual
    found = question.shortest(how)
    if found is None:
        return None
    data = history_data(found, "witness", usual)

    def judged(one: Mapping[str, Any]) -> tuple[History, Result, Result] | None:
        try:
            history = read_back(one, registry.vocabularies)
        except InvalidInput:
            return None
        first, second = (_judge(history, side, registry) for side in (left, right))
        return (history, first, second) if _differ(how, first, second) else None

    if judged(data) is None:
        names = f"{left.definition.reference} and {right.definition.reference}"
        raise NotConfirmed(f"The search found a history for {names} that the interpreter does not confirm: {data}", "")
    least = smallest(data, lambda one: judged(one) is not None)
    confirmed = judged(least)
    assert confirmed is not None
    return Witness(how, least, *confirmed)


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


def _bound(question: Question, trials: int) -> Bound:
    space = question.space
    points = (*space.patient, *(space.slots[0].points if space.slots else ()))
    return Bound(trials, {one.point.name: len(one.point.options) for one in points if len(one.point.options) > 1})
