"""A daily dose follows from instructions, or it does not."""

from fractions import Fraction

import pytest

from fhir_data import RXNORM, dosage, quantity
from trd_registry.importing.fhir.codes import Coding
from trd_registry.importing.fhir.dosage import daily_dose
from trd_registry.importing.fhir.quantities import days_of
from trd_registry.importing.fhir.strengths import strength_of, written_strength

ABBREVIATION = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"


def dose_of(*instructions, strength=None):
    return daily_dose({"dosageInstruction": list(instructions)}, "dosageInstruction", strength)


def timed(**repeat):
    return dosage(repeat=repeat)


@pytest.mark.parametrize(
    ("repeat", "dose"),
    [
        ({"frequency": 1, "period": 1, "periodUnit": "d"}, 50),
        ({"frequency": 3, "period": 1, "periodUnit": "d"}, 150),
        ({"frequency": 1, "period": 12, "periodUnit": "h"}, 100),
        ({"frequency": 1, "period": 1.0, "periodUnit": "d", "when": ["MORN"]}, 50),
        ({"period": 1, "periodUnit": "d"}, 50),
        ({"timeOfDay": ["08:00:00", "20:00:00"]}, 100),
        ({"frequency": 1, "period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2019-01-01"}}, 50),
    ],
)
def test_a_dose_is_what_is_taken_at_once_by_the_times_a_day(repeat, dose):
    assert dose_of(timed(**repeat)) == {"dose": dose}


@pytest.mark.parametrize(
    "repeat",
    [
        {"frequency": 1, "period": 2, "periodUnit": "d"},
        {"frequency": 1, "period": 1, "periodUnit": "wk"},
        {"frequency": 1, "period": 5, "periodUnit": "h"},
        {"frequency": 1, "period": 1, "periodMax": 2, "periodUnit": "d"},
        {"frequency": 2},
        {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN", "NIGHT"]},
        {"dayOfWeek": ["mon"], "frequency": 1, "period": 1, "periodUnit": "d"},
        {"frequency": 1, "period": 1, "periodUnit": "d", "count": 3},
        {"when": ["HS"]},
        {"frequency": 1, "period": 0, "periodUnit": "d"},
    ],
)
def test_no_dose_follows_where_the_times_a_day_differ_or_are_not_stated(repeat):
    assert dose_of(timed(**repeat)) == {}


def test_bounds_of_frequency_or_dose_are_bounds_of_the_daily_dose():
    assert dose_of(timed(frequency=1, frequencyMax=2, period=1, periodUnit="d")) == {
        "dose_at_least": 50, "dose_at_most": 100,
    }  # fmt: skip
    ranged = dosage(doseAndRate=[{"doseRange": {"low": quantity(25, "mg"), "high": quantity(50, "mg")}}])
    assert dose_of(ranged) == {"dose_at_least": 25, "dose_at_most": 50}
    assert dose_of(dosage(doseAndRate=[{"doseRange": {"high": quantity(50, "mg")}}])) == {}


@pytest.mark.parametrize(("amount", "dose"), [(quantity(0.05, "g"), 50), (quantity(37.5, "mg"), 37.5),
                                              (quantity(50_000, "ug"), 50)])  # fmt: skip
def test_mass_is_brought_to_milligrams_exactly(amount, dose):
    assert dose_of(dosage(amount)) == {"dose": dose}


@pytest.mark.parametrize("amount", [quantity(2, "mL"), {"value": 1}, {"value": 50, "comparator": "<", "unit": "mg"},
                                    {"unit": "mg"}, quantity(0, "mg"), quantity(-50, "mg")])  # fmt: skip
def test_what_is_no_amount_of_the_drug_gives_no_dose(amount):
    assert dose_of(dosage(amount)) == {}


def test_tablets_give_a_dose_only_where_their_strength_is_known():
    tablets = dosage(quantity(2, "TAB"))
    assert dose_of(tablets) == {}
    assert dose_of(tablets, strength=Fraction(50)) == {"dose": 100}
    assert dose_of(dosage({"value": 2}), strength=Fraction(50)) == {}


def test_what_is_taken_as_needed_has_no_daily_dose():
    assert dose_of(dosage(asNeededBoolean=True)) == {}
    assert dose_of(dosage(asNeededCodeableConcept={"text": "pain"})) == {}
    assert dose_of(dosage(asNeededBoolean=False)) == {"dose": 50}


def test_instructions_of_one_number_hold_together_and_others_follow_each_other():
    assert dose_of(dosage(sequence=1), dosage(sequence=1)) == {"dose": 100}
    assert dose_of(dosage(sequence=1), dosage(sequence=2)) == {}
    assert dose_of(dosage(), dosage()) == {}


@pytest.mark.parametrize(("code", "dose"), [("QD", 50), ("BID", 100), ("Q6H", 200), ("BED", 50)])
def test_an_abbreviation_says_the_times_a_day(code, dose):
    timing = {"code": {"coding": [{"system": ABBREVIATION, "code": code}]}}
    assert dose_of(dosage(timing=timing)) == {"dose": dose}


def test_an_abbreviation_that_contradicts_the_repeat_gives_no_dose():
    code = {"coding": [{"system": ABBREVIATION, "code": "BID"}]}
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d"}
    assert dose_of(dosage(timing={"code": code, "repeat": repeat})) == {}
    assert dose_of(dosage(timing={"code": code, "repeat": {**repeat, "frequency": 2}})) == {"dose": 100}
    assert dose_of(dosage(timing={"code": {"coding": [{"system": ABBREVIATION, "code": "QOD"}]}})) == {}


def test_a_rate_or_two_amounts_give_no_dose():
    amount = {"doseQuantity": quantity(50, "mg")}
    assert dose_of(dosage(doseAndRate=[amount, amount])) == {}
    assert dose_of(dosage(doseAndRate=[{**amount, "rateQuantity": quantity(1, "mg/h")}])) == {}


def test_strength_comes_from_one_ingredient_or_from_a_name_of_rxnorm():
    one = {"strength": {"numerator": quantity(50, "mg"), "denominator": quantity(1, "TAB")}}
    assert strength_of([one]) == 50
    assert strength_of([one, one]) is None
    assert strength_of([one, {**one, "isActive": False}]) == 50
    assert strength_of([{"strength": {"numerator": quantity(50, "mg"), "denominator": quantity(5, "mL")}}]) is None
    assert strength_of([{}]) is None

    def written(name, system=RXNORM):
        return written_strength([Coding(system, "1", name)], (RXNORM,))

    assert written("sertraline 50 MG Oral Tablet") == 50
    assert written("24 HR venlafaxine 37.5 MG Extended Release Oral Capsule") == Fraction("37.5")
    assert written("citalopram 2 MG/ML Oral Solution") is None
    assert written("fluoxetine 25 MG / olanzapine 6 MG Oral Capsule") is None
    assert written("sertraline 50 MG Oral Tablet", "urn:local") is None


@pytest.mark.parametrize(
    ("amount", "cells"),
    [
        ({"value": 30, "unit": "Day", "code": "d"}, {"days": 30}),
        ({"value": 30}, {"days": 30}),
        ({"value": 2, "code": "wk"}, {"days": 14}),
        ({"value": 1, "code": "mo"}, {}),
        ({"value": 30, "unit": "tablets"}, {}),
        ({"value": 28, "comparator": ">=", "code": "d"}, {"days_at_least": 28}),
        ({"code": "d"}, {}),
    ],
)
def test_days_of_supply_are_days_or_weeks(amount, cells):
    assert days_of({"daysSupply": amount}, "daysSupply", "days") == cells
