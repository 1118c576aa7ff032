"""Reads all sources once: counts what is not read, and keeps the rest until everything is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trd_registry.importing.fhir.identity import Name, key_of_address, name_of
from trd_registry.importing.fhir.limits import ID
from trd_registry.importing.fhir.reading import NO_RESOURCE, Found, Pages, read_source
from trd_registry.importing.fhir.sources import Source
from trd_registry.importing.fhir.store import Store
from trd_registry.importing.synthetic_mark import SyntheticMarks, is_test_data
from trd_registry.importing.target import Target

#: Type of resource -> the elements that are read of it.
_READ: Mapping[str, tuple[str, ...]] = {
    "Patient": ("identifier", "gender", "birthDate", "deceasedBoolean", "deceasedDateTime", "link"),
    "Medication": ("identifier", "code", "status", "ingredient"),
    "MedicationDispense": (
        "status", "medicationCodeableConcept", "medicationReference", "subject", "authorizingPrescription", "quantity",
        "daysSupply", "whenPrepared", "whenHandedOver", "dosageInstruction", "contained",
    ),
    "MedicationRequest": (
        "status", "intent", "doNotPerform", "medicationCodeableConcept", "medicationReference", "subject", "authoredOn",
        "dispenseRequest", "dosageInstruction", "contained",
    ),
    "MedicationStatement": (
        "status", "medicationCodeableConcept", "medicationReference", "subject", "effectiveDateTime",
        "effectivePeriod", "dosage", "contained",
    ),
    "Procedure": ("status", "code", "subject", "performedDateTime", "performedPeriod"),
    "Observation": (
        "status", "code", "subject", "effectiveDateTime", "effectiveInstant", "valueQuantity", "valueInteger",
        "valueString", "valueCodeableConcept", "valueRange", "component",
    ),
    "Condition": (
        "verificationStatus", "category", "code", "subject", "onsetDateTime", "onsetPeriod", "recordedDate",
        "encounter",
    ),
    "Encounter": ("status", "class", "period"),
    "QuestionnaireResponse": ("questionnaire", "status", "subject", "authored", "item"),
}  # fmt: skip

#: Elements of every resource that can change what it means.
_ALWAYS = ("resourceType", "implicitRules", "modifierExtension")

#: Types to which others refer by the address that a bundle gives them.
_REFERRED = ("Patient", "Medication", "MedicationRequest", "Encounter")

_SAY_EVERY = 1_000_000


@dataclass
class Gathered:
    """What the sources hold."""

    store: Store
    pages: Pages = field(default_factory=Pages)
    #: Address of an entry in a bundle -> ``Type/id``.
    aliases: dict[str, str] = field(default_factory=dict)
    #: ``Patient/id`` -> the server where it lies.
    bases: dict[str, str] = field(default_factory=dict)
    #: What patients say of whether they are test data.
    marks: SyntheticMarks = field(default_factory=SyntheticMarks)


def gather(sources: Sequence[Source], work: Path, target: Target, say: Callable[[str], None]) -> Gathered:
    """Reads all sources; what is kept goes to a folder that is thrown away later.

    Raises InvalidInput where a source cannot be read, or resources of two servers have one name.
    """
    found = Gathered(Store(work))
    number = 0
    for source in sources:
        for one in read_source(source, found.pages):
            _take(one, found, target)
            number += 1
            if number % _SAY_EVERY == 0:
                say(f"{number:,} resources read ...")
    found.store.settle()
    return found


def _take(one: Found, found: Gathered, target: Target) -> None:
    if one.deletes:
        key = key_of_address(one.deletes)
        row = target.row(NO_RESOURCE, one.place)
        if key:
            found.store.delete(key)
            target.set_aside(row, "a resource that its source deleted")
        else:
            target.reject(row, "IMP5", "What it deletes cannot be told.")
        return
    if not one.resource:
        row = target.row(NO_RESOURCE, one.place)
        if one.passed:
            target.set_aside(row, one.passed)
        else:
            target.reject(row, one.code, one.problem)
        return
    kind = one.resource["resourceType"]
    if not (kind.isascii() and kind.isalpha() and len(kind) <= ID):
        target.reject(target.row(NO_RESOURCE, one.place), "TRD204", f"{kind[:ID]!r} is no type of resource.")
        return
    elements = _READ.get(kind)
    if elements is None:
        target.set_aside(target.row(kind, one.place), "a type of resource that is not read")
        return
    _keep(one, kind, elements, found, target)


def _keep(one: Found, kind: str, elements: tuple[str, ...], found: Gathered, target: Target) -> None:
    resource = one.resource
    if kind == "Patient":
        found.marks.add(is_test_data(resource.get("meta")))
    name = name_of(resource, one.full_url)
    if name is None and resource.get("id") is not None:
        target.reject(target.row(kind, one.place), "TRD203", "`id` is not as FHIR has it.", "id")
        return
    if name is None and kind == "Patient":
        target.reject(target.row(kind, one.place), "ROW2", "The patient has no id.", "id")
        return
    # What has no name is itself alone: nothing can refer to it, and it has no other version.
    name = name or Name(f"{kind} at {one.place}")
    if kind in _REFERRED:
        if one.full_url and one.full_url != name.key:
            found.aliases[one.full_url] = name.key
        if name.base and kind == "Patient":
            found.bases[name.key] = name.base
    kept: dict[str, Any] = {key: resource[key] for key in (*_ALWAYS, *elements) if key in resource}
    found.store.add(name, one.place, kept, resource.get("meta"))
