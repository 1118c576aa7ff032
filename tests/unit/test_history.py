"""Reading histories: what is stated becomes a fact, what is not stays unknown, what cannot be is a finding."""

from typing import Any

import pytest

from conformance.fragments import history_of
from trd_registry.model.finding import InvalidInput
from trd_registry.model.interval import EVERYTHING, Interval
from trd_registry.model.vocabulary import Vocabularies


def codes(data: dict[str, Any], vocabularies: Vocabularies) -> list[str]:
    """The codes of the findings on a history; none where it is sound."""
    try:
        history_of(data, vocabularies)
    except InvalidInput as error:
        return [finding.code for finding in error.findings]
    return []


class TestUnknown:
    def test_a_fact_that_is_not_stated_has_the_whole_range_of_its_kind(self, vocabularies: Vocabularies) -> None:
        (trial,) = history_of({"trials": [{"treatment": "sertraline"}]}, vocabularies).trials
        assert Interval(0) == trial.number("weeks")
        assert Interval(upper=100) == trial.number("improvement")
        assert trial.truth("adherent") is None
        assert trial.choice("laterality") == {"bilateral", "unilateral", "mixed"}

    def test_an_unnamed_treatment_may_be_any(self, vocabularies: Vocabularies) -> None:
        (trial,) = history_of({"trials": [{"modality": "antidepressant"}]}, vocabularies).trials
        assert trial.choice("treatment") is None
        assert EVERYTHING != trial.number("dose")

    def test_every_sort_of_trial_may_be_missing_from_a_list_that_claims_nothing(
        self, vocabularies: Vocabularies
    ) -> None:
        nothing = history_of({"complete": "none"}, vocabularies)
        everything = history_of({"complete": "all"}, vocabularies)
        current = history_of({"complete": {"current-episode": "all"}}, vocabularies)
        assert len(nothing.unlisted) == 2 * len(current.unlisted)
        assert everything.unlisted == ()
        assert {one.choice("episode") for one in current.unlisted} == {frozenset(["earlier"])}


class TestDerived:
    def test_weeks_episode_and_days_follow_from_dates(self, vocabularies: Vocabularies) -> None:
        history = history_of(
            {
                "as_of": "2020-06-01",
                "episode": {"onset": "2020-01"},
                "trials": [{"treatment": "sertraline", "start": "2020-02-01", "end": "2020-03-14"}],
            },
            vocabularies,
        )
        (trial,) = history.trials
        assert Interval.exactly(6) == trial.number("weeks")
        assert trial.choice("episode") == {"current"}
        assert Interval.exactly(121) == trial.number("started_days_ago")
        assert 4 < history.number("episode.months").lower < 4.1

    def test_a_trial_ended_before_the_onset_is_of_an_earlier_episode(self, vocabularies: Vocabularies) -> None:
        history = history_of(
            {"episode": {"onset": "2020-01"}, "trials": [{"treatment": "ECT", "end": "2019"}]}, vocabularies
        )
        assert history.trials[0].choice("episode") == {"earlier"}

    def test_a_trial_that_may_have_gone_on_into_the_episode_belongs_to_either(self, vocabularies: Vocabularies) -> None:
        trials = [{"treatment": "ECT", "start": "2019"}, {"treatment": "ECT", "start": "2019", "episode": "current"}]
        history = history_of({"episode": {"onset": "2020-01"}, "trials": trials}, vocabularies)
        assert history.trials[0].choice("episode") == {"current", "earlier"}
        assert history.trials[1].choice("episode") == {"current"}

    def test_in_the_month_of_onset_the_episode_is_not_known(self, vocabularies: Vocabularies) -> None:
        history = history_of(
            {"episode": {"onset": "2020-01"}, "trials": [{"treatment": "ECT", "start": "2020-01"}]}, vocabularies
        )
        assert history.trials[0].choice("episode") == {"current", "earlier"}

    def test_an_augmented_trial_is_known_by_the_trial_that_augments_it(self, vocabularies: Vocabularies) -> None:
        base = {"id": "base", "treatment": "sertraline"}
        other = {"id": "other", "treatment": "venlafaxine"}
        lithium = {"treatment": "lithium", "augments": "base"}
        history = history_of({"trials": [base, other, lithium]}, vocabularies)
        assert [trial.truth("augmented") for trial in history.trials] == [True, False, False]

    def test_where_augmentations_may_be_missing_it_is_not_known(self, vocabularies: Vocabularies) -> None:
        history = history_of({"complete": ["antidepressant"], "trials": [{"treatment": "sertraline"}]}, vocabularies)
        assert history.trials[0].truth("augmented") is None


class TestNames:
    @pytest.mark.parametrize("name", ["sertraline", "Zoloft", "SERTRALINE", "N06AB06", "n06ab06"])
    def test_a_treatment_is_found_by_name_brand_and_code(self, name: str, vocabularies: Vocabularies) -> None:
        (trial,) = history_of({"trials": [{"treatment": name}]}, vocabularies).trials
        assert trial.choice("treatment") == {"sertraline"}
        assert trial.choice("class") == {"ssri"}
        assert trial.choice("modality") == {"antidepressant"}

    def test_a_drug_that_is_not_listed_is_allowed_with_its_class(self, vocabularies: Vocabularies) -> None:
        (trial,) = history_of({"trials": [{"treatment": "novelty", "class": "ssri"}]}, vocabularies).trials
        assert trial.choice("modality") == {"antidepressant"}
        assert codes({"trials": [{"treatment": "novelty"}]}, vocabularies) == ["TRD301"]

    def test_a_stated_class_cannot_contradict_the_vocabulary(self, vocabularies: Vocabularies) -> None:
        assert codes({"trials": [{"treatment": "sertraline", "class": "tca"}]}, vocabularies) == ["TRD305"]


@pytest.mark.parametrize(
    ("trial", "code"),
    [
        ({"dose": "20 mg/day", "dose_adequate": True}, "TRD406"),
        ({"weeks": 8, "duration_adequate": True}, "TRD406"),
        ({"improvement": 20, "judged_failed": True}, "TRD406"),
        ({"response": "none", "judged_failed": True}, "TRD406"),
        ({"start_score": {"madrs": 30}, "end_score": {"madrs": 20}, "judged_failed": True}, "TRD406"),
        ({"improvement": 20, "response": "response"}, "TRD407"),
        ({"improvement": 20, "remission": True}, "TRD407"),
        ({"judged_failed": True, "remission": True}, "TRD407"),
        ({"improvement": 20, "stopped": "relapse"}, "TRD409"),
        ({"judged_failed": True, "stopped": "relapse"}, "TRD409"),
        ({"weeks": {"at_least": 8, "at_most": 6}}, "TRD404"),
        ({"end_score": {"madrs": 61}}, "TRD405"),
        ({"end_score": {"madras": 20}}, "TRD304"),
    ],
)
def test_records_of_one_thing_exclude_or_must_agree_with_each_other(
    trial: dict[str, Any], code: str, vocabularies: Vocabularies
) -> None:
    """Else filling in one of them could overturn what was concluded from the other."""
    assert codes({"trials": [{"treatment": "sertraline", **trial}]}, vocabularies) == [code]


def test_severity_is_a_degree_or_a_score(vocabularies: Vocabularies) -> None:
    assert codes({"episode": {"severity": "mild", "score": {"madrs": 30}}}, vocabularies) == ["TRD406"]
    assert codes({"episode": {"severity": {"madrs": 30}}}, vocabularies) == []


def test_a_complete_list_must_hold_what_was_dispensed(vocabularies: Vocabularies) -> None:
    entries = [{"treatment": "sertraline", "date": "2020-01-01"}]
    record = {"from": "2020-01-01", "to": "2020-12-31", "covers": ["dispensings"], "dispensings": entries}
    dispensed = {"records": record, "trials": []}
    assert codes({**dispensed, "complete": ["antidepressant"]}, vocabularies) == ["TRD307"]
    assert codes({**dispensed, "complete": "none"}, vocabularies) == []
    listed = {**dispensed, "trials": [{"treatment": "sertraline"}], "complete": ["antidepressant"]}
    assert codes(listed, vocabularies) == []


def test_every_fault_of_an_entry_of_a_record_is_told(vocabularies: Vocabularies) -> None:
    entry = {"treatment": "sertralin", "date": "2020-13-01"}
    record = {"from": "2020-01-01", "to": "2020-12-31", "covers": [], "dispensings": [entry]}
    assert sorted(codes({"records": record, "complete": "none"}, vocabularies)) == ["TRD301", "TRD401"]
