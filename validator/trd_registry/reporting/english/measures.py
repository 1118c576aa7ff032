"""Measures in words, and what is asked of them."""

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
from trd_registry.reporting.english.bounds import bounds_in_words, listed
from trd_registry.reporting.english.facts import fact_in_words, number_sentence, unit_of
from trd_registry.reporting.english.lexicon import plain, quoted
from trd_registry.reporting.english.teller import Teller, is_vacuous, tells

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
        return f"{_amount(bounds, measure.distinct, negated=negated)} {_counted(measure, teller)}"
    if isinstance(measure, NthStart):
        days = bounds_in_words(bounds, "days", negated=negated)
        return f"{_nth(measure, teller)} began {days} ago"
    if isinstance(measure, DiagnosisCount):
        return f"{_number_of_diagnoses(bounds, negated=negated)} {_diagnoses(measure)}"
    unit = unit_of(measure.fact) if isinstance(measure, Sum | Extreme) else ""
    return f"{teller.words(measure)} is {bounds_in_words(bounds, unit, negated=negated)}"


@tells(Count)
def _count(node: Count, teller: Teller, negated: bool) -> str:
    return f"the number of {_DISTINCT[node.distinct][1]} {_counted(node, teller)}"


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


def _amount(bounds: Bounds, distinct: str, *, negated: bool) -> str:
    one, many = _DISTINCT[distinct]
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
    what = "different treatment among the trials" if node.distinct else "of the trials"
    return f"the {nth} {what} {_set(node, teller)}"


def _trials(node: TrialMeasure, teller: Teller) -> str:
    return f"trials {_set(node, teller)}"


def _set(node: TrialMeasure, teller: Teller) -> str:
    said = f"counted as {teller.lexicon.set_names(node.of)}"
    if node.where is None or is_vacuous(node.where):
        return said
    return f"{said} in which {teller.marked(node.where)}"


def _diagnoses(node: DiagnosisCount) -> str:
    said = f"of {listed([plain(name) for name in sorted(node.conditions)])}"
    if node.settings:
        said += f" made in {listed([plain(name) for name in sorted(node.settings)])} care"
    return f"{said}{_when(node.days)}"


def _number_of_diagnoses(bounds: Bounds, *, negated: bool) -> str:
    figure = bounds_in_words(bounds, negated=negated)
    if figure in ("exactly 0", "at most 0", "less than 1"):
        return "no diagnosis"
    return f"{figure} {'diagnosis' if [bound.figure for bound in bounds] == [1] else 'diagnoses'}"


def _when(days: Bounds) -> str:
    """On which days, counted from the index event."""
    if not days:
        return ""
    figures = {bound.comparator: bound.figure for bound in days}
    if figures == {"at_most": 0}:
        return " up to the day of the index event"
    if figures == {"at_least": 0}:
        return " from the day of the index event on"
    return f" on a day that is {bounds_in_words(days)}, counted from the index event (before it: below 0)"
