"""Puts a condition that looks at other trials among those that are asked."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from typing import Protocol

from trd_registry.cohorts.planning.agents import label_of_agent
from trd_registry.cohorts.planning.order.days import follows, lies_before
from trd_registry.cohorts.planning.order.followed import Followed
from trd_registry.cohorts.planning.order.later import Later, as_floors
from trd_registry.cohorts.planning.order.looks import Look
from trd_registry.cohorts.planning.order.preceded import Preceded
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.sql import quoted
from trd_registry.cohorts.settled.columns import column
from trd_registry.model.history import Trial
from trd_registry.model.nodes import Bound, Bounds, FollowedBy, PrecededBy


class SetsPlan(Protocol):
    """Where trial sets are known by name."""

    @property
    def sheets(self) -> Sheets:
        """The tables of the statement."""
        ...

    def member(self, name: str) -> str:
        """The column that says whether a trial is in the set of this name."""
        ...

    def may_be_unlisted(self, names: tuple[str, ...]) -> Mapping[int, Trial]:
        """The sorts of unlisted trials that some patient may have in one of the sets."""
        ...


def plan_followed_by(node: FollowedBy, plan: SetsPlan) -> str:
    """The column that says whether another trial follows."""
    floors = as_floors(node.started or (Bound("above", 0, ""),))
    if floors and node.within_days == inf and not node.gap and not node.different:
        return _asked(Later(_sets(node, plan), _without_place(floors)), node, plan)
    label = _label(node.different, plan.sheets) if node.different else ""
    return _asked(Followed(_sets(node, plan), follows(node), label), node, plan)


def plan_preceded_by(node: PrecededBy, plan: SetsPlan) -> str:
    """The column that says whether so many trials lie before."""
    sets, before = _sets(node, plan), lies_before(node)
    if not node.distinct:
        return _asked(Preceded(sets, before, _without_place(node.number), node.with_itself), node, plan)
    label, tangled = _label(node.distinct, plan.sheets), quoted(column(node.distinct, "tangled"))
    return _asked(Preceded(sets, before, _without_place(node.number), node.with_itself, label, tangled), node, plan)


def _sets(node: FollowedBy | PrecededBy, plan: SetsPlan) -> tuple[str, ...]:
    return tuple(plan.member(name) for name in node.of)


def _without_place(bounds: Bounds) -> Bounds:
    """What two definitions ask alike is asked once, wherever it stands."""
    return tuple(replace(one, place="") for one in bounds)


def _label(fact: str, sheets: Sheets) -> str:
    return quoted("names") if fact == "treatment" else label_of_agent(fact, None, sheets)[0]


def _asked(look: Look, node: FollowedBy | PrecededBy, plan: SetsPlan) -> str:
    return plan.sheets.looks.add(look, plan.may_be_unlisted(node.of), plan.sheets.trial)
