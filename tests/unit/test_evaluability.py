"""What can be decided from which data, on small rules and two made-up kinds of data: one holds all but some facts."""

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.fragments import definition_of
from trd_registry.comparing.evaluability.data_sources import EVERY_FACT, DataSources
from trd_registry.comparing.evaluability.evaluability import Verdict, evaluability_of
from trd_registry.comparing.evaluability.reach import KNOWN, Reach, all_reach, any_reach, distinct, first_reach, unknown
from trd_registry.model.vocabulary import Vocabularies

DRUG = {"title": "drug", "eligible": {"modality": "antidepressant", "episode": "current"}}
THERAPY = {"title": "therapy", "eligible": {"modality": "psychotherapy", "episode": "current"}}
FAILED = {"failed": {"first_stated": [{"improvement": {"below": 50}}, {"judged_failed": True}]}}
TWO_DRUGS = {"criterion": {"count": "drug", "at_least": 2}}


def without(*missing: str) -> DataSources:
    """One kind of data that records everything but these facts, each fact an entry of its own."""
    recorded = {fact: "no" if fact in missing else "usually" for fact in EVERY_FACT}
    facts = {
        fact: {"name": fact, "short": fact, "covers": [fact], "recorded": {"data": {"level": level, "why": "So."}}}
        for fact, level in recorded.items()
    }
    return DataSources({"data_sources": {"data": {"name": "Data", "short": "data", "says": "Some."}}, "facts": facts})


@pytest.fixture
def verdict(vocabularies: Vocabularies) -> Any:
    def judge(rules: Mapping[str, Any], *missing: str) -> Verdict:
        return evaluability_of(definition_of(rules), vocabularies, without(*missing)).by_source["data"]

    return judge


def summary(found: Verdict) -> tuple[object, ...]:
    return found.answer, found.can_be_met, found.can_be_excluded, found.lacks


class TestAnswers:
    def test_all_is_settled_by_one_part_that_does_not_hold(self) -> None:
        assert all_reach([KNOWN, unknown("dose")]) == Reach(frozenset([False, None]), (("dose",),))

    def test_any_is_settled_by_one_part_that_holds(self) -> None:
        assert any_reach([KNOWN, unknown("dose")]) == Reach(frozenset([True, None]), (("dose",),))

    def test_what_cannot_matter_is_not_lacking(self) -> None:
        assert any_reach([Reach(frozenset([True])), unknown("dose")]) == Reach(frozenset([True]))

    def test_of_this_and_this_or_that_only_this_is_lacking(self) -> None:
        assert distinct([("a", "b"), ("a",), ("a",)]) == (("a",),)

    def test_of_several_ways_one_is_enough_and_any_would_do(self) -> None:
        assert first_reach([unknown("a"), KNOWN]) == KNOWN
        assert first_reach([unknown("a"), unknown("b")]).lacks == (("a", "b"),)


class TestCounting:
    def test_yes_where_every_fact_is_recorded(self, verdict: Any) -> None:
        assert summary(verdict({"trials": {"drug": {**DRUG, **FAILED}}, **TWO_DRUGS})) == ("yes", True, True, ())

    def test_without_outcomes_too_few_drugs_can_still_be_seen(self, verdict: Any) -> None:
        rules = {"trials": {"drug": {**DRUG, **FAILED}}, **TWO_DRUGS}
        found = verdict(rules, "improvement", "judged_failed")
        assert summary(found) == ("in part", False, True, (("improvement", "judged_failed"),))

    def test_one_of_two_ways_to_record_failure_is_enough(self, verdict: Any) -> None:
        rules = {"trials": {"drug": {**DRUG, **FAILED}}, **TWO_DRUGS}
        assert verdict(rules, "improvement").answer == verdict(rules, "judged_failed").answer == "yes"

    def test_a_ceiling_turns_it_round(self, verdict: Any) -> None:
        rules = {"trials": {"drug": {**DRUG, **FAILED}}, "criterion": {"count": "drug", "at_most": 2}}
        found = verdict(rules, "improvement", "judged_failed")
        assert (found.can_be_met, found.can_be_excluded) == (True, False)

    def test_where_psychotherapy_may_count_and_is_not_listed_nobody_is_excluded(self, verdict: Any) -> None:
        rules = {
            "trials": {"drug": DRUG, "therapy": THERAPY},
            "criterion": {"count": ["drug", "therapy"], "at_least": 2},
        }
        found = verdict(rules, "complete.psychotherapy")
        assert summary(found) == ("in part", True, False, (("complete.psychotherapy",),))

    def test_where_psychotherapy_is_required_and_not_listed_nobody_is_found(self, verdict: Any) -> None:
        parts = [{"count": "drug", "at_least": 2}, {"count": "therapy", "at_least": 1}]
        rules = {"trials": {"drug": DRUG, "therapy": THERAPY}, "criterion": {"all": parts}}
        assert summary(verdict(rules, "complete.psychotherapy"))[:3] == ("in part", False, True)

    def test_one_unlisted_class_cannot_make_two(self, verdict: Any) -> None:
        ect = {"title": "ect", "eligible": {"modality": "ect", "episode": "current"}}
        criterion = {"count": ["drug", "ect"], "distinct": "class", "at_least": 2}
        found = verdict({"trials": {"drug": DRUG, "ect": ect}, "criterion": criterion}, "complete.ect")
        assert (found.can_be_met, found.can_be_excluded) == (True, True)

    def test_a_whole_life_is_not_in_a_record_that_begins_late(self, verdict: Any) -> None:
        ever = {"title": "drug", "eligible": {"modality": "antidepressant"}}
        found = verdict({"trials": {"drug": ever}, **TWO_DRUGS}, "earlier-treatment")
        assert summary(found) == ("in part", True, False, (("earlier-treatment",),))
        assert verdict({"trials": {"drug": DRUG}, **TWO_DRUGS}, "earlier-treatment").answer == "yes"

    def test_no_where_nothing_that_is_counted_is_recorded(self, verdict: Any) -> None:
        found = verdict({"trials": {"drug": DRUG}, **TWO_DRUGS}, "complete.antidepressant")
        assert (found.answer, found.can_be_met) == ("no", None)

    def test_a_set_that_is_not_counted_asks_nothing(self, verdict: Any) -> None:
        assert (
            verdict({"trials": {"drug": DRUG, "therapy": THERAPY}, **TWO_DRUGS}, "complete.psychotherapy").lacks == ()
        )


class TestTheWhole:
    def test_a_scope_that_is_not_recorded_leaves_only_exclusion(self, verdict: Any) -> None:
        rules = {"scope": {"diagnosis.psychotic_features": False}, "trials": {"drug": DRUG}, **TWO_DRUGS}
        found = verdict(rules, "diagnosis.psychotic_features")
        assert summary(found) == ("in part", False, True, (("diagnosis.psychotic_features",),))

    def test_severity_is_known_from_a_rater_or_from_a_scale(self, verdict: Any) -> None:
        bands = {"is": ["severe"]}
        rules = {"criterion": {"episode.severity": bands["is"]}}
        assert verdict(rules).answer == "yes"
        assert verdict(rules, "episode.severity").answer == "no"

    def test_every_stage_must_be_known_not_the_cut_alone(self, verdict: Any) -> None:
        rungs = [
            {"name": "one", "when": {"count": "drug", "at_least": 1}},
            {"name": "two", "when": {"count": "therapy", "at_least": 1}},
        ]
        stages = {"ladder": "cumulative", "below": "none", "rungs": rungs, "trd_from": "one"}
        found = verdict({"trials": {"drug": DRUG, "therapy": THERAPY}, "stages": stages}, "complete.psychotherapy")
        assert (found.answer, found.can_be_met, found.can_be_excluded) == ("in part", True, True)
