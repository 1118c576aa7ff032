"""Conditions on one trial as columns of the trials, or of what the trials were of."""

from collections.abc import Callable

from trd_registry.cohorts.planning.agents import dose_of_agent, is_of_agent, therapy_of_agent
from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.plan_state import Sheets
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
    Not,
    NumberTest,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.walking import walk


def plan_trial(node: Condition, sheets: Sheets) -> str:
    """The name of the column that says whether a trial meets the condition; NULL is unknown."""
    planner = _PLANNERS.get(type(node))
    if planner is None:
        raise NotPlanned(type(node).__name__, node.place)
    return planner(node, sheets)


def _all(node: All, sheets: Sheets) -> str:
    parts = tuple(plan_trial(part, sheets) for part in node.parts)
    return sheets.on_trial(all_of(parts), parts)


def _any(node: Any, sheets: Sheets) -> str:
    parts = tuple(plan_trial(part, sheets) for part in node.parts)
    return sheets.on_trial(any_of(parts), parts)


def _not(node: Not, sheets: Sheets) -> str:
    part = plan_trial(node.part, sheets)
    return sheets.on_trial(negate(part), (part,))


def _first_stated(node: FirstStated, sheets: Sheets) -> str:
    """The value of the first part that rests on a fact which is stated."""
    return sheets.trial.add(case([(_stated(part), plan_trial(part, sheets)) for part in node.parts], UNKNOWN))


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


def _number(node: NumberTest, sheets: Sheets) -> str:
    value = Number.of_fact(node.fact).within(node.bounds)
    is_floor = all(bound.comparator in ("at_least", "above") for bound in node.bounds)
    if is_floor and node.fact in _JUDGEMENTS:
        value = f"coalesce({value}, {quoted(column(_JUDGEMENTS[node.fact]))})"
    return sheets.trial.add(value)


def _truth(node: TruthTest, sheets: Sheets) -> str:
    fact = quoted(column(node.fact))
    return sheets.trial.add(fact if node.expected else negate(fact))


def _choice(node: ChoiceTest, sheets: Sheets) -> str:
    if node.fact in ALWAYS:
        return is_of_agent(node.fact, node.among, sheets)
    domain = trial_fact(node.fact).domain
    if domain is None:
        raise NotPlanned(f"ChoiceTest of {node.fact}", node.place)
    return sheets.trial.add(among(quoted(column(node.fact)), mask(node.among & domain, domain_positions(domain))))


def _dose(node: DoseMeetsTable, sheets: Sheets) -> str:
    lowest, highest = dose_of_agent(node.table, sheets)
    dose = Number.of_fact("dose")
    # All treatments that are possible must agree: the highest minimum is met, or the lowest is not. A NULL minimum
    # makes every comparison NULL, and so the answer.
    met, missed = negate(dose.below(highest)), dose.below(lowest)
    value = f"CASE WHEN {met} THEN TRUE WHEN {missed} THEN FALSE END"
    return sheets.trial.add(f"coalesce({value}, {quoted('dose_adequate')})")


def _therapy(node: TherapyOnList, sheets: Sheets) -> str:
    return therapy_of_agent(node.list, sheets)


def _diagnosed(node: Diagnosed, sheets: Sheets) -> str:
    if sheets.diagnoses is None:
        raise NotPlanned("Diagnosed where there is no record", node.place)
    return sheets.trial.add(sheets.diagnoses.of_trial(node).within(node.number))


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
    Diagnosed: _diagnosed,
}
