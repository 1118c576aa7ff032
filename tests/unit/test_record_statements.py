"""Records as tables: who is plain, what stays unknown, and what is refused by name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from conformance.fragments import definition_of, history_of
from trd_registry.cohorts.planning.records.plan import check_records, plan_records
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.running.records import record_answers
from trd_registry.cohorts.settled.records import MOST_ENTRIES, settle_records
from trd_registry.cohorts.settled.settle import settle
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

DISPENSINGS: Mapping[str, Any] = {
    "of": {"modality": ["antidepressant", "augmentation"]},
    "one_trial": "treatment",
    "supply": "none",
    "carried_over": False,
    "ends": "last-dispensing",
    "gap": {"at_most": 30},
}
LISTED: Mapping[str, Any] = {"drug": {"eligible": {"modality": ["antidepressant", "augmentation"]}}}


def phenotype(criterion: Mapping[str, Any], records: Mapping[str, Any] | None = None, **drugs: Any) -> Definition:
    document = {"before": "not-counted", "after": "not-counted", **(records or {})}
    document["dispensings"] = {**DISPENSINGS, **drugs}
    return definition_of({"records": document, "trials": LISTED, "criterion": criterion})


def patient(
    vocabularies: Vocabularies, *dispensings: Mapping[str, Any], covers: tuple[str, ...] = ("dispensings",), **more: Any
) -> History:
    record = {
        "from": "2019-01-01",
        "to": "2020-12-31",
        "covers": list(covers),
        "dispensings": list(dispensings),
        **more,
    }
    return history_of({"complete": "none", "records": record}, vocabularies)


def told(definition: Definition, history: History, vocabularies: Vocabularies) -> str | None:
    """The verdict of the statement, which is that of the interpreter too; ``left`` where it is left to that."""
    planned = plan_records([definition], vocabularies)
    tables = settle([history], planned.asked, vocabularies), settle_records([history], vocabularies)
    (found,) = record_answers(planned, *tables)
    if definition.reference not in found:
        return "left"
    answer = found[definition.reference]
    expected = evaluate(history, definition, vocabularies, ask=False)
    assert (answer.applicable, answer.verdict) == (expected.applicable, expected.verdict)
    return answer.verdict


def given(treatment: str, day: str, **more: Any) -> dict[str, Any]:
    return {"treatment": treatment, "date": day, **more}


def test_unknown_days_of_supply_matter_only_where_they_are_read(vocabularies: Vocabularies) -> None:
    history = patient(vocabularies, given("sertraline", "2019-03-01"), given("sertraline", "2019-04-20"))
    two = {"count": "drug", "exactly": 2}
    assert told(phenotype(two), history, vocabularies) == "met"
    assert told(phenotype(two, supply="stated", ends="supply"), history, vocabularies) == "indeterminate"


def test_a_drug_that_is_described_in_two_ways_is_left_to_the_interpreter(vocabularies: Vocabularies) -> None:
    classes = (["ssri", "tca"], "ssri")
    days = ("2019-03-01", "2019-03-20")
    entries = [given("newdrugine", day, **{"class": one}) for day, one in zip(days, classes, strict=True)]
    assert told(phenotype({"count": "drug", "at_least": 1}), patient(vocabularies, *entries), vocabularies) == "left"
    assert settle_records([patient(vocabularies, entries[0])], vocabularies).spans["plain"].to_pylist() == [True]


def test_a_person_without_a_record_keeps_a_row(vocabularies: Vocabularies) -> None:
    history = history_of({"complete": "all"}, vocabularies)
    assert told(phenotype({"count": "drug", "at_least": 1}), history, vocabularies) == "indeterminate"


def test_a_record_that_does_not_hold_every_dispensing_bounds_nothing_from_above(vocabularies: Vocabularies) -> None:
    one = {"count": "drug", "at_most": 1}
    assert told(phenotype(one), patient(vocabularies, covers=()), vocabularies) == "indeterminate"
    assert told(phenotype(one), patient(vocabularies), vocabularies) == "met"


def test_unseen_trials_of_every_modality_are_counted_by_their_classes(vocabularies: Vocabularies) -> None:
    """Where a record holds nothing for certain, no number of classes short of all is a ceiling."""
    modalities = ("antidepressant", "augmentation")
    classes = [name for name, modality in vocabularies.classes.items() if modality in modalities]
    history = patient(vocabularies, covers=())
    for figure, verdict in ((len(classes) - 1, "indeterminate"), (len(classes), "met")):
        definition = phenotype({"count": "drug", "distinct": "class", "at_most": figure})
        assert told(definition, history, vocabularies) == verdict


@pytest.mark.parametrize(
    ("earlier", "verdict"),
    [("2019-01-30", "met"), ("2019-01-31", None), ("2019-03-31", None), ("2019-04-01", "met")],
)
def test_a_washout_looks_as_far_back_as_it_says(earlier: str, verdict: str | None, vocabularies: Vocabularies) -> None:
    """Ninety days after another drug a person is not yet free of it; the other is the event if ninety days are seen."""
    index = {"first": "dispensing", "of": {"modality": "antidepressant"}, "free_for": 90, "observed_before": 90}
    definition = phenotype({"count": "drug", "at_least": 1}, {"index": index})
    history = patient(vocabularies, given("citalopram", earlier), given("sertraline", "2019-05-01"))
    assert told(definition, history, vocabularies) == verdict


@pytest.mark.parametrize(
    ("figures", "named"),
    [
        ({"one_trial": "class"}, "one trial a class"),
        ({"adherence_over": "until-next-trial"}, "adherence until the next trial"),
        ({"supply": {"days": 30.5}}, "parts of a day"),
        ({"of": {"weeks": {"at_least": 6}}}, "NumberTest"),
    ],
    ids=str,
)
def test_figures_that_are_not_planned_are_refused_by_name(
    figures: dict[str, Any], named: str, vocabularies: Vocabularies
) -> None:
    with pytest.raises(NotPlanned, match=named):
        check_records(phenotype({"count": "drug", "at_least": 1}, **figures), vocabularies)


def test_a_definition_of_listed_trials_is_no_phenotype(vocabularies: Vocabularies) -> None:
    definition = definition_of({"trials": LISTED, "criterion": {"count": "drug", "at_least": 1}})
    with pytest.raises(NotPlanned, match="makes no trials from a record"):
        check_records(definition, vocabularies)


def test_more_entries_than_a_statement_can_number_are_left_to_the_interpreter(vocabularies: Vocabularies) -> None:
    history = patient(vocabularies, given("sertraline", "2019-03-01"))
    assert history.records is not None
    many = replace(history.records, dispensings=history.records.dispensings * (MOST_ENTRIES + 1))
    spans = settle_records([history, replace(history, records=many)], vocabularies).spans
    assert spans["plain"].to_pylist() == [True, False]


@pytest.mark.parametrize(("earlier", "applicable"), [("2019-01-30", True), ("2019-01-31", None)])
def test_a_drug_that_may_be_of_the_kind_leaves_a_washout_open(
    earlier: str, applicable: bool | None, vocabularies: Vocabularies
) -> None:
    index = {"first": "dispensing", "of": {"class": "snri"}, "free_of": {"class": "ssri"}, "free_for": 90}
    definition = phenotype({"count": "drug", "at_least": 1}, {"index": {**index, "observed_before": 90}})
    other = given("newdrugine", earlier, **{"class": ["ssri", "tca"]})
    history = patient(vocabularies, other, given("venlafaxine", "2019-05-01"))
    found = evaluate(history, definition, vocabularies, ask=False)
    assert found.applicable is applicable
    assert told(definition, history, vocabularies) == found.verdict
