"""Conditions on the patient, and on what the trials add up to, as columns of the patients."""

from collections.abc import Callable, Mapping

from trd_registry.cohorts.planning.measures import plan_measure
from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.selection import RulesPlan
from trd_registry.cohorts.planning.sql import NONE, UNKNOWN, all_of, among, any_of, bits, case, negate, quoted
from trd_registry.cohorts.settled.asked import is_of_patient
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.cohorts.settled.columns import column
from trd_registry.model.facts import patient_fact
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    Condition,
    FirstStated,
    MeasureTest,
    Not,
    NumberTest,
    PatientNumber,
    SeverityIs,
    TruthTest,
)
from trd_registry.model.rules import Band
from trd_registry.model.vocabulary import BandSet
from trd_registry.model.walking import walk


def plan_patient(node: Condition, plan: RulesPlan) -> str:
    """The name of the column that says whether a patient meets the condition; NULL is unknown."""
    planner = _PLANNERS.get(type(node))
    if planner is None:
        raise NotPlanned(type(node).__name__, node.place)
    return plan.sheets.patient.add(planner(node, plan))


def _all(node: All, plan: RulesPlan) -> str:
    return all_of(plan_patient(part, plan) for part in node.parts)


def _any(node: Any, plan: RulesPlan) -> str:
    return any_of(plan_patient(part, plan) for part in node.parts)


def _not(node: Not, plan: RulesPlan) -> str:
    return negate(plan_patient(node.part, plan))


def _first_stated(node: FirstStated, plan: RulesPlan) -> str:
    return case([(_stated(part, plan), plan_patient(part, plan)) for part in node.parts], UNKNOWN)


def _stated(node: Condition, plan: RulesPlan) -> str:
    """Whether any fact of the patient that the condition looks at is stated."""
    found: set[str] = set()
    for one in walk(node):
        match one:
            case NumberTest() | TruthTest() | ChoiceTest() | PatientNumber():
                found.add(one.fact)
            case SeverityIs():
                found |= {
                    "episode.severity",
                    *(_score(band_set) for band_set in plan.sheets.vocabularies.band_sets(one.bands)),
                }
    of_patient = (fact for fact in sorted(found) if is_of_patient(fact))
    return any_of(quoted(column(fact, "stated")) for fact in of_patient)


def _measure_test(node: MeasureTest, plan: RulesPlan) -> str:
    return plan_measure(node.measure, plan).within(node.bounds)


def _number(node: NumberTest, plan: RulesPlan) -> str:
    return Number.of_fact(node.fact).within(node.bounds)


def _truth(node: TruthTest, plan: RulesPlan) -> str:
    fact = quoted(column(node.fact))
    return fact if node.expected else negate(fact)


def _choice(node: ChoiceTest, plan: RulesPlan) -> str:
    domain = patient_fact(node.fact).domain
    assert domain is not None  # every category of a patient is a closed one
    return among(quoted(column(node.fact)), mask(node.among & domain, domain_positions(domain)))


def _severity(node: SeverityIs, plan: RulesPlan) -> str:
    """A rater's word, or else the degrees that the scores leave possible, or else any degree."""
    fact = "episode.severity"
    sets = plan.sheets.vocabularies.band_sets(node.bands)
    domain = patient_fact(fact).domain or frozenset()
    places = plan.sheets.places(domain | {name for one in sets for name, _, _ in one.categories})
    judged = _translated(quoted(column(fact)), domain_positions(domain), places)
    by_scores = plan.sheets.patient.add(" | ".join([NONE, *(_degrees(one, places) for one in sets)]))
    stated = quoted(column(fact, "stated"))
    degrees = f"CASE WHEN {stated} OR {by_scores} = 0 THEN {judged} ELSE {by_scores} END"
    return among(plan.sheets.patient.add(degrees), mask(node.among & places.keys(), places))


def _translated(found: str, places: Mapping[str, int], wanted: Mapping[str, int]) -> str:
    if places != wanted:
        raise NotPlanned("a degree of severity that a history cannot state")
    return found


def _degrees(band_set: BandSet, places: Mapping[str, int]) -> str:
    score = Number.of_fact(_score(band_set))
    parts = []
    for name, reach in band_set.reaches:
        band = Band(
            name, 0, reach.lower, reach.upper, lower_open=reach.lower_open, upper_open=reach.upper_open, place=""
        )
        reached = score.reaches(band)
        parts.append(f"CASE WHEN {reached} THEN {bits(1 << places[name])} ELSE {NONE} END")
    told = " | ".join(parts)
    return f"CASE WHEN {quoted(column(_score(band_set), 'stated'))} THEN {told} ELSE {NONE} END"


def _score(band_set: BandSet) -> str:
    return f"episode.score.{band_set.scale}"


_PLANNERS: dict[type, Callable[..., str]] = {
    All: _all,
    Any: _any,
    Not: _not,
    FirstStated: _first_stated,
    MeasureTest: _measure_test,
    NumberTest: _number,
    TruthTest: _truth,
    ChoiceTest: _choice,
    SeverityIs: _severity,
}
