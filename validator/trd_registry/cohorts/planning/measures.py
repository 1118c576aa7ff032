"""Numbers that are computed from trials, as aggregates over the trials of a patient."""

from collections.abc import Callable
from math import inf

from trd_registry.cohorts.planning.agents import label_of_agent
from trd_registry.cohorts.planning.distinct import Labels, fewest, fewest_treatments, most
from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.selection import RulesPlan, Selected
from trd_registry.cohorts.planning.sql import (
    FALSE,
    NONE,
    TRUE,
    any_of,
    bits,
    case,
    largest,
    number,
    quoted,
    smallest,
)
from trd_registry.cohorts.settled.bits import mask
from trd_registry.cohorts.settled.columns import column
from trd_registry.cohorts.settled.settle import FEW_NAMES
from trd_registry.evaluating.measures import counted_as
from trd_registry.model.nodes import Count, DiagnosisCount, Extreme, Measure, NthStart, PatientNumber, Sum


def plan_measure(node: Measure, plan: RulesPlan) -> Number:
    """The number, as an interval of columns of the patient."""
    planner = _PLANNERS.get(type(node))
    if planner is None:
        raise NotPlanned(type(node).__name__, node.place)
    return planner(node, plan)


def _patient_number(node: PatientNumber, plan: RulesPlan) -> Number:
    return Number.of_fact(node.fact)


def _count(node: Count, plan: RulesPlan) -> Number:
    chosen = plan.select(node)
    counts, may_count = chosen.belongs, _may(chosen.belongs)
    sheets = plan.sheets
    if not node.distinct:
        lower = sheets.patient.add(sheets.counts.add(counts))
        upper = sheets.patient.add(sheets.counts.add(may_count))
        return Number(lower, sheets.patient.add(case([(chosen.may_be_more, number(inf))], upper)))
    labels, unbounded, free = _labels(node, chosen, plan)
    if node.distinct == "treatment":
        label, _ = label_of_agent("class", None, sheets)
        lower = fewest_treatments(labels, Labels(label, quoted(column("class", "tangled"))), counts, sheets)
    else:
        lower = fewest(labels, counts, sheets)
    upper = most(labels, counts, free, sheets)
    return Number(lower, sheets.patient.add(case([(unbounded, number(inf))], upper)))


def _labels(node: Count, chosen: Selected, plan: RulesPlan) -> tuple[Labels, str, str]:
    """What the trials are counted as; whether unlisted ones leave no bound; the values (bits) that those may have."""
    if node.grouping and node.distinct != "class":
        raise NotPlanned(f"Count of {node.distinct} with a grouping", node.place)
    if node.distinct == "treatment":
        return Labels(quoted("names"), quoted(column("treatment", "tangled")), FEW_NAMES), chosen.may_be_more, NONE
    if node.distinct == "augments":
        return Labels(quoted("augments"), TRUE), chosen.may_be_more, NONE
    grouping = plan.rules.groupings[node.grouping] if node.grouping else None
    label, places = label_of_agent(node.distinct, grouping, plan.sheets)
    tangled = quoted(column(node.distinct, "tangled"))
    if grouping is not None:
        tangled = any_of([tangled, quoted(column("modality", "tangled"))])
    context = plan.any_context()
    told = {place: counted_as(trial, node, context) for place, trial in chosen.unlisted.items()}
    unbounded = chosen.may_be_of(place for place, names in told.items() if names is None)
    free = []
    for names in dict.fromkeys(one for one in told.values() if one is not None):
        sorts = [place for place, one in told.items() if one == names]
        free.append(f"CASE WHEN {chosen.may_be_of(sorts)} THEN {bits(mask(names, places))} ELSE {NONE} END")
    return Labels(label, tangled, len(places)), unbounded, f"({' | '.join(free)})" if free else NONE


def _sum(node: Sum, plan: RulesPlan) -> Number:
    chosen, fact = plan.select(node), Number.of_fact(node.fact)
    counts = chosen.belongs
    zero = number(0)
    lower, upper = (
        # In the order of the trials: a sum of fractions depends on it.
        plan.sheets.aggregate(
            f"sum(CASE WHEN {counts} THEN {end} ELSE {pick}({zero}, {end}) END ORDER BY trial) "
            f"FILTER (WHERE {_may(counts)})",
            zero,
        )
        for end, pick in ((fact.lower, "least"), (fact.upper, "greatest"))
    )
    ends_open = [
        plan.sheets.aggregate(f"bool_or({end}) FILTER (WHERE {counts})", FALSE)
        for end in (fact.lower_open, fact.upper_open)
    ]
    return without_bound(Number(lower, upper, *ends_open), chosen, plan)


def without_bound(found: Number, chosen: Selected, plan: RulesPlan) -> Number:
    """The sum with what unlisted trials may add to it."""
    more = chosen.may_be_more
    ends = [
        plan.sheets.patient.add(case([(more, plain)], end))
        for end, plain in ((found.upper, number(inf)), (found.lower_open, FALSE), (found.upper_open, FALSE))
    ]
    return Number(found.lower, *ends)


def _extreme(node: Extreme, plan: RulesPlan) -> Number:
    """Over no trial at all the largest is minus infinity and the smallest plus infinity: no bound is met."""
    chosen, fact = plan.select(node), Number.of_fact(node.fact)
    counts, may_count = chosen.belongs, _may(chosen.belongs)
    unstated = next((Number.of(trial.number(node.fact)) for trial in chosen.unlisted.values()), None)
    add = plan.sheets.aggregate
    if node.which == "largest":
        none = number(-inf)
        lower = add(f"max({fact.lower}) FILTER (WHERE {counts})", none)
        upper = add(f"max({fact.upper}) FILTER (WHERE {may_count})", none)
        if unstated is not None:
            upper = plan.sheets.patient.add(case([(chosen.may_be_more, largest([upper, unstated.upper]))], upper))
    else:
        none = number(inf)
        lower = add(f"min({fact.lower}) FILTER (WHERE {may_count})", none)
        upper = add(f"min({fact.upper}) FILTER (WHERE {counts})", none)
        if unstated is not None:
            lower = plan.sheets.patient.add(case([(chosen.may_be_more, smallest([lower, unstated.lower]))], lower))
    return Number(lower, upper)


def _nth_start(node: NthStart, plan: RulesPlan) -> Number:
    """Days since the nth start; minus infinity (never yet) where there are fewer trials than that."""
    chosen, days = plan.select(node), Number.of_fact("started_days_ago")
    counts, may_count = chosen.belongs, _may(chosen.belongs)
    add = plan.sheets.aggregate
    if node.distinct:
        # A drug that is not known is none of those that certainly were begun, and may be one more.
        named = f"bit_count({quoted('names')}) = 1"
        key = f"CASE WHEN {named} THEN 'n' || CAST({quoted('names')} AS VARCHAR) ELSE 't' || CAST(trial AS VARCHAR) END"
        certain = _first_starts(days.lower, key, f"{counts} AND {named}", node.nth, plan)
        possible = _first_starts(days.upper, key, may_count, node.nth, plan)
    else:
        certain = add(f"max({days.lower}, {node.nth}) FILTER (WHERE {counts})", "[]::DOUBLE[]")
        possible = add(f"max({days.upper}, {node.nth}) FILTER (WHERE {may_count})", "[]::DOUBLE[]")
    lower, upper = (f"coalesce({starts}[{node.nth}], {number(-inf)})" for starts in (certain, possible))
    upper = plan.sheets.patient.add(case([(chosen.may_be_more, number(inf))], upper))
    return Number(plan.sheets.patient.add(smallest([lower, upper])), upper)


def _first_starts(day: str, key: str, wanted: str, nth: int, plan: RulesPlan) -> str:
    """Of every treatment the first start, the longest ago first."""
    row = f"{{'day': {day}, 'key': {key}}}"
    starts = plan.sheets.aggregate(f"list({row} ORDER BY {day} DESC) FILTER (WHERE {wanted})", "NULL")
    keys = plan.sheets.patient.add(f"list_transform({starts}, lambda one: one.key)")
    first = f"list_filter({starts}, lambda one, place: list_position({keys}, one.key) = place)"
    return plan.sheets.patient.add(f"list_transform({first}, lambda one: one.day)")


def _diagnoses(node: DiagnosisCount, plan: RulesPlan) -> Number:
    if plan.sheets.diagnoses is None:
        raise NotPlanned("DiagnosisCount where there is no record", node.place)
    return plan.sheets.diagnoses.of_patient(node)


def _may(belongs: str) -> str:
    return f"{belongs} IS NOT FALSE"


_PLANNERS: dict[type, Callable[..., Number]] = {
    PatientNumber: _patient_number,
    Count: _count,
    Sum: _sum,
    Extreme: _extreme,
    NthStart: _nth_start,
    DiagnosisCount: _diagnoses,
}
