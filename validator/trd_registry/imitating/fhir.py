"""A bulk export of FHIR R4, one file of NDJSON a type, as a health record gives it out; all labelled as test data."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import Person
from trd_registry.cohorts.simulating.records import THERAPY_SESSION
from trd_registry.imitating.codes import Code, code_of
from trd_registry.imitating.products import products
from trd_registry.importing.synthetic_mark import FHIR_CODE, FHIR_SYSTEM
from trd_registry.loading.registry import Registry

_TYPES = ("Patient", "Condition", "MedicationDispense", "Procedure", "Observation")

_ATC = "http://www.whocc.no/atc"
_UCUM = "http://unitsofmeasure.org"
_MILLIGRAM = {"unit": "mg", "system": _UCUM, "code": "mg"}
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"

#: Systems by which a health record names things, the wanted one first.
_SYSTEMS = ("loinc", "cpt4", "snomed", "icd10pcs")

_MEANINGS = {
    "conditions": ("depressive-disorder", "bipolar-disorder", "substance-use-disorder", "psychotic-disorder"),
    "procedures": (THERAPY_SESSION[0], "rtms", "ect"),
    "scores": ("phq-9", "hamd-17", "madrs"),
}

#: How a resource says that it is about nobody.
_META = {"security": [{"system": FHIR_SYSTEM, "code": FHIR_CODE, "display": "test health data"}]}

Resource = dict[str, Any]


def write(folder: Path, persons: Iterable[Person], label: Label) -> None:
    """Writes Patient.ndjson and a file for each other type."""
    resources = _Resources(label)
    with ExitStack() as stack:
        files = {
            kind: stack.enter_context((folder / f"{kind}.ndjson").open("w", encoding="utf-8", newline=""))
            for kind in _TYPES
        }
        for person in persons:
            for one in resources.of(person):
                files[one["resourceType"]].write(json.dumps(one, separators=(",", ":")) + "\n")


class _Resources:
    """The resources of one person after another."""

    def __init__(self, label: Label) -> None:
        self._products = products(label.figures, Registry())
        self._codes = {
            (concepts, means): _concept(code)
            for concepts, meanings in _MEANINGS.items()
            for means in meanings
            if (code := code_of(concepts, means, _SYSTEMS)) is not None
        }

    def of(self, person: Person) -> Iterator[Resource]:
        """All resources of a person, the patient first."""
        name = person.name
        yield {
            "resourceType": "Patient", "id": name, "meta": _META, "gender": person.sex,
            "birthDate": person.born.isoformat(),
        }  # fmt: skip
        about = {"subject": {"reference": f"Patient/{name}"}}
        for number, one in enumerate(person.diagnoses):
            yield _resource("Condition", f"{name}-c{number}") | about | {
                "clinicalStatus": _concept(Code(_CLINICAL, "", "active", "Active")),
                "verificationStatus": _concept(Code(_VERIFICATION, "", "confirmed", "Confirmed")),
                "code": self._codes["conditions", one.condition], "recordedDate": one.day.isoformat(),
            }  # fmt: skip
        for number, supply in enumerate(person.supplies):
            product = self._products[supply.treatment]
            yield _resource("MedicationDispense", f"{name}-d{number}") | about | {
                "status": "completed", "whenHandedOver": supply.day.isoformat(),
                "medicationCodeableConcept": {
                    "coding": [{"system": _ATC, "code": product.atc, "display": product.ingredient}],
                    "text": product.name,
                },
                "quantity": {"value": product.tablets(supply.dose, supply.days), "unit": "tablet"},
                "daysSupply": {"value": supply.days, "unit": "days", "system": _UCUM, "code": "d"},
                "dosageInstruction": [{
                    "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                    "doseAndRate": [{"doseQuantity": _MILLIGRAM | {"value": supply.dose}}],
                }],
            }  # fmt: skip
        for number, session in enumerate(person.sessions):
            yield _resource("Procedure", f"{name}-p{number}") | about | {
                "status": "completed", "code": self._codes["procedures", session.treatment],
                "performedDateTime": session.day.isoformat(),
            }  # fmt: skip
        for number, score in enumerate(person.scores):
            code = self._codes.get(("scores", score.scale))
            if code is not None:
                yield _resource("Observation", f"{name}-o{number}") | about | {
                    "status": "final", "code": code, "effectiveDateTime": person.last.isoformat(),
                    "valueQuantity": {"value": score.points, "unit": "score", "system": _UCUM, "code": "{score}"},
                }  # fmt: skip


def _resource(kind: str, name: str) -> Resource:
    return {"resourceType": kind, "id": name, "meta": _META}


def _concept(code: Code) -> Resource:
    return {"coding": [{"system": code.system, "code": code.code, "display": code.name}]}
