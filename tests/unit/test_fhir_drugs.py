"""Which treatment a medication is."""

import pytest

from fhir_data import RXNORM, SNOMED, concept
from trd_registry.api import registry as shared_registry
from trd_registry.importing.fhir.drugs import Drugs
from trd_registry.importing.fhir.outcomes import PassedOver, Refused

ATC = "http://www.whocc.no/atc"


@pytest.fixture(scope="module")
def drugs() -> Drugs:
    return Drugs(shared_registry())


@pytest.mark.parametrize(
    ("code", "treatment"),
    [
        (concept(RXNORM, "36437"), "sertraline"),
        (concept(RXNORM, "312941"), "sertraline"),
        (concept(RXNORM, "0", "sertraline 50 MG Oral Tablet [Zoloft]"), "sertraline"),
        (concept(RXNORM, "0", "24 HR venlafaxine 75 MG Extended Release Oral Capsule"), "venlafaxine"),
        (concept(RXNORM, "0", "paroxetine hydrochloride 20 MG Oral Tablet"), "paroxetine"),
        (concept(RXNORM, "0", "imipramine pamoate 75 MG Oral Capsule"), "imipramine"),
        (concept(RXNORM, "0", "fluoxetine 25 MG / olanzapine 6 MG Oral Capsule"), "fluoxetine-psycholeptics"),
        ({"text": "amitriptyline/perphenazine 25/2 mg"}, "amitriptyline-psycholeptics"),
        (concept(RXNORM, "0", "citalopram 2 MG/ML Oral Solution"), "citalopram"),
        (concept(ATC, "N06AB06"), "sertraline"),
        (concept("urn:oid:2.16.840.1.113883.6.73", "N06AB06"), "sertraline"),
        (concept(SNOMED, "0", "Product containing precisely sertraline 50 milligram/1 each tablet"), "sertraline"),
        (concept(SNOMED, "0", "Sertraline hydrochloride (substance)"), "sertraline"),
        ({"text": "Lustral 50mg tablets (Upjohn UK Ltd)"}, "sertraline"),
        ({"text": "sertraline"}, "sertraline"),
    ],
)
def test_a_drug_is_found_by_its_code_or_name(drugs, code, treatment):
    assert drugs.of(code, []).cells["treatment"] == treatment


def test_a_drug_of_a_group_for_depression_that_no_list_has_keeps_its_code_and_possible_classes(drugs):
    assert drugs.of(concept(ATC, "N06AB99"), []).cells == {"treatment": "N06AB99", "class": "ssri|sari"}


@pytest.mark.parametrize(
    "code",
    [
        concept(RXNORM, "314076", "lisinopril 10 MG Oral Tablet"),
        concept(RXNORM, "0", "cycloSPORINE 50 MG Oral Capsule"),
        concept(RXNORM, "0", "naltrexone hydrochloride 8 MG / bupropion hydrochloride 90 MG Oral Tablet"),
        {"text": "Naltrexone/Bupropion 8/90 mg"},
        {"text": "amoxicillin/clavulanate"},
        concept(RXNORM, "0", "dexamethasone 1 MG/ML Ophthalmic Solution"),
        concept(ATC, "C09AA03"),
        {"text": "Paracetamol"},
    ],
)
def test_another_drug_is_passed_over(drugs, code):
    with pytest.raises(PassedOver):
        drugs.of(code, [])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (concept(RXNORM, "123456789"), "no list has"),
        (concept("urn:local", "A17"), "no list has"),
        ({}, "No drug is named"),
        (concept(ATC, "N06A"), "group"),
        ({"coding": [*concept(ATC, "N06AB06")["coding"], *concept(RXNORM, "2556")["coding"]]}, "different drugs"),
        ({"text": "sertralin"}, "did you mean"),
        (concept(RXNORM, "0", "sertraline 50 MG / lisinopril 10 MG Oral Tablet"), "several ingredients"),
    ],
)
def test_what_may_be_a_drug_for_depression_and_is_not_known_is_refused(drugs, code, reason):
    with pytest.raises(Refused, match=reason):
        drugs.of(code, [])


def test_ingredients_tell_the_drug_where_the_code_does_not(drugs):
    local = concept("urn:local", "A17")
    sertraline = {"itemCodeableConcept": concept(RXNORM, "36437")}
    other = {"itemCodeableConcept": {"text": "lisinopril"}}
    assert drugs.of(local, [sertraline]).cells == {"treatment": "sertraline"}
    assert drugs.of(local, [sertraline, {**other, "isActive": False}]).cells == {"treatment": "sertraline"}
    with pytest.raises(PassedOver):
        drugs.of(local, [other])
    with pytest.raises(Refused, match="has no name"):
        drugs.of(local, [{**sertraline}, {"itemReference": {"reference": "#1"}}])
