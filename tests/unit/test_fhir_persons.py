"""Who is meant, who is in the cohort, and what copies and versions do to it."""

from datetime import date

import pytest

from fhir_data import bundle, diagnosed, dispensed, patient, true_fhir, write_json, write_lines
from trd_registry.importing.fhir.outcomes import Refused
from trd_registry.importing.fhir.patients import person_cells
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from unit.fhir_import import imported

DAY = date(2020, 6, 15)


@pytest.mark.parametrize(
    ("says", "cells"),
    [
        ({"birthDate": "1970-06-15"}, {"age": 50}),
        ({"birthDate": "1970-06-16"}, {"age": 49}),
        ({"birthDate": "1970-05"}, {"age": 50}),
        ({"birthDate": "1970-06"}, {"age_at_least": 49, "age_at_most": 50}),
        ({"birthDate": "1970"}, {"age_at_least": 49, "age_at_most": 50}),
        ({"birthDate": "2020-02-29"}, {"age": 0}),
        ({"birthDate": "1970-05-01", "deceasedBoolean": True}, {}),
        ({"birthDate": "1970-05-01", "deceasedDateTime": "2020-06-15"}, {}),
        ({"birthDate": "1970-05-01", "deceasedDateTime": "2020-06-16T10:00:00Z"}, {"age": 50}),
        ({}, {}),
    ],
)
def test_age_is_that_of_the_day_as_far_as_it_is_known(says, cells):
    found = person_cells({"resourceType": "Patient", **says}, DAY)
    assert {key: value for key, value in found.items() if key != "sex"} == cells


@pytest.mark.parametrize(("gender", "sex"), [("female", "female"), ("other", "other"), ("unknown", ""), (None, "")])
def test_an_unknown_gender_is_unknown(gender, sex):
    assert person_cells({"gender": gender}, DAY)["sex"] == sex


@pytest.mark.parametrize(
    "says", [{"gender": "F"}, {"birthDate": "2021-01-01"}, {"birthDate": "1970-13-01"}, {"gender": 1}]
)
def test_what_is_no_gender_or_birth_is_refused(says):
    with pytest.raises(Refused):
        person_cells({"resourceType": "Patient", **says}, DAY)


def test_a_patient_who_cannot_be_read_stays_and_is_unknown(tmp_path):
    run = imported(tmp_path, patient("a"), {**patient("b"), "gender": "F"}, dispensed("d", "2019-01-01", who="b"),
                   covers=["dispensings"])  # fmt: skip
    rows = {row["person"]: row for row in run.rows("persons")}
    assert not {"sex", "age", "record_covers"} & set(rows["b"])
    assert run.rejects == [("Patient", "b", "TRD204")]


def referring(name, reference):
    return true_fhir({**dispensed(name, f"2019-01-{name[1:]}"), "subject": reference})


def test_references_of_every_form_lead_to_the_patient(tmp_path):
    identifier = {"system": "http://a.org/mrn", "value": "77"}
    whole = bundle(
        "transaction",
        {"fullUrl": "http://a.org/fhir/Patient/p1", "resource": patient("p1", identifier=[identifier])},
        {"fullUrl": "urn:uuid:0b8c7b5e-7f3c-4b6f-9f0a-111111111111",
         "resource": {key: value for key, value in patient("x").items() if key != "id"}},
        referring("d01", {"reference": "Patient/p1"}),
        referring("d02", {"reference": "http://a.org/fhir/Patient/p1"}),
        referring("d03", {"reference": "Patient/p1/_history/3"}),
        referring("d04", {"identifier": identifier}),
        referring("d05", {"reference": "Patient?identifier=http://a.org/mrn|77"}),
        referring("d06", {"reference": "urn:uuid:0b8c7b5e-7f3c-4b6f-9f0a-111111111111"}),
    )  # fmt: skip
    run = imported(tmp_path, sources=[write_json(tmp_path / "b.json", whole)])
    found = [row["person"] for row in run.rows("dispensings")]
    assert sorted(found) == ["0b8c7b5e-7f3c-4b6f-9f0a-111111111111", *["p1"] * 5]
    assert run.rejects == []


def test_a_patient_with_an_id_and_one_with_only_its_urn_are_one(tmp_path):
    bare = {key: value for key, value in patient().items() if key != "id"}
    whole = bundle("collection", {"fullUrl": "urn:uuid:0b8c7b5e-7f3c-4b6f-9f0a-111111111111", "resource": bare})
    run = imported(tmp_path, patient("0b8c7b5e-7f3c-4b6f-9f0a-111111111111"), whole)
    assert len(run.rows("persons")) == 1
    assert run.aside == {("Patient", "a copy of the same resource"): 1}


def test_entries_of_somebody_who_is_not_there_are_orphans_and_harm_nobody(tmp_path):
    run = imported(
        tmp_path, patient("p1"), dispensed("d", "2019-01-01"),
        referring("d02", {"reference": "Patient/other"}),
        referring("d03", {"identifier": {"system": "x", "value": "y"}}),
        covers=["dispensings"],
    )  # fmt: skip
    assert [code for *_, code in run.rejects] == ["IMP5", "IMP5"]
    assert "dispensings" in run.rows("persons")[0].get("record_covers", "dispensings")
    assert len(run.rows("persons")) == 1


@pytest.mark.parametrize("subject", [{"display": "Ann"}, {"reference": "Group/1"}, {"reference": "#p"}])
def test_an_entry_that_may_be_anybodys_opens_the_list_of_everybody(tmp_path, subject):
    run = imported(tmp_path, patient("p1"), referring("d01", subject), covers=["dispensings", "diagnoses"])
    assert run.rejects == [("MedicationDispense", "", "ROW2")]
    assert run.rows("persons")[0]["record_covers"] == "diagnoses"


def test_a_line_that_cannot_be_read_opens_every_list_of_everybody(tmp_path):
    run = imported(tmp_path, patient("p1"), "{", covers=["dispensings", "diagnoses"])
    assert [code for *_, code in run.rejects] == ["TRD105"]
    assert "record_covers" not in run.rows("persons")[0]


def test_one_address_borne_by_two_patients_leads_to_none(tmp_path):
    both = {"identifier": [{"system": "s", "value": "1"}]}
    run = imported(tmp_path, patient("a", **both), patient("b", **both),
                   referring("d01", {"identifier": {"system": "s", "value": "1"}}))  # fmt: skip
    assert [code for *_, code in run.rejects] == ["ROW2"]


def test_a_reference_to_another_server_is_not_ours(tmp_path):
    whole = bundle("collection", {"fullUrl": "http://a.org/fhir/Patient/p1", "resource": patient("p1")},
                   referring("d01", {"reference": "http://b.org/fhir/Patient/p1"}))  # fmt: skip
    run = imported(tmp_path, sources=[write_json(tmp_path / "b.json", whole)])
    assert [code for *_, code in run.rejects] == ["IMP5"]


def test_a_replaced_patient_gives_the_entries_to_the_other(tmp_path):
    link = [{"other": {"reference": "Patient/new"}, "type": "replaced-by"}]
    run = imported(tmp_path, patient("old", link=link), patient("new"), dispensed("d", "2019-01-01", who="old"))
    assert [row["person"] for row in run.rows("persons")] == ["new"]
    assert [row["person"] for row in run.rows("dispensings")] == ["new"]


def test_patients_that_replace_each_other_in_a_circle_end_no_import(tmp_path):
    def link(other):
        return [{"other": {"reference": f"Patient/{other}"}, "type": "replaced-by"}]

    run = imported(tmp_path, patient("a", link=link("b")), patient("b", link=link("a")), patient("c"))
    assert "c" in [row["person"] for row in run.rows("persons")]


def test_copies_across_files_count_once_and_the_newest_version_counts(tmp_path):
    old = dispensed("d", "2019-01-01", meta={"versionId": "1"})
    new = dispensed("d", "2019-02-02", meta={"versionId": "2"})
    wrong = dispensed("e", "2019-03-03", meta={"versionId": "1"})
    void = dispensed("e", "2019-03-03", status="entered-in-error", meta={"versionId": "2"})
    files = [
        write_lines(tmp_path / "a.ndjson", [patient("p1"), new, wrong]),
        write_json(tmp_path / "b.json", bundle("collection", patient("p1"), old, void), indent=1),
    ]
    run = imported(tmp_path, sources=files)
    assert [row["date"] for row in run.rows("dispensings")] == ["2019-02-02"]
    assert run.aside == {
        ("Patient", "a copy of the same resource"): 1,
        ("MedicationDispense", "an older version of a resource"): 2,
        ("MedicationDispense", "status entered-in-error"): 1,
    }


def test_forms_whose_order_is_not_known_are_contradictions(tmp_path):
    run = imported(tmp_path, patient("p1"), dispensed("d", "2019-01-01"), dispensed("d", "2019-01-02"))
    assert [code for *_, code in run.rejects] == ["IMP4", "IMP4"]
    assert run.rows("dispensings") == []


def test_two_servers_in_one_import_are_refused_and_nothing_is_written(tmp_path):
    files = [
        write_json(tmp_path / f"{name}.json",
                   bundle("collection", {"fullUrl": f"http://{name}.org/Patient/p1", "resource": patient("p1")}))
        for name in "ab"
    ]  # fmt: skip
    with pytest.raises(InvalidInput, match="two servers"):
        imported(tmp_path, sources=files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_a_span_that_cannot_be_is_refused(tmp_path):
    for options in ({"record_to": date(2017, 1, 1)}, {"as_of": date(2020, 12, 30)}):
        with pytest.raises(RegistryError, match="record ends"):
            imported(tmp_path, patient("p1"), **options)


def test_without_patients_there_is_no_cohort(tmp_path):
    with pytest.raises(RegistryError, match="no Patient"):
        imported(tmp_path, dispensed("d", "2019-01-01"))
    assert [path.name for path in tmp_path.iterdir()] == ["source.ndjson"]


def test_what_was_deleted_is_not_used_and_other_types_are_counted(tmp_path):
    encounter = true_fhir({"resourceType": "Encounter", "id": "e", "status": "finished",
                           "class": {"code": "AMB"}, "subject": {"reference": "Patient/p1"}})  # fmt: skip
    deleted = bundle("transaction", {"request": {"method": "DELETE", "url": "Condition/c"}})
    run = imported(tmp_path, patient("p1"), encounter, diagnosed("c", "2019-01-01"), deleted)
    assert run.rows("diagnoses") == []
    assert run.aside == {
        ("Encounter", "no diagnosis takes a setting or a day from it"): 1,
        ("Condition", "deleted at its source"): 1,
        ("(no resource)", "a resource that its source deleted"): 1,
    }


@pytest.mark.parametrize("bad", [{"id": "a b"}, {"id": 7}, {"id": None}])
def test_a_patient_without_an_id_is_rejected(tmp_path, bad):
    run = imported(tmp_path, patient("p1"), {**patient("p2"), **bad})
    assert len(run.rejects) == 1
    assert [row["person"] for row in run.rows("persons")] == ["p1"]
