"""Conditions on one trial as columns of the trials, or of what the trials were of."""

from collections.abc import Callable

from trd_registry.cohorts.planning.agents import dose_of_agent, is_of_agent, therapy_of_agent
from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.order.conditions import SetsPlan, plan_followed_by, plan_preceded_by
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sql import UNKNOWN, all_of, among, any_of, case, negate, quoted
from trd_registry.cohorts.settled.asked import ALWAYS
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.cohorts.settled.columns import column
from trd_registry.model.facts import trial_fact
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    Condition,
    Diagnosed,
    DoseMeetsTable,
    FirstStated,
    FollowedBy,
    Not,
    NumberTest,
    PrecededBy,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.walking import walk


def plan_trial(node: Condition, plan: SetsPlan) -> str:
    """The name of the column that says whether a trial meets the condition; NULL is unknown."""
    planner = _PLANNERS.get(type(node))
    if planner is None:
        raise NotPlanned(type(node).__name__, node.place)
    return planner(node, plan)


def _all(node: All, plan: SetsPlan) -> str:
    parts = tuple(plan_trial(part, plan) for part in node.parts)
    return plan.sheets.on_trial(all_of(parts), parts)


def _any(node: Any, plan: SetsPlan) -> str:
    parts = tuple(plan_trial(part, plan) for part in node.parts)
    return plan.sheets.on_trial(any_of(parts), parts)


def _not(node: Not, plan: SetsPlan) -> str:
    part = plan_trial(node.part, plan)
    return plan.sheets.on_trial(negate(part), (part,))


def _first_stated(node: FirstStated, plan: SetsPlan) -> str:
    """The value of the first part that rests on a fact which is stated."""
    return plan.sheets.trial.add(case([(_stated(part), plan_trial(part, plan)) for part in node.parts], UNKNOWN))


def _stated(node: Condition) -> str:
    """Whether any fact that the condition looks at is stated."""
    return any_of(quoted(column(fact, "stated")) for fact in sorted(_looked_at(node)))


def _looked_at(node: Condition) -> set[str]:
    found = set()
    for one in walk(node):
        match one:
            case NumberTest() | TruthTest() | ChoiceTest():
                found.add(one.fact)
            case DoseMeetsTable():
                found.add("dose")
            case TherapyOnList():
                found.add("treatment")
    return found


#: Facts for which a rater's judgement may stand where the figure does not tell.
_JUDGEMENTS = {"weeks": "duration_adequate", "days": "duration_adequate", "dose": "dose_adequate"}


def _number(node: NumberTest, plan: SetsPlan) -> str:
    value = Number.of_fact(node.fact).within(node.bounds)
    is_floor = all(bound.comparator in ("at_least", "above") for bound in node.bounds)
    if is_floor and node.fact in _JUDGEMENTS:
        value = f"coalesce({value}, {quoted(column(_JUDGEMENTS[node.fact]))})"
    return plan.sheets.trial.add(value)


def _truth(node: TruthTest, plan: SetsPlan) -> str:
    fact = quoted(column(node.fact))
    return plan.sheets.trial.add(fact if node.expected else negate(fact))


def _choice(node: ChoiceTest, plan: SetsPlan) -> str:
    if node.fact in ALWAYS:
        return is_of_agent(node.fact, node.among, plan.sheets)
    domain = trial_fact(node.fact).domain
    if domain is None:
        raise NotPlanned(f"ChoiceTest of {node.fact}", node.place)
    return plan.sheets.trial.add(among(quoted(column(node.fact)), mask(node.among & domain, domain_positions(domain))))


def _dose(node: DoseMeetsTable, plan: SetsPlan) -> str:
    lowest, highest = dose_of_agent(node.table, plan.sheets)
    dose = Number.of_fact("dose")
    # All treatments that are possible must agree: the highest minimum is met, or the lowest is not. A NULL minimum
    # makes every comparison NULL, and so the answer.
    met, missed = negate(dose.below(highest)), dose.below(lowest)
    value = f"CASE WHEN {met} THEN TRUE WHEN {missed} THEN FALSE END"
    return plan.sheets.trial.add(f"coalesce({value}, {quoted('dose_adequate')})")


def _therapy(node: TherapyOnList, plan: SetsPlan) -> str:
    return therapy_of_agent(node.list, plan.sheets)


def _diagnosed(node: Diagnosed, plan: SetsPlan) -> str:
    if plan.sheets.diagnoses is None:
        raise NotPlanned("Diagnosed where there is no record", node.place)
    return plan.sheets.trial.add(plan.sheets.diagnoses.of_trial(node).within(node.number))


_PLANNERS: dict[type, Callable[..., str]] = {
    All: _all,
    Any: _any,
    Not: _not,
    FirstStated: _first_stated,
    NumberTest: _number,
    TruthTest: _truth,
    ChoiceTest: _choice,
    DoseMeetsTable: _dose,
    TherapyOnList: _therapy,
    FollowedBy: plan_followed_by,
    PrecededBy: plan_preceded_by,
    Diagnosed: _diagnosed,
}
