"""Conditions that look at other trials, in the statement as in the interpreter: the cases of the data and the traps."""

from dataclasses import replace
from typing import Any

import pytest

from conformance.fragments import conformance, definition_of, history_of
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import plan
from trd_registry.cohorts.running.in_memory import answers
from trd_registry.cohorts.settled.settle import FEW_NAMES, MOST_TRIALS, settle
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.model.history import History
from trd_registry.model.interval import Interval
from trd_registry.model.vocabulary import Vocabularies

ANY = {"eligible": {"modality": "antidepressant"}}


def scores(conditions: list[dict[str, Any]], histories: list[History], vocabularies: Vocabularies) -> list[Any]:
    """How many trials meet each condition, of each history: one statement, and the interpreter says the same."""
    definitions = []
    for condition in conditions:
        chosen = {"eligible": {"all": [ANY["eligible"], condition]}}
        items = {"found": {"of": {"count": "chosen"}, "points": 1}}
        definitions.append(
            definition_of({"trials": {"any": ANY, "chosen": chosen}, "score": {"items": items, "range": [0, None]}})
        )
    planned = plan(definitions, vocabularies)
    rows = list(answers(planned, settle(histories, planned.asked, vocabularies)))
    for history, row in zip(histories, rows, strict=True):
        for definition, found in zip(definitions, row, strict=True):
            assert found.score == evaluate(history, definition, vocabularies, ask=False).score, history
    return [[one.score for one in row] for row in rows]


@pytest.mark.parametrize("kind", ["followed-by", "preceded-by"])
def test_the_cases_of_the_data(kind: str, vocabularies: Vocabularies) -> None:
    data = conformance(kind)
    key = kind.replace("-", "_")
    histories = [
        history_of(
            {"as_of": data["as_of"], "trials": one["trials"], "complete": one.get("complete", "all")}, vocabularies
        )
        for one in data["cases"]
    ]
    assert scores([{key: one[key]} for one in data["cases"]], histories, vocabularies)


def scored(condition: dict[str, Any], vocabularies: Vocabularies, *trials: dict[str, Any], **facts: Any) -> Any:
    history = history_of({"as_of": "2021-01-01", "trials": list(trials), **facts}, vocabularies)
    return scores([condition], [history], vocabularies)[0][0]


SERTRALINE = {"treatment": "sertraline", "start": "2020-01-01", "end": "2020-03-01"}
CITALOPRAM = {"treatment": "citalopram", "start": "2020-03-10"}


def test_a_trial_whose_own_days_are_not_known_does_not_follow_itself(vocabularies: Vocabularies) -> None:
    later = {"followed_by": {"of": "any", "started_days_after": {"at_least": 28}}}
    assert scored(later, vocabularies, {"treatment": "sertraline"}) == Interval(0, 0)
    assert scored(later, vocabularies, {"treatment": "sertraline"}, {"treatment": "citalopram"}) == Interval(0, 2)


def test_of_two_trials_that_may_begin_together_each_may_follow_the_other(vocabularies: Vocabularies) -> None:
    later = {"followed_by": {"of": "any"}}
    month = {"treatment": "sertraline", "start": "2020-01"}
    assert scored(later, vocabularies, month, {**month, "treatment": "citalopram"}) == Interval(0, 2)


def test_an_unlisted_trial_may_itself_be_one_that_is_followed(vocabularies: Vocabularies) -> None:
    """Whether it may depends on the patient: there must be a listed trial, or another unlisted one, after it."""
    followed_by_ect = {"followed_by": {"of": "shock"}}
    rules = {
        "trials": {
            "shock": {"eligible": {"modality": "ect"}},
            "chosen": {"eligible": {"all": [ANY["eligible"], followed_by_ect]}},
        },
        "criterion": {"count": "chosen", "at_least": 1},
    }
    definition = definition_of(rules)
    ect = {"treatment": "ect", "start": "2020-05-01"}
    histories = [
        history_of({"as_of": "2021-01-01", "complete": ["ect"], "trials": trials}, vocabularies)
        for trials in ([], [ect], [SERTRALINE])
    ]
    planned = plan([definition], vocabularies)
    found = [one.verdict for (one,) in answers(planned, settle(histories, planned.asked, vocabularies))]
    assert found == [evaluate(one, definition, vocabularies, ask=False).verdict for one in histories]
    assert found == ["not_met", "indeterminate", "not_met"]


def test_a_trial_of_two_sets_is_told_by_the_first(vocabularies: Vocabularies) -> None:
    """As the interpreter has it: what is only possible in the first set stays possible, whatever the second says."""
    rules = {
        "trials": {
            "any": ANY,
            "long": {**ANY, "adequate": {"weeks": {"at_least": 6}}},
            "chosen": {"eligible": {"preceded_by": {"of": ["long", "any"], "distinct": "class", "at_least": 1}}},
        },
        "criterion": {"count": "chosen", "at_least": 1},
    }
    definition = definition_of(rules)
    history = history_of({"trials": [{"treatment": "sertraline"}, {"treatment": "venlafaxine"}]}, vocabularies)
    planned = plan([definition], vocabularies)
    ((found,),) = answers(planned, settle([history], planned.asked, vocabularies))
    assert found.verdict == evaluate(history, definition, vocabularies, ask=False).verdict == "indeterminate"


@pytest.mark.parametrize("distinct", ["treatment", "class", "modality"])
def test_distinct_values_before_a_trial_where_none_is_named(distinct: str, vocabularies: Vocabularies) -> None:
    two = {"preceded_by": {"of": "any", "distinct": distinct, "with_itself": True, "at_least": 2}}
    expected = {"treatment": Interval(0, 2), "class": Interval(0, 2), "modality": Interval(0, 0)}
    unnamed = {"modality": "antidepressant", "start": "2020-01-01"}
    assert scored(two, vocabularies, unnamed, {**unnamed, "start": "2020-02-01"}) == expected[distinct]


def test_a_second_start_of_the_same_drug_is_not_a_second_drug(vocabularies: Vocabularies) -> None:
    rules = {
        "trials": {"any": ANY},
        "criterion": {"nth_start": 2, "of": "any", "distinct": "treatment", "at_least": 0},
    }
    definition = definition_of(rules)
    again = {**SERTRALINE, "start": "2020-02-01"}
    histories = [
        history_of({"as_of": "2021-01-01", "trials": trials}, vocabularies)
        for trials in (
            [SERTRALINE, again],
            [SERTRALINE, CITALOPRAM],
            [SERTRALINE, {"modality": "antidepressant", "start": "2020-02-01"}],
        )
    ]
    planned = plan([definition], vocabularies)
    found = [one.verdict for (one,) in answers(planned, settle(histories, planned.asked, vocabularies))]
    assert found == ["not_met", "met", "indeterminate"]


def test_more_drugs_than_are_counted_by_bits_are_laid_out(vocabularies: Vocabularies) -> None:
    trials = [{"treatment": f"newdrugine {number}", "class": "ssri"} for number in range(FEW_NAMES + 1)]
    items = {"drugs": {"of": {"count": "any", "distinct": "treatment"}, "points": 1}}
    definition = definition_of({"trials": {"any": ANY}, "score": {"items": items, "range": [0, None]}})
    planned = plan([definition], vocabularies)
    for number in (FEW_NAMES, FEW_NAMES + 1):
        settled = settle([history_of({"trials": trials[:number]}, vocabularies)], planned.asked, vocabularies)
        assert settled.patients.column("treatment__tangled").to_pylist() == [number > FEW_NAMES]
        ((found,),) = answers(planned, settled)
        assert found.score == Interval(number, number)


def test_one_drug_that_is_told_in_two_ways_is_laid_out(vocabularies: Vocabularies) -> None:
    trials = [{"treatment": "newdrugine", "class": one} for one in (["ssri", "snri"], ["snri", "tca"])]
    items = {"drugs": {"of": {"count": "any", "distinct": "treatment"}, "points": 1}}
    definition = definition_of({"trials": {"any": ANY}, "score": {"items": items, "range": [0, None]}})
    planned = plan([definition], vocabularies)
    settled = settle([history_of({"trials": trials}, vocabularies)], planned.asked, vocabularies)
    assert settled.patients.column("treatment__tangled").to_pylist() == [True]
    ((found,),) = answers(planned, settled)
    assert found.score == Interval(1, 1)


def test_as_many_trials_as_a_count_has_room_for_are_counted(vocabularies: Vocabularies) -> None:
    items = {"trials": {"of": {"count": "any"}, "points": 1}}
    definition = definition_of({"trials": {"any": ANY}, "score": {"items": items, "range": [0, None]}})
    one = history_of({"trials": [{"treatment": "sertraline"}]}, vocabularies)
    history = replace(one, trials=one.trials * MOST_TRIALS)
    planned = plan([definition], vocabularies)
    ((found,),) = answers(planned, settle([history], planned.asked, vocabularies))
    assert found.score == Interval(MOST_TRIALS, MOST_TRIALS)


def test_more_classes_than_fit_are_refused_in_words(vocabularies: Vocabularies) -> None:
    many = {f"class-{number}": "antidepressant" for number in range(70)}
    rules = {"trials": {"any": ANY}, "criterion": {"count": "any", "distinct": "class", "at_least": 2}}
    with pytest.raises(NotPlanned, match=r"70 names.*at most 64"):
        plan([definition_of(rules)], replace(vocabularies, classes=many))


def test_a_statement_that_asks_nothing_of_other_trials_does_not_compare_them(vocabularies: Vocabularies) -> None:
    plain = plan([definition_of({"trials": {"any": ANY}, "criterion": {"count": "any", "at_least": 2}})], vocabularies)
    assert "order_" not in plain.sql
