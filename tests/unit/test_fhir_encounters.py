"""Where a diagnosis was made, and when, as its encounter says."""

from fhir_import import imported

from fhir_data import Resource, concept, diagnosed, dispensed, patient, true_fhir

ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
NAMES = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-medication-name"
NDC = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-medication-ndc"


def encounter(name: str, code: str = "IMP", *, system: str = ACT, status: str = "finished", **more: object) -> Resource:
    return true_fhir(
        {
            "resourceType": "Encounter",
            "id": name,
            "status": status,
            "class": {"system": system, "code": code},
            "subject": {"reference": "Patient/p1"},
            **more,
        }
    )


def within(name: str) -> dict[str, object]:
    return {"encounter": {"reference": f"Encounter/{name}"}}


#: Class, status, what the setting is then.
CLASSES = {
    "inpatient": (encounter("inpatient"), "hospital"),
    "acute": (encounter("acute", "ACUTE"), "hospital"),
    "older": (encounter("older", system="http://hl7.org/fhir/v3/ActCode"), "hospital"),
    "ambulatory": (encounter("ambulatory", "AMB"), None),
    "emergency": (encounter("emergency", "EMER"), None),
    "planned": (encounter("planned", status="planned"), None),
    "of-our-own": (encounter("of-our-own", system="http://example.org/class"), None),
    "modified": (
        encounter("modified", modifierExtension=[{"url": "http://example.org/x", "valueBoolean": True}]),
        None,
    ),
}


def test_a_diagnosis_of_a_stay_in_hospital_says_so_and_any_other_setting_is_unknown(tmp_path):
    diagnoses = [diagnosed(name, f"2019-03-{number:02}", **within(name)) for number, name in enumerate(CLASSES, 1)]
    lost = diagnosed("lost", "2019-03-20", **within("nowhere"))
    run = imported(tmp_path, patient(), lost, *diagnoses, *(one for one, _ in CLASSES.values()))
    found = {row["date"]: row.get("setting") for row in run.rows("diagnoses")}
    expected = {f"2019-03-{number:02}": told for number, (_, told) in enumerate(CLASSES.values(), 1)}
    assert found == {**expected, "2019-03-20": None}
    assert run.aside == {("Encounter", "no diagnosis takes a setting or a day from it"): 5}
    assert run.summary.tally.tables["Encounter"].used == 3
    assert run.rejects == []


def test_encounters_of_a_bundle_are_found_by_their_urn(tmp_path):
    urn = "urn:uuid:0b6e1f0a-6b52-4c3a-9c5b-3a1c1c1c1c1c"
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [
        {"fullUrl": urn, "resource": encounter("e")},
        {"fullUrl": "urn:uuid:1", "resource": diagnosed("c", "2019-03-01", encounter={"reference": urn})},
    ]}  # fmt: skip
    run = imported(tmp_path, patient(), bundle)
    assert [row["setting"] for row in run.rows("diagnoses")] == ["hospital"]


def test_an_encounter_in_several_forms_settles_nothing(tmp_path):
    run = imported(
        tmp_path, patient(), encounter("e"), encounter("e", "AMB"), diagnosed("c", "2019-03-01", **within("e"))
    )
    assert "setting" not in run.rows("diagnoses")[0]
    assert [(kind, code) for kind, _, code in run.rejects] == [("Encounter", "IMP4")] * 2


def test_the_first_day_of_the_encounter_stands_for_the_day_of_recording_only_on_request(tmp_path):
    resource = diagnosed("c", "2019-03-01", **within("e"))
    del resource["recordedDate"]
    stay = encounter("e", "AMB", period={"start": "2019-04-01T22:00:00-05:00", "end": "2019-04-09"})
    for place in ("without", "asked"):
        (tmp_path / place).mkdir()
    assert imported(tmp_path / "without", patient(), resource, stay).codes == {"p1": "TRD202"}
    asked = imported(tmp_path / "asked", patient(), resource, stay, encounter_as_recorded=True)
    assert [row["date"] for row in asked.rows("diagnoses")] == ["2019-04-01"]
    assert asked.summary.tally.tables["Encounter"].used == 1


def test_a_drug_whose_code_or_identifier_is_its_name_is_found_by_it(tmp_path):
    def by_code(name: str) -> dict[str, object]:
        return {"medicationCodeableConcept": concept(NAMES, name)}

    medication = true_fhir({
        "resourceType": "Medication", "id": "m", "code": concept(NDC, "00049490041"),
        "identifier": [{"system": NDC, "value": "00049490041"}, {"system": NAMES, "value": "Sertraline"}],
    })  # fmt: skip
    by_reference = dispensed("d3", "2019-01-03")
    del by_reference["medicationCodeableConcept"]
    run = imported(
        tmp_path, patient(), medication,
        dispensed("d1", "2019-01-01", **by_code("Citalopram")),
        dispensed("d2", "2019-01-02", **by_code("Heparin")),
        {**by_reference, "medicationReference": {"reference": "Medication/m"}},
        dispensed("d4", "2019-01-04", medicationCodeableConcept=concept(NDC, "00049490041")),
    )  # fmt: skip
    assert [row["treatment"] for row in run.rows("dispensings")] == ["citalopram", "sertraline"]
    assert run.aside == {("MedicationDispense", "no drug of the vocabulary of treatments"): 1}
    assert run.rejects == [("MedicationDispense", "p1", "IMP2")]
