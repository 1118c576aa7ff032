"""Dispensings, orders, procedures and diagnoses: what each says of a dated entry of the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from trd_registry.importing.fhir.codes import Meanings, has_code
from trd_registry.importing.fhir.days import date_of, days_apart, is_day, period_of
from trd_registry.importing.fhir.dosage import cells, daily_dose
from trd_registry.importing.fhir.elements import Resource, part, parts, text, truth
from trd_registry.importing.fhir.encounters import Encounters
from trd_registry.importing.fhir.medications import Medications
from trd_registry.importing.fhir.options import Options
from trd_registry.importing.fhir.outcomes import UNCERTAIN, PassedOver, Refused
from trd_registry.importing.fhir.quantities import amount_of, days_of

Cells = Mapping[str, Any]

#: Verification statuses of a condition that was found not to be there, or never was meant.
_NOT_SO = frozenset({"refuted", "entered-in-error"})
_TENTATIVE = frozenset({"unconfirmed", "provisional", "differential"})
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/condition-category"


@dataclass(frozen=True, slots=True)
class Statuses:
    """What the statuses of one type of resource say of whether it happened."""

    happened: frozenset[str]
    #: It did not happen, or not yet.
    not_happened: frozenset[str]

    def drop(self, resource: Resource) -> None:
        """Raises PassedOver where it did not happen: then it does not matter what it was."""
        status = text(resource, "status")
        if status in self.not_happened:
            raise PassedOver(f"status {status}")

    def check(self, resource: Resource) -> None:
        """Raises Refused where the status leaves open whether it happened."""
        status = text(resource, "status")
        if not status:
            raise Refused("TRD202", "`status` is empty.", "status")
        if status not in self.happened:
            raise Refused(UNCERTAIN, f"It may have happened or not: its status is {status[:40]!r}.", "status")


_DISPENSED = Statuses(frozenset({"completed"}), frozenset({"preparation", "cancelled", "declined", "entered-in-error"}))
_ORDERED = Statuses(
    frozenset({"active", "completed", "stopped", "on-hold"}), frozenset({"cancelled", "draft", "entered-in-error"})
)
_DONE = Statuses(frozenset({"completed"}), frozenset({"preparation", "not-done", "entered-in-error"}))

#: Intents of an order that somebody has authorised; proposals, plans and options are none.
_AUTHORISED = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})


class Entries:
    """Reads the dated entries of a record."""

    def __init__(self, medications: Medications, encounters: Encounters, options: Options) -> None:
        self._medications, self._encounters, self._options = medications, encounters, options
        self.conditions = Meanings("conditions", "condition-words")
        self.procedures = Meanings("procedures", "procedure-words")

    def dispensing(self, resource: Resource) -> Cells:
        """A MedicationDispense that was handed over."""
        _DISPENSED.drop(resource)
        if text(resource, "status") == "in-progress" and not resource.get("whenHandedOver"):
            raise PassedOver("status in-progress, not handed over")
        drug = self._medications.drug_of(resource)
        _DISPENSED.check(resource)
        day = date_of(resource, "whenHandedOver")
        if not day and self._options.prepared_as_handed_over:
            day = date_of(resource, "whenPrepared")
        if not day:
            raise Refused("TRD202", "The day of handing over is not stated.", "whenHandedOver")
        _check_supply(resource)
        days = days_of(resource, "daysSupply", "days")
        dose = daily_dose(resource, "dosageInstruction", drug.strength)
        return {**drug.cells, "date": day, **days, **(dose or _supplied(resource, drug.strength, days))}

    def order(self, resource: Resource) -> Cells:
        """A MedicationRequest, as if it had been supplied on the day of the order."""
        _ORDERED.drop(resource)
        if truth(resource, "doNotPerform"):
            raise PassedOver("an order not to give the drug")
        intent = text(resource, "intent")
        if intent not in _AUTHORISED:
            raise PassedOver(f"intent {intent or 'not stated'}")
        drug = self._medications.drug_of(resource)
        _ORDERED.check(resource)
        day = date_of(resource, "authoredOn")
        if not day:
            raise Refused("TRD202", "The day of the order is not stated.", "authoredOn")
        supply = part(resource, "dispenseRequest")
        days = days_of(supply, "expectedSupplyDuration", "days")
        dose = daily_dose(resource, "dosageInstruction", drug.strength)
        return {**drug.cells, "date": day, **days, **(dose or _supplied(supply, drug.strength, days))}

    def procedure(self, resource: Resource) -> Cells:
        """A Procedure that was done on one day."""
        _DONE.drop(resource)
        meaning = self.procedures.of(part(resource, "code"), "procedure")
        _DONE.check(resource)
        return {"treatment": meaning.means, "date": _performed(resource), **meaning.also}

    def diagnosis(self, resource: Resource) -> Cells:
        """A Condition that was found to be so."""
        verified = part(resource, "verificationStatus")
        for status in _NOT_SO:
            if has_code(verified, _VERIFICATION, frozenset({status})):
                raise PassedOver(f"verification status {status}")
        meaning = self.conditions.of(part(resource, "code"), "condition")
        if has_code(verified, _VERIFICATION, _TENTATIVE):
            raise Refused(UNCERTAIN, "The diagnosis is not confirmed.", "verificationStatus")
        categories = parts(resource, "category")
        if categories and all(has_code(one, _CATEGORY, frozenset({"health-concern"})) for one in categories):
            raise Refused(UNCERTAIN, "It is a concern, which need not be a diagnosis.", "category")
        day = date_of(resource, "recordedDate")
        if not day and self._options.onset_as_recorded:
            day = date_of(resource, "onsetDateTime") or period_of(resource, "onsetPeriod")[0]
        wanted = not day and self._options.encounter_as_recorded
        encounter = self._encounters.of(resource, day=wanted)
        if wanted:
            day = encounter.began
        if not day:
            raise Refused("TRD202", "The day on which it was recorded is not stated.", "recordedDate")
        return {"condition": meaning.means, "date": day, **encounter.cells}


def _performed(resource: Resource) -> str:
    day = date_of(resource, "performedDateTime")
    if day:
        return day
    start, end = period_of(resource, "performedPeriod")
    if not start:
        raise Refused("TRD202", "The day on which it was done is not stated.", "performed")
    # A session may last beyond midnight; of a longer period the days of the sessions are not known.
    if is_day(start) and (not end or not is_day(end) or days_apart(start, end) > timedelta(days=1).days):
        raise Refused(
            "IMP1", f"The day is not stated: it was done from {start} to {end or 'an unknown day'}.", "performed"
        )
    return start


def _check_supply(resource: Resource) -> None:
    quantity = amount_of(resource, "quantity")
    if quantity is not None and quantity.value <= 0:
        raise Refused("IMP3", "Nothing was supplied: the quantity is not above zero.", "quantity")


def _supplied(of: Resource, strength: Fraction | None, days: Cells) -> Cells:
    """The dose that the quantity supplies for each day, where strength, number of pieces and days are all stated."""
    quantity = amount_of(of, "quantity")
    number = days.get("days")
    if strength is None or quantity is None or not quantity.pieces or not isinstance(number, int) or number <= 0:
        return {}
    dose = quantity.pieces * strength / number
    return cells(dose, dose)
