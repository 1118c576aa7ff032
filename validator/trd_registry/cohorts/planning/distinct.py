"""Bounds on how many different values there are, over bits.

Where every trial of a patient has one known value, each bound is the number of bits; the rest is left to `Tangles`.
"""

from dataclasses import dataclass

from trd_registry.cohorts.planning.counts import FEW
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.sql import NONE, TRUE, case, largest, quoted


@dataclass(frozen=True, slots=True)
class Labels:
    """What trials are counted as."""

    #: Column of the trials: bits of the possible values, NULL where any value is possible.
    label: str
    #: Column of trials and patients: whether some trial of the patient is not of one known value.
    tangled: str
    #: So many of the lowest bits are used where nothing is tangled.
    width: int = 64


def fewest(labels: Labels, counts: str, sheets: Sheets, *, once_a_treatment: bool = True) -> str:
    """The number that the trials which count cannot have fewer distinct values than."""
    slow = sheets.tangles.fewest(labels.label, counts, labels.tangled, once_a_treatment=once_a_treatment)
    return sheets.patient.add(
        case([(labels.tangled, _or_none(slow))], f"bit_count({_together(labels, counts, sheets)})")
    )


def fewest_treatments(treatments: Labels, classes: Labels, counts: str, sheets: Sheets) -> str:
    """The same for treatments, which are as many at least as their classes: two classes are two drugs, named or not.

    Where every treatment is known and told in one way, its class tells nothing more.
    """
    by_class = sheets.tangles.fewest(classes.label, counts, treatments.tangled, once_a_treatment=False)
    slow = sheets.tangles.fewest(treatments.label, counts, treatments.tangled, once_a_treatment=True)
    laid_out = largest([_or_none(slow), _or_none(by_class)])
    return sheets.patient.add(
        case([(treatments.tangled, laid_out)], f"bit_count({_together(treatments, counts, sheets)})")
    )


def most(labels: Labels, belongs: str, free: str, sheets: Sheets) -> str:
    """The largest number of distinct values, given the values (bits) that unlisted trials may all have."""
    slow = sheets.tangles.most(labels.label, belongs, labels.tangled, free)
    together = _together(labels, f"{belongs} IS NOT FALSE", sheets)
    # A patient without trials has no list either, but may have unlisted ones.
    without = f"CASE WHEN trial_rows IS NULL THEN bit_count({free}) ELSE {slow} END"
    return sheets.patient.add(case([(labels.tangled, without)], f"bit_count({together} | {free})"))


def _or_none(slow: str) -> str:
    return f"coalesce({slow}, 0)"


def _together(labels: Labels, counts: str, sheets: Sheets) -> str:
    if labels.tangled == TRUE:
        return NONE
    label = FEW if labels.label == quoted("names") else labels.label
    return sheets.patient.add(sheets.sets.add(label, labels.width, counts))
