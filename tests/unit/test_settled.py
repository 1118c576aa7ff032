"""Histories become tables that keep every unknown, every open bound and every name."""

from math import inf
from typing import Any

import pytest

from conformance.fragments import definition_of, history_of
from trd_registry.cohorts.settled.asked import Asked, asked_by
from trd_registry.cohorts.settled.bits import SORTS, TooManyNames, mask, positions, stand_ins, unlisted_mask
from trd_registry.cohorts.settled.settle import Settled, settle
from trd_registry.model.facts import EPISODES, MODALITIES
from trd_registry.model.history import History
from trd_registry.model.interval import Interval
from trd_registry.model.vocabulary import Vocabularies

ASKED = Asked(
    frozenset(("patient.age", "episode.months", "diagnosis.disorder", "diagnosis.catatonia", "episode.score.madrs")),
    frozenset(("weeks", "days", "sessions", "stopped", "prospective", "end_score.madrs")),
)


def settled(vocabularies: Vocabularies, *histories: dict[str, Any]) -> Settled:
    return settle([history_of(one, vocabularies) for one in histories], ASKED, vocabularies)


def first_trial(vocabularies: Vocabularies, trial: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = settled(vocabularies, {"trials": [trial]}).trials.to_pylist()[0]
    return row


def number(row: dict[str, Any], fact: str) -> tuple[Any, ...]:
    return tuple(row[f"{fact}__{part}"] for part in ("lo", "hi", "lo_open", "hi_open", "stated"))


def test_a_number_that_is_not_stated_has_its_whole_range(vocabularies: Vocabularies) -> None:
    row = first_trial(vocabularies, {"treatment": "sertraline"})
    assert number(row, "weeks") == (0, inf, False, False, False)
    assert number(row, "end_score__madrs")[0] == -inf
    patient = settled(vocabularies, {}).patients.to_pylist()[0]
    assert number(patient, "patient__age") == (0, 130, False, False, False)


def test_bounds_and_what_follows_from_them_are_kept(vocabularies: Vocabularies) -> None:
    row = first_trial(vocabularies, {"treatment": "sertraline", "weeks": {"at_least": 6}})
    assert number(row, "weeks") == (6, inf, False, False, True)
    assert number(row, "days") == (42, inf, False, False, False)


def test_an_open_bound_stays_open(vocabularies: Vocabularies) -> None:
    history = history_of({}, vocabularies).with_fact("episode.months", Interval(3, 12, lower_open=True))
    patient = settle([history], ASKED, vocabularies).patients.to_pylist()[0]
    assert number(patient, "episode__months") == (3, 12, True, False, True)


def test_a_truth_that_is_not_stated_is_null(vocabularies: Vocabularies) -> None:
    row = first_trial(vocabularies, {"treatment": "sertraline"})
    assert (row["prospective"], row["prospective__stated"]) == (None, False)
    row = first_trial(vocabularies, {"treatment": "sertraline", "prospective": False})
    assert (row["prospective"], row["prospective__stated"]) == (False, True)


def test_a_category_is_the_bits_of_what_is_possible(vocabularies: Vocabularies) -> None:
    from trd_registry.model.facts import TRIAL_FACTS

    domain = TRIAL_FACTS["stopped"].domain or frozenset()
    places = positions(domain)
    row = first_trial(vocabularies, {"treatment": "sertraline", "stopped": ["completed", "other"]})
    assert row["stopped"] == mask(["completed", "other"], places)
    assert first_trial(vocabularies, {"treatment": "sertraline"})["stopped"] == mask(domain, places)


def test_a_drug_that_is_in_no_vocabulary_is_told_apart(vocabularies: Vocabularies) -> None:
    drugs = [{"treatment": name, "class": "ssri"} for name in ("newdrugine", "otherdrugine", "newdrugine")]
    tables = settled(vocabularies, {"trials": [*drugs, {"treatment": "sertraline"}, {"class": "ssri"}]})
    names = tables.trials.column("names").to_pylist()
    assert names[0] == names[2]
    assert len({names[0], names[1], names[3]}) == 3
    assert names[4] is None
    assert tables.agents.to_pylist()[0]["treatment"] == ["unlisted: newdrugine"]


def test_a_class_that_is_not_stated_is_one_of_its_modality(vocabularies: Vocabularies) -> None:
    tables = settled(vocabularies, {"trials": [{"modality": "antidepressant"}]})
    agent = tables.agents.to_pylist()[0]
    assert agent["treatment"] is None
    assert {vocabularies.classes[name] for name in agent["class"]} == {"antidepressant"}


def test_only_patients_with_a_trial_of_several_possible_names_are_tangled(vocabularies: Vocabularies) -> None:
    plain = {"trials": [{"treatment": "sertraline"}]}
    unnamed = {"trials": [{"treatment": "sertraline"}, {"class": "ssri"}]}
    tables = settled(vocabularies, plain, unnamed)
    assert tables.patients.column("treatment__tangled").to_pylist() == [False, True]
    assert tables.patients.column("class__tangled").to_pylist() == [False, False]
    assert tables.trials.column("treatment__tangled").to_pylist() == [False, True, True]


def test_too_many_names_in_one_history_are_refused_and_not_cut(vocabularies: Vocabularies) -> None:
    trials = [{"treatment": f"newdrugine {number}", "class": "ssri"} for number in range(65)]
    with pytest.raises(TooManyNames, match="case"):
        settled(vocabularies, {"trials": trials})


def test_of_two_equally_large_sets_the_first_in_the_alphabet_is_the_larger_number() -> None:
    places = positions("abcd")
    sets = ["ab", "ac", "ad", "bc", "bd", "cd"]
    assert sorted(sets, key=lambda one: -mask(one, places)) == sets


@pytest.mark.parametrize(
    "complete",
    [
        "all",
        "none",
        ["antidepressant"],
        ["augmentation", "ect"],
        {"current-episode": ["antidepressant", "augmentation"]},
    ],
    ids=str,
)
def test_the_sorts_that_may_be_unlisted_are_those_of_the_history(complete: Any, vocabularies: Vocabularies) -> None:
    history = history_of({"complete": complete}, vocabularies)
    by_place = stand_ins()
    found = [by_place[place] for place in range(len(SORTS)) if unlisted_mask(history) >> place & 1]
    assert {id(one) for one in found} == {id(one) for one in history.unlisted}
    assert len(found) == len(history.unlisted)


def test_every_sort_but_the_impossible_has_a_stand_in() -> None:
    assert len(stand_ins()) == len(MODALITIES) * len(EPISODES) * 2 - len(EPISODES)


def test_trials_made_from_a_record_are_refused(vocabularies: Vocabularies) -> None:
    with pytest.raises(ValueError, match="made from a record"):
        settle([History("register", beyond=())], ASKED, vocabularies)


def test_only_what_is_asked_for_is_settled_with_what_may_stand_in_its_place(vocabularies: Vocabularies) -> None:
    rules = {
        "trials": {"drug": {"eligible": {"modality": "antidepressant"}, "adequate": {"weeks": {"at_least": 6}}}},
        "criterion": {
            "all": [
                {"count": "drug", "at_least": 2},
                {"severity": {"among": ["severe"], "bands": ["snaith-1986"]}},
            ]
        },
    }
    definition = definition_of(rules)
    asked = asked_by([definition.rules({})], vocabularies)
    assert asked.trial == {"weeks", "duration_adequate"}
    assert asked.patient == {"episode.severity", "episode.score.madrs"}
