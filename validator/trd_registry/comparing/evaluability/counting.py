"""Which answers a comparison of a number over trials can get from one kind of data."""

from dataclasses import dataclass

from trd_registry.comparing.evaluability.reach import Reach, distinct
from trd_registry.model.nodes import Bound, Bounds
from trd_registry.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Members:
    """What one kind of data knows of the trials of one set that are of one kind of treatment."""

    kind: str
    #: What can be said of a trial: whether it belongs.
    one: Reach
    #: Whether all of them are listed.
    full: Reach
    #: How many more may exist, or how many more different things, without being listed.
    hidden: float = 0


def compared(members: list[Members], bounds: Bounds) -> Reach:
    """A number over trials against bounds, from what can be said of one trial and of the list.

    The number can be shown to be large where some trial surely belongs, and to be no more than what may be hidden
    where none is listed; what lies between is settled only where the list is full and every trial can be judged.
    """
    hidden = sum(one.hidden for one in members)
    is_sure = any(True in one.one.answers for one in members)
    is_exact = all(one.full.is_decided and one.one.is_decided for one in members)
    is_floor = all(bound.comparator in ("at_least", "above") for bound in bounds)
    is_ceiling = all(bound.comparator in ("at_most", "below") for bound in bounds)
    least, most = (all(_holds(bound, number) for bound in bounds) for number in (0, hidden))
    if is_floor and least:
        return Reach(frozenset([True]))
    answers: set[Truth] = set() if is_exact else {None}
    if least == most and (is_floor or is_ceiling or hidden == 0):
        answers.add(least)
    if is_sure and (is_floor or is_ceiling):
        answers.add(is_floor)
    if is_sure and not is_floor and not is_ceiling:
        answers |= {True, False} if is_exact else {False}
    lacks = (
        () if is_exact else distinct(lack for one in members for reach in (one.one, one.full) for lack in reach.lacks)
    )
    return Reach(frozenset(answers), lacks)


def _holds(bound: Bound, value: float) -> bool:
    match bound.comparator:
        case "at_least":
            return value >= bound.figure
        case "above":
            return value > bound.figure
        case "at_most":
            return value <= bound.figure
        case "below":
            return value < bound.figure
    return value == bound.figure
