"""Present scores: from observations and from questionnaires."""

import itertools

import pytest

from fhir_data import LOINC, UCUM, concept, observed, patient, quantity, true_fhir
from trd_registry.importing.concepts import load_concepts
from unit.fhir_import import imported

P = patient()
DAY = "2020-12-31"
ITEMS = [one.code for one in load_concepts("questionnaire-items").entries if one.means == "phq-9"]
ANSWERS = {int(one.means): one.code for one in load_concepts("questionnaire-items").entries if one.means.isdigit()}


def scores(run):
    return [(row["scale"], row["at"], float(row["score"])) for row in run.rows("measurements")]


def answered(name, items, day=DAY, **more):
    return true_fhir(
        {"resourceType": "QuestionnaireResponse", "id": name, "status": "completed", "authored": day,
         "subject": {"reference": "Patient/p1"}, "item": items, **more}
    )  # fmt: skip


def item(code, points=None, prefix="/", **answer):
    value = answer or {"valueCoding": {"system": LOINC, "code": ANSWERS[points]}}
    return {"linkId": f"{prefix}{code}", "answer": [value]}


@pytest.mark.parametrize(
    "value",
    [
        {"valueInteger": 12},
        {"valueQuantity": {"value": 12, "unit": "{score}", "system": UCUM, "code": "{score}"}},
        {"valueQuantity": {"value": 12.0}},
    ],
)
def test_a_score_of_the_last_day_is_present(tmp_path, value):
    assert scores(imported(tmp_path, P, observed("o", DAY, **value))) == [("phq-9", "present", 12.0)]


def test_a_score_with_a_comparator_is_a_bound_and_one_out_of_range_is_rejected(tmp_path):
    run = imported(tmp_path, P, patient("p2"), observed("a", DAY, valueQuantity={"value": 20, "comparator": ">="}),
                   observed("b", DAY, who="p2", valueInteger=28))  # fmt: skip
    assert [row.get("score_at_least") for row in run.rows("measurements")] == ["20.0"]
    assert [(table, person) for table, person, _ in run.rejects] == [("Observation", "p2")]


def test_other_days_are_not_present_unless_that_is_said_and_the_latest_counts(tmp_path):
    seen = [
        observed("a", "2020-12-01", valueInteger=20), observed("b", "2020-12-20T08:00:00Z", valueInteger=9),
        observed("c", "2020-12-20T18:00:00Z", valueInteger=7), observed("d", "2021-01-02", valueInteger=1),
        observed("e", "2020", valueInteger=1),
    ]  # fmt: skip
    (tmp_path / "none").mkdir()
    run = imported(tmp_path / "none", P, *seen)
    assert scores(run) == []
    assert run.aside == {("Observation", "a score of another day than the present"): 4}
    assert run.rejects == [("Observation", "p1", "TRD205")]
    run = imported(tmp_path, P, *seen, scores_within=40)
    assert scores(run) == [("phq-9", "present", 7.0)]
    assert run.aside[("Observation", "a score before the present one")] == 2


def test_scores_that_differ_at_one_time_are_none(tmp_path):
    run = imported(tmp_path, P, observed("a", DAY, valueInteger=9), observed("b", DAY, valueInteger=10))
    assert scores(run) == []
    assert [code for *_, code in run.rejects] == ["IMP4", "IMP4"]


def test_what_is_no_score_is_set_aside_or_rejected(tmp_path):
    absent = {"dataAbsentReason": concept("http://terminology.hl7.org/CodeSystem/data-absent-reason", "asked-declined")}
    run = imported(
        tmp_path, P,
        observed("a", DAY, **absent),
        observed("b", DAY, valueString="twelve"),
        observed("c", DAY, valueQuantity=quantity(12, "mg")),
        observed("d", DAY, valueInteger=12, status="preliminary"),
        observed("e", DAY, valueInteger=12, status="entered-in-error"),
        observed("f", DAY, "29463-7", valueQuantity=quantity(80, "kg")),
    )  # fmt: skip
    assert scores(run) == []
    assert [code for *_, code in run.rejects] == ["IMP3", "IMP3", "IMP6"]
    assert sum(run.aside.values()) == 3


def test_components_of_a_panel_have_scores(tmp_path):
    panel = observed("a", DAY, "44249-1", component=[{"code": concept(LOINC, "44261-6"), "valueInteger": 15}])
    assert scores(imported(tmp_path, P, panel)) == [("phq-9", "present", 15.0)]


def test_the_total_of_a_questionnaire_is_read_wherever_it_stands(tmp_path):
    nested = [
        {
            "linkId": "g",
            "item": [{"linkId": "h", "answer": [{"valueString": "x", "item": [item("44261-6", valueDecimal=14)]}]}],
        }
    ]
    assert scores(imported(tmp_path, P, answered("q", nested))) == [("phq-9", "present", 14.0)]


@pytest.mark.parametrize("prefix", ["/", "", "/44249-1/"])
def test_nine_answers_add_up(tmp_path, prefix):
    points = [2, 3, 2, 3, 2, 2, 3, 3, 3]
    items = [item(code, one, prefix) for code, one in zip(ITEMS, points, strict=True)]
    assert scores(imported(tmp_path, P, answered("q", items))) == [("phq-9", "present", 23.0)]


def test_answers_add_up_only_where_none_is_missing_or_doubled_and_the_total_agrees(tmp_path):
    items = [item(code, 1) for code in ITEMS]
    cases = {
        "missing": items[1:],
        "doubled": [*items, items[0]],
        "unknown answer": [*items[1:], item(ITEMS[0], valueString="often")],
        "two answers": [*items[1:], {"linkId": ITEMS[0], "answer": [{"valueInteger": 1}, {"valueInteger": 2}]}],
    }
    for number, (name, found) in enumerate(cases.items()):
        (tmp_path / str(number)).mkdir()
        assert scores(imported(tmp_path / str(number), P, answered("q", found))) == [], name
    run = imported(tmp_path, P, answered("q", [*items, item("44261-6", valueInteger=10)]))
    assert run.rejects == [("QuestionnaireResponse", "p1", "IMP4")]


def test_an_answer_may_carry_its_points(tmp_path):
    ordinal = [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2}]
    items = [item(code, valueCoding={"system": "urn:local", "code": "b", "extension": ordinal}) for code in ITEMS]
    assert scores(imported(tmp_path, P, answered("q", items))) == [("phq-9", "present", 18.0)]


def test_the_order_of_scores_does_not_matter(tmp_path):
    seen = [observed(f"o{hour}", f"2020-12-31T{hour:02}:00:00Z", valueInteger=hour) for hour in (8, 12, 16)]
    found = set()
    for number, order in enumerate(itertools.permutations(seen)):
        (tmp_path / str(number)).mkdir()
        found.add(tuple(scores(imported(tmp_path / str(number), P, *order))))
    assert found == {(("phq-9", "present", 16.0),)}
