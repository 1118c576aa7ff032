"""What resources become in a cohort: dispensings, orders, diagnoses, procedures and trials."""

from fhir_data import (
    CITALOPRAM,
    CLINICAL,
    ICD10,
    LISINOPRIL,
    RXNORM,
    SERTRALINE,
    SNOMED,
    VERIFICATION,
    concept,
    days,
    diagnosed,
    dispensed,
    done,
    dosage,
    ordered,
    patient,
    quantity,
    taken,
    true_fhir,
)  # fmt: skip
from unit.fhir_import import imported

P = patient()
CPT = "http://www.ama-assn.org/go/cpt"
CONCERN = "http://hl7.org/fhir/us/core/CodeSystem/condition-category"


def test_a_dispensing_has_its_drug_day_supply_and_dose(tmp_path):
    run = imported(
        tmp_path, P, dispensed("d", "2019-03-01T23:30:00-05:00", daysSupply=days(30), dosageInstruction=[dosage()])
    )
    assert run.rows("dispensings") == [
        {"person": "p1", "treatment": "sertraline", "date": "2019-03-01", "days": "30", "dose": "50.0"}
    ]
    assert run.rejects == []


def test_the_dose_follows_from_quantity_strength_and_days_where_no_instruction_states_it(tmp_path):
    run = imported(
        tmp_path, P,
        dispensed("a", "2019-03-01", daysSupply=days(30), quantity=quantity(60, "TAB")),
        dispensed("b", "2019-04-01", daysSupply=days(30), quantity=quantity(60, "mL")),
        dispensed("c", "2019-05-01", quantity=quantity(60, "TAB")),
    )  # fmt: skip
    assert [row.get("dose") for row in run.rows("dispensings")] == ["100.0", None, None]


def everybody(cases):
    """A patient for each case."""
    return [patient(name) for name in cases]


def test_only_a_completed_dispensing_counts_and_one_that_may_have_happened_opens_the_list(tmp_path):
    never = ["cancelled", "declined", "preparation", "entered-in-error"]
    perhaps = ["in-progress", "on-hold", "stopped", "unknown"]
    cases = ["completed", *never, *perhaps]
    supplies = [dispensed(name, "2019-03-01", status=name, who=name) for name in cases]
    run = imported(tmp_path, *everybody(cases), *supplies, covers=("dispensings", "diagnoses"))
    assert [row["person"] for row in run.rows("dispensings")] == ["completed"]
    assert run.aside == {("MedicationDispense", f"status {name}"): 1 for name in never}
    assert run.codes == dict.fromkeys(perhaps, "IMP6")
    assert {row["person"]: row["record_covers"] for row in run.rows("persons")} == {
        name: "diagnoses" if name in perhaps else "dispensings|diagnoses" for name in cases
    }


def test_what_is_ready_and_not_handed_over_is_no_dispensing(tmp_path):
    waiting = dispensed("d", "2019-03-01", status="in-progress")
    del waiting["whenHandedOver"]
    assert imported(tmp_path, P, waiting).aside == {("MedicationDispense", "status in-progress, not handed over"): 1}


def test_the_day_of_preparation_stands_for_the_day_of_handing_over_only_on_request(tmp_path):
    prepared = dispensed("d", "2019-03-01", whenPrepared="2019-02-28")
    del prepared["whenHandedOver"]
    for name, asked in (("no", False), ("yes", True)):
        (tmp_path / name).mkdir()
        run = imported(tmp_path / name, P, prepared, prepared_as_handed_over=asked)
        assert [row["date"] for row in run.rows("dispensings")] == (["2019-02-28"] if asked else [])
        assert run.rejects == ([] if asked else [("MedicationDispense", "p1", "TRD202")])
    assert "day of preparation" in (tmp_path / "yes/cohort/cohort.yaml").read_text("utf-8")


def test_an_entry_without_its_day_is_rejected(tmp_path):
    run = imported(tmp_path, P, dispensed("d", "2019"), dispensed("e", "2019-03"), diagnosed("c", "2019-03"))
    assert [table for table, *_ in run.rejects] == ["MedicationDispense", "MedicationDispense", "Condition"]


def test_a_day_that_is_not_in_the_calendar_is_rejected(tmp_path):
    run = imported(tmp_path, P, {**dispensed("d", "2019-03-01"), "whenHandedOver": "2019-02-30"},
                   {**dispensed("e", "2019-03-01"), "whenHandedOver": "1.3.2019"})  # fmt: skip
    assert [code for *_, code in run.rejects] == ["TRD401", "TRD203"]


def test_entries_outside_the_span_are_set_aside(tmp_path):
    run = imported(
        tmp_path, P, dispensed("d", "2017-12-31"), dispensed("e", "2018-01-01"), dispensed("f", "2021-01-01")
    )
    assert [row["date"] for row in run.rows("dispensings")] == ["2018-01-01"]
    assert run.aside == {("MedicationDispense", "outside the span of the record"): 2}


def test_two_dispensings_alike_with_ids_of_their_own_are_two(tmp_path):
    run = imported(tmp_path, P, dispensed("a", "2019-03-01"), dispensed("b", "2019-03-01"))
    assert len(run.rows("dispensings")) == 2


def test_a_medication_is_found_by_reference_by_urn_and_contained(tmp_path):
    ingredient = {"itemCodeableConcept": concept(RXNORM, "36437", "sertraline"),
                  "strength": {"numerator": quantity(50, "mg"), "denominator": quantity(1, "TAB")}}  # fmt: skip
    medication = true_fhir({"resourceType": "Medication", "id": "m", "ingredient": [ingredient]})
    unused = true_fhir({"resourceType": "Medication", "id": "n", "code": concept(RXNORM, *CITALOPRAM)})

    def of(name, day, reference, **more):
        found = dispensed(name, day, dosageInstruction=[dosage(quantity(2, "TAB"))], **more)
        del found["medicationCodeableConcept"]
        return true_fhir({**found, "medicationReference": {"reference": reference}})

    run = imported(
        tmp_path, P, medication, unused,
        of("a", "2019-01-01", "Medication/m"),
        of("b", "2019-01-02", "#x", contained=[{**medication, "id": "x"}]),
        of("c", "2019-01-03", "Medication/missing"),
        of("d", "2019-01-04", "#y"),
    )  # fmt: skip
    assert [(row["treatment"], row["dose"]) for row in run.rows("dispensings")] == [("sertraline", "100.0")] * 2
    assert [code for *_, code in run.rejects] == ["IMP5", "IMP5"]
    assert run.aside == {("Medication", "no entry that is read refers to it"): 1}
    assert run.summary.tally.tables["Medication"].used == 1


def test_other_drugs_are_set_aside_whatever_is_wrong_with_them(tmp_path):
    run = imported(
        tmp_path, P, dispensed("d", "2019", LISINOPRIL), dispensed("e", "2019-01-01", LISINOPRIL, who="nobody")
    )
    assert run.rejects == []
    assert run.aside == {("MedicationDispense", "no drug of the vocabulary of treatments"): 2}


def for_order(name):
    return {"authorizingPrescription": [{"reference": f"MedicationRequest/{name}"}]}


def test_an_order_is_no_supply_unless_that_is_asked_for(tmp_path):
    orders = [
        ordered("o", "2019-03-01", dosageInstruction=[dosage()],
                dispenseRequest={"expectedSupplyDuration": days(28), "numberOfRepeatsAllowed": 3}),
        ordered("supplied", "2019-03-02"),
        ordered("cancelled", "2019-03-03", status="cancelled"),
        ordered("plan", "2019-03-04", intent="plan"),
        ordered("not", "2019-03-05", doNotPerform=True),
        ordered("unknown", "2019-03-06", status="unknown"),
        ordered("in-vain", "2019-03-07"),
        dispensed("d", "2019-03-09", **for_order("supplied")),
        dispensed("e", "2019-03-10", status="declined", **for_order("in-vain")),
    ]  # fmt: skip
    (tmp_path / "no").mkdir()
    run = imported(tmp_path / "no", P, *orders)
    assert [row["date"] for row in run.rows("dispensings")] == ["2019-03-09"]
    assert run.aside["MedicationRequest", "an order, which is no supply"] == 7
    run = imported(tmp_path, P, *orders, requests_as_dispensings=True)
    assert [(row["date"], row.get("days"), row.get("dose")) for row in run.rows("dispensings")] == [
        ("2019-03-09", None, None), ("2019-03-01", "28", "50.0"), ("2019-03-07", None, None),
    ]  # fmt: skip
    assert run.aside["MedicationRequest", "an order whose supply is there"] == 1
    assert run.rejects == [("MedicationRequest", "p1", "IMP6")]
    assert "Orders (MedicationRequest) are taken for supplies" in (run.folder / "cohort.yaml").read_text("utf-8")


def verified(status):
    return {"verificationStatus": concept(VERIFICATION, status)}


DIAGNOSES = {
    "confirmed": ({}, True, ""),
    "resolved": ({"clinicalStatus": concept(CLINICAL, "resolved")}, True, ""),
    "refuted": (verified("refuted"), False, ""),
    "error": (verified("entered-in-error") | {"clinicalStatus": None}, False, ""),
    "provisional": (verified("provisional"), False, "IMP6"),
    "differential": (verified("differential"), False, "IMP6"),
    "not-said": ({"verificationStatus": None}, True, ""),
    "concern": ({"category": [concept(CONCERN, "health-concern")]}, False, "IMP6"),
    "onset-only": ({"recordedDate": None, "onsetDateTime": "2019-02-01"}, False, "TRD202"),
}


def test_a_diagnosis_counts_where_it_is_confirmed_and_dated(tmp_path):
    resources = [
        true_fhir({key: value for key, value in {**diagnosed(name, "2019-03-01", who=name), **more}.items() if value})
        for name, (more, *_) in DIAGNOSES.items()
    ]
    run = imported(tmp_path, *everybody(DIAGNOSES), *resources)
    assert {row["person"] for row in run.rows("diagnoses")} == {name for name, case in DIAGNOSES.items() if case[1]}
    assert run.codes == {name: case[2] for name, case in DIAGNOSES.items() if case[2]}
    assert run.aside == {
        ("Condition", "verification status refuted"): 1, ("Condition", "verification status entered-in-error"): 1,
    }  # fmt: skip


def test_the_onset_stands_for_the_day_of_recording_only_on_request(tmp_path):
    resource = diagnosed("c", "2019-03-01", onsetDateTime="2019-02-01")
    del resource["recordedDate"]
    run = imported(tmp_path, P, resource, onset_as_recorded=True)
    assert run.rows("diagnoses") == [{"person": "p1", "condition": "depressive-disorder", "date": "2019-02-01"}]


CONDITIONS = [
    (concept(SNOMED, "370143000"), "depressive-disorder", ""),
    (concept("http://hl7.org/fhir/sid/icd-10", "F31.4"), "bipolar-disorder", ""),
    (concept("urn:oid:2.16.840.1.113883.6.90", "F33.1"), "depressive-disorder", ""),
    (concept(ICD10, "I10"), "", "aside"),
    (concept(SNOMED, "38341003", "Hypertensive disorder"), "", "aside"),
    (concept(SNOMED, "1", "Some depression that no list has"), "", "IMP2"),
    (concept(SNOMED, "1"), "", "IMP2"),
    ({"text": "Depressive Episode"}, "", "IMP2"),
    ({"text": "Bluthochdruck"}, "", "aside"),
    ({"coding": [*concept(ICD10, "F33.1")["coding"], *concept(SNOMED, "13746004")["coding"]]}, "", "IMP4"),
    ({"coding": [*concept(ICD10, "I10")["coding"], *concept(SNOMED, "1")["coding"]]}, "", "aside"),
]


def test_a_condition_is_told_by_its_codes_and_one_that_may_matter_is_not_lost(tmp_path):
    cases = {f"c{number}": case for number, case in enumerate(CONDITIONS)}
    resources = [diagnosed(name, "2019-03-01", case[0], who=name) for name, case in cases.items()]
    run = imported(tmp_path, *everybody(cases), *resources)
    assert {row["person"]: row["condition"] for row in run.rows("diagnoses")} == {
        name: case[1] for name, case in cases.items() if case[1]
    }
    assert run.codes == {name: case[2] for name, case in cases.items() if case[2].startswith("IMP")}
    assert sum(run.aside.values()) == sum(case[2] == "aside" for case in cases.values())


PERFORMED = [
    ({"performedDateTime": "2019-03-01T10:00:00Z"}, "2019-03-01", ""),
    ({"performedPeriod": {"start": "2019-03-01T10:00:00Z", "end": "2019-03-01T11:00:00Z"}}, "2019-03-01", ""),
    ({"performedPeriod": {"start": "2019-03-01T23:50:00Z", "end": "2019-03-02T00:10:00Z"}}, "2019-03-01", ""),
    ({"performedPeriod": {"start": "2019-03-01", "end": "2019-03-20"}}, "", "IMP1"),
    ({"performedPeriod": {"start": "2019-03-01"}}, "", "IMP1"),
    ({"performedPeriod": {"start": "2019-03-02", "end": "2019-03-01"}}, "", "IMP4"),
    ({"performedDateTime": "2019"}, "", "TRD205"),
    ({"performedString": "last spring"}, "", "TRD202"),
    ({}, "", "TRD202"),
]


def test_a_procedure_is_of_one_day(tmp_path):
    cases = {f"c{number}": case for number, case in enumerate(PERFORMED)}
    resources = [done(name, concept(CPT, "90870"), who=name, **case[0]) for name, case in cases.items()]
    run = imported(tmp_path, *everybody(cases), *resources)
    assert {row["person"]: row["date"] for row in run.rows("procedures")} == {
        name: case[1] for name, case in cases.items() if case[1]
    }
    assert run.codes == {name: case[2] for name, case in cases.items() if case[2]}


def test_procedures_keep_what_their_code_says_and_what_was_not_done_is_none(tmp_path):
    on = {"performedDateTime": "2019-03-01"}
    run = imported(
        tmp_path, P,
        done("a", concept("http://www.cms.gov/Medicare/Coding/ICD10", "GZB2ZZZ"), **on),
        done("b", concept(CPT, "90834"), **on),
        done("c", concept(CPT, "90870"), status="not-done", **on),
        done("d", concept(CPT, "90870"), status="in-progress", **on),
        done("e", concept(SNOMED, "171207006", "Depression screening"), **on),
        done("f", concept(SNOMED, "1", "Cognitive therapy of some kind"), **on),
    )  # fmt: skip
    assert run.rows("procedures") == [
        {"person": "p1", "treatment": "ect", "date": "2019-03-01", "laterality": "bilateral"},
        {"person": "p1", "treatment": "psychotherapy session", "modality": "psychotherapy", "date": "2019-03-01"},
    ]
    assert [code for *_, code in run.rejects] == ["IMP6", "IMP2"]


def test_a_statement_becomes_a_trial_and_several_of_one_course_one(tmp_path):
    run = imported(
        tmp_path, P,
        taken("a", effectivePeriod={"start": "2018-03", "end": "2018-06"}, dosage=[dosage()]),
        taken("b", "citalopram", effectivePeriod={"start": "2019-01-01", "end": "2019-03-01"}),
        taken("c", "citalopram", status="stopped", effectivePeriod={"start": "2019-02-01", "end": "2019-05-01"}),
        taken("d", "mirtazapine", effectiveDateTime="2019-07"),
        taken("e", "venlafaxine", status="not-taken"),
        taken("f", "venlafaxine", status="intended"),
        taken("g", "venlafaxine", status="unknown"),
    )  # fmt: skip
    assert run.rows("trials") == [
        {"person": "p1", "treatment": "sertraline", "start": "2018-03", "end": "2018-06", "dose": "50.0"},
        {"person": "p1", "treatment": "citalopram", "start": "2019-01-01", "end": "2019-05-01"},
        {"person": "p1", "treatment": "mirtazapine"},
    ]
    counts = run.summary.tally.tables["MedicationStatement"]
    assert (counts.read, counts.used, counts.set_aside, counts.rejected) == (7, 4, 2, 1)
    assert 'complete: "none"' in (run.folder / "cohort.yaml").read_text("utf-8")


def test_a_part_that_changes_the_meaning_is_not_ignored(tmp_path):
    extension = [{"url": "http://example.org/not-really", "valueBoolean": True}]
    run = imported(
        tmp_path, P,
        dispensed("a", "2019-03-01", modifierExtension=extension),
        dispensed("b", "2019-03-01", implicitRules="http://example.org/rules"),
        dispensed("c", "2019-03-01", dosageInstruction=[dosage(modifierExtension=extension)]),
        dispensed("d", "2019-03-01", LISINOPRIL, modifierExtension=extension),
    )  # fmt: skip
    assert [code for *_, code in run.rejects] == ["IMP7"] * 3
    assert run.rows("dispensings") == []


BROKEN = [
    {"status": 3}, {"subject": "Patient/p1"}, {"medicationCodeableConcept": []}, {"whenHandedOver": 20190301},
    {"daysSupply": 30}, {"daysSupply": {"value": "30"}}, {"dosageInstruction": {}}, {"dosageInstruction": [1]},
    {"daysSupply": {"value": 30, "comparator": "~"}}, {"whenHandedOver": "x" * 2_000},
    {"medicationCodeableConcept": {"coding": "312941"}},
]  # fmt: skip


def test_an_element_of_another_type_is_a_reject_and_never_an_error(tmp_path):
    broken = [{**dispensed(f"d{number}", "2019-03-01"), **part} for number, part in enumerate(BROKEN)]
    run = imported(tmp_path, P, *broken, dispensed("whole", "2019-03-02"))
    assert len(run.rejects) == len(BROKEN)
    assert [row["date"] for row in run.rows("dispensings")] == ["2019-03-02"]


def test_a_supply_of_nothing_is_no_supply(tmp_path):
    run = imported(tmp_path, P, dispensed("d", "2019-03-01", quantity=quantity(0, "TAB")),
                   dispensed("e", "2019-03-01", quantity=quantity(-30, "TAB")))  # fmt: skip
    assert [code for *_, code in run.rejects] == ["IMP3", "IMP3"]


def test_what_is_no_supply_of_days_is_told_by_the_reader(tmp_path):
    run = imported(tmp_path, P, dispensed("d", "2019-03-01", SERTRALINE, daysSupply=days(-3)),
                   dispensed("e", "2019-03-01", SERTRALINE, daysSupply=days(2.5)))  # fmt: skip
    assert [code for *_, code in run.rejects] == ["TRD206", "TRD203"]
