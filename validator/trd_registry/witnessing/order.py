"""The order of trials in time, for the solver: which trial began after which, how soon, and with what."""

from math import floor
from typing import TYPE_CHECKING

from trd_registry.model.nodes import FollowedBy
from trd_registry.witnessing.days import LONGEST_AGO, days_within
from trd_registry.witnessing.logic import (
    UNKNOWN,
    Pair,
    Proposition,
    all_pairs,
    any_pair,
    denied,
    every,
    exactly_when,
    some,
    when,
)
from trd_registry.witnessing.space import Slot

if TYPE_CHECKING:
    from trd_registry.witnessing.statements import Statements


def followed(node: FollowedBy, slot: Slot, statements: "Statements") -> Pair:
    """Whether another trial of the named sets came after this one."""
    answers = []
    for name in node.of:
        for other in statements.space.slots:
            if other is slot:
                continue
            member = statements.member(name, other)
            there = Pair(every([other.there, member.yes]), some([denied(other.there), member.no]))
            answers.append(all_pairs([there, _follows(node, slot, other, statements)]))
    return any_pair(answers)


def _follows(node: FollowedBy, earlier: Slot, later: Slot, statements: "Statements") -> Pair:
    if earlier.began is None:
        return UNKNOWN
    since_start, since_end = earlier.began - later.began, earlier.ended - later.began
    parts = [days_within(since_start, node.started) if node.started else since_start > 0]
    if node.within_days < LONGEST_AGO:
        parts.append(since_end <= floor(node.within_days))
    parts.append(days_within(since_end, node.gap))
    dated = when(statements.space.dated, every(parts))
    if not node.different:
        return dated
    return all_pairs([dated, exactly_when(denied(_same(node.different, earlier, later, statements)))])


def _same(fact: str, one: Slot, other: Slot, statements: "Statements") -> Proposition:
    """That two trials have the same treatment or class."""
    ours, theirs = (statements.labelled(slot.by_fact["treatment"], fact) for slot in (one, other))
    return some(every([ours[label], theirs[label]]) for label in ours)
