"""How many trials more the order in time asks for: a switch needs a trial to switch to."""

from functools import partial
from math import ceil, floor, inf
from operator import is_

from trd_registry.comparing.dimensions.logic import needs
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.model.nodes import Bounds, FollowedBy, PrecededBy, TrialMeasure
from trd_registry.model.walking import constant


def further(subject: Subject, measure: TrialMeasure, of: frozenset[str] | None) -> int:
    """Trials of ``of`` beyond those counted that the sets ask for before or after each: a switch needs one more."""
    return min((_further_in(subject, name, of) for name in measure.of), default=0)


def _further_in(
    subject: Subject, name: str, of: frozenset[str] | None, *, like: FollowedBy | PrecededBy | None = None
) -> int:
    """For one set; ``like`` keeps to its direction of time, as a chain of switches does."""
    others = [node for node in subject.in_order(name) if like is None or type(node) is type(like)]
    if not others:
        return 0
    whole = subject.whole(subject.rules.trials[name])
    if constant(whole) is False or not needs(whole, lambda test: any(test is one for one in others)):
        return 0
    asked = [node for node in others if needs(whole, partial(is_, node))] or others
    if of is not None:
        sets = {one for node in asked for one in node.of}
        if not frozenset[str]().union(*(subject.kinds(subject.rules.trials[one]) for one in sets)) <= of:
            return 0
    sizes = [_before_or_after(subject, node, of) for node in asked]
    return max(sizes) if asked is not others else min(sizes)


def _before_or_after(subject: Subject, node: FollowedBy | PrecededBy, of: frozenset[str] | None) -> int:
    """How many trials must lie after a trial, or before it; those may ask for more on their own far side."""
    beyond = 1 + min(_further_in(subject, one, of, like=node) for one in node.of)
    if isinstance(node, FollowedBy):
        # Of two trials begun on one day each may come after the other, and the chain closes upon itself.
        later = not node.started or whole_range(node.started)[0] > 0
        return beyond if later else 1
    least = int(max(whole_range(node.number)[0] - (1 if node.with_itself else 0), 0))
    return max(least, beyond) if least else 0


def whole_range(bounds: Bounds) -> tuple[float, float]:
    """The lowest and the highest whole number that meet every bound."""
    lower, upper = -inf, inf
    for bound in bounds:
        if bound.comparator in ("at_least", "exactly"):
            lower = max(lower, bound.figure)
        if bound.comparator == "above":
            lower = max(lower, floor(bound.figure) + 1)
        if bound.comparator in ("at_most", "exactly"):
            upper = min(upper, bound.figure)
        if bound.comparator == "below":
            upper = min(upper, ceil(bound.figure) - 1)
    return lower, upper
