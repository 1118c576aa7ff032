"""What a model of the solver says of a history, in the words of a history file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.witnessing.logic import Proposition, solver
from trd_registry.witnessing.options import Piece, merged
from trd_registry.witnessing.sides import NotSearchable
from trd_registry.witnessing.space import Chosen, Slot, Space


class Undecided(NotSearchable):
    """Raised where the solver gives up: then nothing is said."""


@dataclass(frozen=True)
class Found:
    """A history as the solver has it: what it says of the patient and of each trial, in the words of a history file."""

    patient: Piece
    trials: Sequence[Piece]
    #: Days ago on which each trial began and ended; none where the history carries no dates.
    days: Sequence[tuple[int, int]]


def told_by(model: Any, space: Space) -> Found:
    """The history of a model: the trials that are there in it, each with the options that are taken."""
    there = [slot for slot in space.slots if _holds(model, slot.there)]
    numbers = {slot.number: number for number, slot in enumerate(there)}
    trials = []
    for slot in there:
        link = next((numbers[other] for other in numbers if _linked(model, space, slot.number, other)), None)
        trials.append(augmenting([_piece(model, chosen) for chosen in slot.points], link))
    patient = merged(*(_piece(model, chosen) for chosen in space.patient))
    is_dated = bool(there) and _holds(model, space.dated)
    return Found(patient, trials, [_days(model, slot) for slot in there] if is_dated else [])


def taken_in(model: Any, chosen: Chosen) -> int:
    """The option that is taken at a point."""
    for at, proposition in enumerate(chosen.taken):
        if _holds(model, proposition):
            return at
    raise Undecided(f"No option of {chosen.point.name} is taken, though a history exists.", "")


def day_in(model: Any, day: Any) -> int:
    """So many days ago."""
    return int(model.eval(day, model_completion=True).as_long())


def augmenting(points: Sequence[Piece], link: int | None) -> Piece:
    """A trial of these points; ``link`` is the number of the one that it augments."""
    augments = {"augments": f"trial-{link + 1}"} if link is not None else {}
    return merged(*points, augments)


def _holds(model: Any, proposition: Proposition) -> bool:
    if isinstance(proposition, bool):
        return proposition
    return bool(solver().is_true(model.eval(proposition, model_completion=True)))


def _linked(model: Any, space: Space, one: int, other: int) -> bool:
    return (one, other) in space.links and _holds(model, space.links[one, other])


def _piece(model: Any, chosen: Chosen) -> Piece:
    return chosen.point.options[taken_in(model, chosen)].piece


def _days(model: Any, slot: Slot) -> tuple[int, int]:
    return day_in(model, slot.began), day_in(model, slot.ended)
