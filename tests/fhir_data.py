"""Resources of FHIR R4 for tests, each checked by an independent library before it is used."""

import json
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

Resource = dict[str, Any]

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"

#: Names of RxNorm products, with their codes.
SERTRALINE = ("312941", "sertraline 50 MG Oral Tablet")
CITALOPRAM = ("200371", "citalopram 20 MG Oral Tablet")
MIRTAZAPINE = ("311725", "mirtazapine 15 MG Oral Tablet")
LISINOPRIL = ("314076", "lisinopril 10 MG Oral Tablet")


@cache
def _model(kind: str) -> Any:
    return getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)


def true_fhir(resource: Resource) -> Resource:
    """The resource itself; fails where it is not FHIR."""
    _model(resource["resourceType"]).model_validate(resource)
    return resource


def concept(system: str, code: str, display: str = "") -> Resource:
    coding = {"system": system, "code": code, **({"display": display} if display else {})}
    return {"coding": [coding]}


def patient(name: str = "p1", **more: Any) -> Resource:
    return true_fhir({"resourceType": "Patient", "id": name, "gender": "female", "birthDate": "1970-05-01", **more})


def dispensed(name: str, day: str, drug: tuple[str, str] = SERTRALINE, who: str = "p1", **more: Any) -> Resource:
    return true_fhir(
        {
            "resourceType": "MedicationDispense",
            "id": name,
            "status": "completed",
            "medicationCodeableConcept": concept(RXNORM, *drug),
            "subject": {"reference": f"Patient/{who}"},
            "whenHandedOver": day,
            **more,
        }
    )


def days(value: float, code: str = "d") -> Resource:
    return {"value": value, "unit": "days", "system": UCUM, "code": code}


def quantity(value: float, unit: str) -> Resource:
    return {"value": value, "unit": unit}


def dosage(dose: Resource | None = None, *, repeat: Resource | None = None, **more: Any) -> Resource:
    """One instruction: 50 mg once a day unless something else is said."""
    return {
        "timing": {"repeat": repeat or {"frequency": 1, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [{"doseQuantity": dose or {"value": 50, "unit": "mg", "system": UCUM, "code": "mg"}}],
        **more,
    }


def diagnosed(name: str, day: str, code: Resource | None = None, who: str = "p1", **more: Any) -> Resource:
    return true_fhir(
        {
            "resourceType": "Condition",
            "id": name,
            "clinicalStatus": concept(CLINICAL, "active"),
            "verificationStatus": concept(VERIFICATION, "confirmed"),
            "code": code or concept(ICD10, "F33.1", "Major depressive disorder, recurrent, moderate"),
            "subject": {"reference": f"Patient/{who}"},
            "recordedDate": day,
            **more,
        }
    )


def done(name: str, code: Resource, who: str = "p1", **more: Any) -> Resource:
    return true_fhir(
        {
            "resourceType": "Procedure",
            "id": name,
            "status": "completed",
            "code": code,
            "subject": {"reference": f"Patient/{who}"},
            **more,
        }
    )


def taken(name: str, drug: str = "sertraline", who: str = "p1", **more: Any) -> Resource:
    return true_fhir(
        {
            "resourceType": "MedicationStatement",
            "id": name,
            "status": "completed",
            "medicationCodeableConcept": {"text": drug},
            "subject": {"reference": f"Patient/{who}"},
            **more,
        }
    )


def observed(name: str, day: str, code: str = "44261-6", who: str = "p1", **more: Any) -> Resource:
    return true_fhir(
        {
            "resourceType": "Observation",
            "id": name,
            "status": "final",
            "code": concept(LOINC, code),
            "subject": {"reference": f"Patient/{who}"},
            "effectiveDateTime": day,
            **more,
        }
    )


def ordered(name: str, day: str, drug: tuple[str, str] = SERTRALINE, who: str = "p1", **more: Any) -> Resource:
    return true_fhir(
        {
            "resourceType": "MedicationRequest",
            "id": name,
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": concept(RXNORM, *drug),
            "subject": {"reference": f"Patient/{who}"},
            "authoredOn": day,
            **more,
        }
    )


def bundle(kind: str, *entries: Resource) -> Resource:
    """A bundle; entries are resources, or entries with a fullUrl of their own."""
    whole = [one if "resource" in one or "request" in one else {"resource": one} for one in entries]
    if kind in ("transaction", "batch"):
        whole = [{"request": {"method": "POST", "url": one["resource"]["resourceType"]}, **one} if "resource" in one
                 else one for one in whole]  # fmt: skip
    return true_fhir({"resourceType": "Bundle", "type": kind, "entry": whole})


def write_json(path: Path, resource: Resource, **options: Any) -> Path:
    path.write_text(json.dumps(resource, **options), encoding="utf-8")
    return path


def write_lines(path: Path, resources: Iterable[Resource | str]) -> Path:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in resources]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
