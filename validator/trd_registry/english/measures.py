"""Measures in words, and what is asked of them."""

from collections.abc import Iterable

from trd_registry.english.bounds import bounds_in_words, days_in_words, listed
from trd_registry.english.facts import fact_in_words, number_sentence, unit_of
from trd_registry.english.lexicon import condition_in_words, plain, quoted
from trd_registry.english.teller import Teller, is_vacuous, tells
from trd_registry.model.nodes import (
    Bounds,
    Count,
    DiagnosisCount,
    Extreme,
    MeasureTest,
    NthStart,
    PatientNumber,
    Sum,
    TrialMeasure,
)

_DISTINCT = {
    "": ("trial", "trials"),
    "treatment": ("treatment", "different treatments"),
    "class": ("class of treatment", "different classes of treatment"),
    "modality": ("kind of treatment", "different kinds of treatment"),
    "augments": ("trial that was augmented", "different trials that were augmented"),
}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}


@tells(MeasureTest)
def _test(node: MeasureTest, teller: Teller, negated: bool) -> str:
    measure, bounds = node.measure, node.bounds
    if isinstance(measure, PatientNumber):
        return number_sentence(measure.fact, bounds, teller.lexicon, negated=negated)
    if isinstance(measure, Count):
        return f"{_amount(bounds, measure.distinct, teller, negated=negated)} {_counted(measure, teller)}"
    if isinstance(measure, NthStart):
        days = bounds_in_words(bounds, "days", negated=negated)
        return f"{_nth(measure, teller)} began {days} ago"
    if isinstance(measure, DiagnosisCount):
        return f"{diagnosis_number(bounds, negated=negated)} {_diagnoses(measure)}"
    unit = unit_of(measure.fact) if isinstance(measure, Sum | Extreme) else ""
    return f"{teller.words(measure)} is {bounds_in_words(bounds, unit, negated=negated)}"


@tells(Count)
def _count(node: Count, teller: Teller, negated: bool) -> str:
    many = teller.treatments[1] if node.distinct == "treatment" else _DISTINCT[node.distinct][1]
    return f"the number of {many} {_counted(node, teller)}"


@tells(Sum)
def _sum(node: Sum, teller: Teller, negated: bool) -> str:
    return f"the sum of {fact_in_words(node.fact)} over all {_trials(node, teller)}"


@tells(Extreme)
def _extreme(node: Extreme, teller: Teller, negated: bool) -> str:
    return f"the {node.which} value of {fact_in_words(node.fact)} among the {_trials(node, teller)}"


@tells(NthStart)
def _nth_start(node: NthStart, teller: Teller, negated: bool) -> str:
    return f"the number of days since {_nth(node, teller)} began"


@tells(DiagnosisCount)
def _diagnosis_count(node: DiagnosisCount, teller: Teller, negated: bool) -> str:
    return f"the number of diagnoses {_diagnoses(node)}"


@tells(PatientNumber)
def _patient_number(node: PatientNumber, teller: Teller, negated: bool) -> str:
    unit = unit_of(node.fact)
    return f"the {fact_in_words(node.fact)}{f' in {unit}' if unit else ''}"


def _amount(bounds: Bounds, distinct: str, teller: Teller, *, negated: bool) -> str:
    one, many = teller.treatments if distinct == "treatment" else _DISTINCT[distinct]
    is_one = [bound.figure for bound in bounds] == [1]
    figure = bounds_in_words(bounds, negated=negated)
    if is_one and figure == "less than 1":
        return f"no {one}"
    return f"{figure} {one if is_one else many}"


def _counted(node: Count, teller: Teller) -> str:
    grouped = f"(grouped by {quoted(node.grouping)}) " if node.grouping else ""
    return f"{grouped}{'among the trials ' if node.distinct else ''}{_set(node, teller)}"


def _nth(node: NthStart, teller: Teller) -> str:
    nth = _NTH.get(node.nth, f"{node.nth}th")
    what = f"different {teller.treatments[0]} among the trials" if node.distinct else "of the trials"
    return f"the {nth} {what} {_set(node, teller)}"


def _trials(node: TrialMeasure, teller: Teller) -> str:
    return f"trials {_set(node, teller)}"


def _set(node: TrialMeasure, teller: Teller) -> str:
    said = f"counted as {teller.lexicon.set_names(node.of)}"
    if node.where is None or is_vacuous(node.where):
        return said
    with teller.speaking_of(node.of):
        return f"{said} in which {teller.marked(node.where)}"


def _diagnoses(node: DiagnosisCount) -> str:
    said = diagnoses_in_words(node.conditions, node.settings)
    return f"{said} {days_in_words(node.days, 'the index event')}" if node.days else said


def diagnoses_in_words(conditions: Iterable[str], settings: Iterable[str]) -> str:
    """``of depressive disorder made in hospital care``."""
    said = f"of {listed([condition_in_words(name) for name in sorted(conditions)])}"
    places = listed([plain(name) for name in sorted(settings, key=lambda one: (one == "other", one))])
    return f"{said} made in {places}{'' if places.endswith('care') else ' care'}" if places else said


def diagnosis_number(bounds: Bounds, *, negated: bool) -> str:
    """``no diagnosis``, ``at least 2 diagnoses``."""
    figure = bounds_in_words(bounds, negated=negated)
    if figure in ("exactly 0", "at most 0", "less than 1"):
        return "no diagnosis"
    return f"{figure} {'diagnosis' if [bound.figure for bound in bounds] == [1] else 'diagnoses'}"
