"""Trials from MedicationStatements: several statements may be of one course, and are then one trial."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.importing.fhir.days import date_of, days_within, period_of
from trd_registry.importing.fhir.dosage import daily_dose
from trd_registry.importing.fhir.elements import Resource
from trd_registry.importing.fhir.entries import Statuses
from trd_registry.importing.fhir.medications import Medications
from trd_registry.importing.source_row import SourceRow

_TAKEN = Statuses(
    frozenset({"active", "completed", "stopped", "on-hold"}), frozenset({"not-taken", "intended", "entered-in-error"})
)


@dataclass(frozen=True, slots=True)
class Statement:
    """That a drug was taken."""

    #: Cells that name the treatment.
    drug: Mapping[str, str]
    #: Days, months or years; empty where they are not stated.
    start: str
    end: str
    dose: Mapping[str, float]
    row: SourceRow | None = None

    @property
    def earliest(self) -> str:
        """The first day that the statement may speak of."""
        return days_within(self.start)[0] if self.start else ""

    @property
    def latest(self) -> str:
        """The last day that it may speak of; later than all others where it is open."""
        return days_within(self.end)[1] if self.end else "9999-12-31"


def statement_of(resource: Resource, medications: Medications) -> Statement:
    """What a MedicationStatement says.

    Raises PassedOver where the drug was not taken or is none of the vocabulary, and Refused where that is open.
    """
    _TAKEN.drop(resource)
    drug = medications.drug_of(resource)
    _TAKEN.check(resource)
    # One date says that the drug was taken then, not when it was begun.
    date_of(resource, "effectiveDateTime")
    start, end = period_of(resource, "effectivePeriod")
    return Statement(drug.cells, start, end, daily_dose(resource, "dosage", drug.strength))


def trials_of(statements: Sequence[Statement]) -> Iterator[tuple[list[Statement], dict[str, Any]]]:
    """Trials of one drug and person, each with the statements that it is made from.

    Statements that may speak of the same time are one trial: that the drug was taken is then certain, and a
    second course is not.
    """
    dated = sorted((one for one in statements if one.start or one.end), key=lambda one: (one.earliest, one.latest))
    undated = [one for one in statements if not (one.start or one.end)]
    groups: list[list[Statement]] = []
    reach = ""
    for one in dated:
        if groups and one.earliest <= reach:
            groups[-1].append(one)
        else:
            groups.append([one])
            reach = ""
        reach = max(reach, one.latest)
    if undated:
        groups = [[*undated, *groups[0]], *groups[1:]] if groups else [undated]
    for group in groups:
        yield group, _trial([one for one in group if one.start or one.end] or group)


def _trial(group: Sequence[Statement]) -> dict[str, Any]:
    first = group[0]
    doses = [dict(one.dose) for one in group]
    dose = doses[0] if all(one == doses[0] for one in doses) else {}
    spans = {(one.start, one.end) for one in group}
    if len(spans) == 1:
        return {**first.drug, "start": first.start, "end": first.end, **dose}
    start, end = _union(group)
    return {**first.drug, "start": start, "end": end, **dose}


def _union(group: Sequence[Statement]) -> tuple[str, str]:
    """First and last day of statements that certainly follow each other without a gap; else nothing is known."""
    if not all(len(one.start) == 10 and len(one.end) == 10 for one in group):
        return "", ""
    return min(one.start for one in group), max(one.end for one in group)
