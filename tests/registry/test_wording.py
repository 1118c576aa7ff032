"""What a reader once took for something else in the words of a definition, each on a small one of its own."""

from typing import Any

import pytest

from conformance.fragments import definition_of, history_of
from trd_registry.api import registry as shared_registry
from trd_registry.comparing.dimensions.computing import dimensions_of
from trd_registry.comparing.dimensions.value import Value
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.reporting.definition_text import definition_in_words
from trd_registry.reporting.explanation import explanation

VOCABULARIES = shared_registry().vocabularies
DRUG = {"title": "failed drug", "eligible": {"modality": "antidepressant"}, "failed": {"improvement": {"below": 50}}}
TWO = {"count": "drug", "at_least": 2}


def value(rules: dict[str, Any], dimension: str) -> Value:
    found = dimensions_of(definition_of(rules), VOCABULARIES)[dimension].value
    assert found is not None
    return found


def words(rules: dict[str, Any]) -> str:
    return " ".join(" ".join(definition_in_words(definition_of(rules), VOCABULARIES)).split())


def rules(criterion: Any, trials: Any = None, **more: Any) -> dict[str, Any]:
    return {"trials": {"drug": DRUG, **(trials or {})}, "criterion": criterion, **more}


def asked_of_a_drug(**asked: Any) -> dict[str, Any]:
    return rules(TWO, {"drug": {**DRUG, **asked}})


def records(**index: Any) -> dict[str, Any]:
    """How trials are built, and the first antidepressant as the index event."""
    drugs = {"modality": "antidepressant"}
    dispensings = {
        "of": drugs, "one_trial": "treatment", "supply": "stated", "carried_over": False, "gap": {"at_most": 30},
        "ends": "supply",
    }  # fmt: skip
    index = {"first": "dispensing", "of": drugs, **index}
    return {"before": "not-counted", "after": "not-counted", "index": index, "dispensings": dispensings}


# At a glance ---------------------------------------------------------------------------------------


def test_what_must_hold_together_is_joined_by_and() -> None:
    both = {"improvement": {"at_most": 25}, "end_score.madrs": {"at_least": 28}}
    said = "improvement at most 25 % and a MADRS of at least 28 at the end"
    assert value(asked_of_a_drug(failed=both), "failure").says == said
    either = {"any": [{"improvement": {"at_most": 25}}, {"end_score.madrs": {"at_least": 28}}]}
    assert " or " in value(asked_of_a_drug(failed=either), "failure").says


def test_a_denied_cut_is_turned_round() -> None:
    denied = {"not": {"improvement": {"at_least": 50}}}
    assert value(asked_of_a_drug(failed=denied), "failure") == Value("below-50", "improvement below 50 %")


def test_the_length_of_an_episode_may_be_in_days() -> None:
    found = value(rules({"all": [TWO, {"episode.days": {"at_least": 84}}]}), "episode-duration")
    assert found == Value("required", "at least 84 days")


def test_a_limit_of_some_trials_is_not_one_of_all() -> None:
    other = {"observed": {**DRUG, "title": "observed drug", "proven": {"prospective": True}}}
    needed = {"count": ["drug", "observed"], "at_least": 2}
    part = rules({"all": [needed, {"count": "drug", "where": {"prospective": False}, "at_most": 5}]}, other)
    found = value(part, "trials-needed")
    assert found.code == "2"
    assert found.says.startswith('2; at most 5 counted as "failed drug" in which the outcome was not measured')
    whole = rules({"all": [needed, {"count": ["drug", "observed"], "at_most": 5}]}, other)
    assert value(whole, "trials-needed").says == "2 to 5"


def test_a_trial_that_excludes_bars() -> None:
    barred = {"title": "ECT or ketamine", "eligible": {"any": [{"modality": "ect"}, {"treatment": "ketamine"}]}}
    none_of_it = ({"not": {"count": "barred", "at_least": 1}}, {"count": "barred", "at_most": 0})
    for none in none_of_it:
        found = rules({"all": [TWO, none]}, {"barred": barred})
        assert value(found, "ect") == Value("bars", 'bars: none may count as "ECT or ketamine"')
        assert 'none may count as "ECT or ketamine"' in value(found, "counted").says
        assert value(found, "neurostimulation").code == "not-counted"


def test_other_disorders_are_left_out_by_the_diagnosis() -> None:
    scope = {"diagnosis.disorder": "major-depressive-disorder", "diagnosis.psychotic_features": False}
    said = "no psychotic features; by the diagnosis no bipolar disorder or schizoaffective disorder"
    assert value(rules(TWO, scope=scope), "comorbidity") == Value("required", said)
    denied = {"not": {"diagnosis.disorder": "bipolar-disorder"}}
    assert "no bipolar disorder" in value(rules(TWO, scope=denied), "comorbidity").says


def test_a_trial_that_was_moved_on_from_has_failed() -> None:
    after = {"followed_by": {"of": "any", "different": "treatment"}}
    trials = {
        "drug": {"title": "drug left", "eligible": {"modality": "antidepressant"}, "failed": after},
        "any": {"title": "any drug", "eligible": {"modality": "antidepressant"}},
    }
    assert value(rules(TWO, trials), "failure") == Value("moved-on", "moved on from: another treatment began")
    assert "moved on from" in value(rules(TWO, trials), "intolerance").says


def test_a_trial_that_came_after_another_shows_that_the_other_was_moved_on_from() -> None:
    before = {"preceded_by": {"of": "any", "started_days_before": {"at_least": 21}, "at_least": 1}}
    together = {"preceded_by": {"of": "any", "ended_days_before": {"below": 0}, "at_least": 1}}
    for asked, code in ((before, "moved-on"), (together, "not-asked")):
        trials = {
            "drug": {"title": "later drug", "eligible": {"all": [{"modality": "antidepressant"}, asked]}},
            "any": {"title": "any drug", "eligible": {"modality": "antidepressant"}},
        }
        assert value(rules({"count": "drug", "at_least": 1}, trials), "failure").code == code


def test_sessions_are_told_for_each_kind() -> None:
    branches = [
        {"modality": "ect", "sessions": {"at_least": 7}},
        {"modality": "tms", "sessions": {"at_least": 20}},
        {"modality": "vns", "duration_adequate": True},
    ]
    stimulation = {**DRUG, "title": "stimulation", "eligible": {"modality": ["ect", "tms", "vns"]}}
    found = rules(
        {"count": "stimulation", "at_least": 1}, {"stimulation": {**stimulation, "adequate": {"any": branches}}}
    )
    assert value(found, "duration").says == "ECT: 7 sessions; TMS: 20 sessions; VNS: rater's judgement"


def test_routes_that_need_different_numbers_are_told() -> None:
    other = {"sure": {**DRUG, "title": "sure failure", "proven": {"prospective": True}}}
    found = rules({"any": [{"count": "drug", "at_least": 3}, {"count": "sure", "at_least": 2}]}, other)
    assert value(found, "trials-needed").code == "2"
    assert value(found, "trials-needed").says.startswith("2 or 3, by the route")


def test_fewer_will_do_only_where_the_trial_was_needed() -> None:
    lithium = {"title": "lithium", "eligible": {"treatment": "lithium"}}
    ways = [{"count": "lithium", "at_least": 1}, {"ruled_out.lithium": "contraindicated"}]
    needed = rules({"all": [TWO, {"any": ways}]}, {"lithium": lithium})
    assert "fewer where one cannot be given" in value(needed, "trials-needed").says
    of_others = rules(
        {"all": [TWO, {"any": [{"diagnosis.disorder": "major-depressive-disorder"}, *ways]}]}, {"lithium": lithium}
    )
    assert value(of_others, "trials-needed").says.startswith("2")
    assert "cannot be given" not in value(of_others, "trials-needed").says


def test_classes_asked_on_one_route_are_told() -> None:
    classes = {"count": "drug", "distinct": "class", "at_least": 2}
    spared = {"other": {"title": "not tolerated", "eligible": {"modality": "antidepressant", "stopped": "intolerance"}}}
    found = rules({"any": [classes, {"count": "other", "at_least": 2}]}, spared)
    assert value(found, "class-rule") == Value("by-route", "yes on the main route, no on another")


def test_an_agent_looked_at_beside_a_trial_is_told() -> None:
    beside = {"preceded_by": {"of": "agent", "ended_days_before": {"below": 0}, "at_least": 1}}
    trials = {
        "drug": {"title": "augmented drug", "eligible": {"all": [{"modality": "antidepressant"}, beside]}},
        "agent": {"title": "added agent", "eligible": {"modality": "augmentation"}},
    }
    assert value(rules(TWO, trials), "augmentation").code == "beside"
    scored = {"trials": trials, "score": {"items": {"n": {"of": {"count": "drug"}, "points": 1}}, "range": [0, 9]}}
    assert value(scored, "augmentation").says == "looked at beside the trials that give points (n)"


def test_sets_of_one_kind_are_told_apart_by_their_titles() -> None:
    other = {"present": {**DRUG, "title": "present drug", "adequate": {"weeks": {"at_least": 8}}}}
    found = rules({"all": [TWO, {"count": "present", "at_least": 1}]}, other)
    assert value(found, "duration").says == '"failed drug": not asked; "present drug": 8 weeks'
    assert value(found, "prospective").says == "not required"


def test_a_score_at_the_start_of_a_trial_is_a_severity_that_is_asked() -> None:
    begun = {"all": [{"modality": "antidepressant"}, {"start_score.hamd-17": {"at_least": 18}}]}
    found = value(asked_of_a_drug(eligible=begun), "severity")
    assert found == Value("at-trial-start", "at the start of each trial: a HAMD-17 of at least 18")
    other = {"other": {**DRUG, "title": "other drug"}}
    some = rules({"all": [TWO, {"count": "other", "at_least": 1}]}, {"drug": {**DRUG, "eligible": begun}, **other})
    assert value(some, "severity").says == "at the start of a trial: a HAMD-17 of at least 18"
    spared = {"any": [{"start_score.hamd-17": {"at_least": 18}}, {"weeks": {"at_least": 9}}]}
    assert value(asked_of_a_drug(adequate=spared), "severity").code == "not-asked"
    now = rules({"all": [TWO, {"episode.score.hamd-17": {"at_least": 20}}]}, {"drug": {**DRUG, "eligible": begun}})
    assert value(now, "severity") == Value("required", "a HAMD-17 of at least 20")


def test_a_stop_for_intolerance_that_closes_one_way_does_not_shut_the_trial_out() -> None:
    tolerated = {"not": {"stopped": "intolerance"}}
    shut = value(asked_of_a_drug(adequate={"all": [tolerated, {"weeks": {"at_least": 6}}]}), "intolerance")
    assert shut == Value("does-not-count", "a trial stopped for intolerance does not count")
    one_way = {"any": [tolerated, {"weeks": {"at_least": 4}}, {"judged_failed": True}]}
    said = "a trial stopped for intolerance counts only on further terms (weeks or the rater's judgement)"
    assert value(asked_of_a_drug(adequate=one_way), "intolerance") == Value("on-terms", said)
    ect = {"ect": {"title": "ECT", "eligible": {"all": [{"modality": "ect"}, tolerated]}}}
    both = rules({"count": ["drug", "ect"], "at_least": 2}, {"drug": {**DRUG, "adequate": one_way}, **ect})
    assert value(both, "intolerance").says.endswith("for some treatments on further terms "
                                                    "(weeks or the rater's judgement), for others not")  # fmt: skip


def test_a_stop_for_intolerance_is_told_of_the_kind_of_trial_that_it_excuses() -> None:
    ect = {"title": "ECT", "eligible": {"modality": "ect"}}
    excused = {"ect": {**ect, "adequate": {"any": [{"stopped": "intolerance"}, {"sessions": {"at_least": 7}}]}}}
    found = value(rules({"all": [TWO, {"count": "ect", "at_least": 1}]}, excused), "intolerance")
    assert found.code == "counts"
    assert found.says.startswith("ECT: a trial stopped for intolerance counts, however short or low; others:")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"adequate": {"weeks": {"at_least": 6}}}, "adequate and failed"),
        ({"adequate": {"weeks": {"at_least": 6}}, "failed": {"all": []}}, "adequate"),
        ({}, "failed"),
    ],
)
def test_a_stop_for_intolerance_is_worth_what_is_asked_of_every_trial(asked: dict[str, Any], said: str) -> None:
    assert value(asked_of_a_drug(**asked), "intolerance").says == f"no rule of its own: counts only if {said}"


def test_where_no_trial_is_asked_a_stop_is_worth_nothing() -> None:
    nobody = rules({"diagnosis.disorder": "major-depressive-disorder"})
    assert value(nobody, "intolerance") == Value("not-asked", "not asked: no trial is")


def test_records_may_stand_for_observation() -> None:
    either = {"first_stated": [{"documented": True}, {"prospective": True}]}
    assert value(asked_of_a_drug(proven=either), "prospective").says == "not required; records made at the time are"
    assert value(asked_of_a_drug(), "prospective").says == "not required"


def test_treatments_of_another_kind_may_be_counted_in_another_way() -> None:
    agent = {"agent": {"title": "agent", "eligible": {"modality": "augmentation"}}}
    three = {"count": "drug", "at_least": 3}
    beside = {"all": [three, {"count": "agent", "distinct": "treatment", "at_least": 2}]}
    assert value(rules(beside, agent), "counted") == Value("trials", "trials; augmentation: different treatments")
    assert value(rules({"all": [three, {"count": "agent", "at_least": 2}]}, agent), "counted").says == "trials"


# The rule ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"of": "any", "started_days_before": {"at_least": 0}, "ended_days_before": {"below": 0}, "at_least": 1},
            "was still being taken when this one began",
        ),
        (
            {
                "of": "any", "distinct": "treatment", "with_itself": True, "at_least": 3,
                "started_days_before": {"at_least": 21, "at_most": 91},
            },
            "that began 21 to 91 days before this one began are at least 3 different treatments",
        ),
    ],
)  # fmt: skip
def test_what_came_before_is_told_as_one_says_it(asked: dict[str, Any], said: str) -> None:
    trials = {
        "drug": {"title": "drug", "eligible": {"all": [{"modality": "antidepressant"}, {"preceded_by": asked}]}},
        "any": {"title": "any drug", "eligible": {"modality": "antidepressant"}},
    }
    assert said in words(rules(TWO, trials))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"at_least": -183, "at_most": -1}, "in the 183 days before the index event"),
        ({"at_least": -730, "at_most": 0}, "in the 730 days before the index event or on its day"),
        ({"at_least": 0, "at_most": 365}, "on the day of the index event or in the 365 days after it"),
        ({"at_least": 1}, "after the index event"),
        ({"at_most": 0}, "on or before the day of the index event"),
    ],
)
def test_days_are_counted_from_the_index_event_in_words(days: dict[str, int], said: str) -> None:
    none = {"diagnoses": "depressive-disorder", "setting": "hospital", "days": days, "exactly": 0}
    found = rules(TWO, scope=none, records=records())
    assert f"No diagnosis of depressive disorder made in hospital care {said}" in words(found)
    assert value(found, "comorbidity").says.endswith(f"made in hospital care {said}")


def test_two_things_of_which_only_one_may_be() -> None:
    trials = {name: {"title": name, "eligible": {"treatment": name}} for name in ("venlafaxine", "duloxetine")}
    both = {"not": {"all": [{"count": "venlafaxine", "at_least": 1}, {"count": "duloxetine", "at_least": 1}]}}
    said = words(rules({"all": [TWO, both]}, trials))
    assert 'not both a trial counted as "venlafaxine" and a trial counted as "duloxetine"' in said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"episode.severity": ["none", "minimal", "subsyndromal", "mild"]}, "judged the current episode mild or less"),
        ({"episode.severity": ["none", "mild"]}, "judged the current episode none or mild"),
        ({"ruled_out.lithium": "contraindicated"}, "lithium is contraindicated"),
        (
            {"ruled_out.lithium": ["contraindicated", "unsuitable", "intolerant"]},
            "is contraindicated, unsuitable or was",
        ),
        (
            {"severity": {"among": ["severe", "very-severe"], "bands": "snaith-1986"}},
            'by the score bands of the MADRS ("Grade scores of the Montgomery-Asberg depression scale")',
        ),
    ],
)
def test_facts_of_the_patient(condition: dict[str, Any], said: str) -> None:
    assert said in words(rules({"all": [TWO, condition]}))


def test_a_kind_that_a_named_drug_implies_is_not_told() -> None:
    said = words(asked_of_a_drug(eligible={"all": [{"modality": "antidepressant"}, {"treatment": "esketamine"}]}))
    assert "Eligible if the treatment is esketamine." in said


@pytest.mark.parametrize(("modality", "other"), [("antidepressant", "psychotherapy"), ("psychotherapy", "a drug")])
def test_a_combined_trial_is_told_from_its_own_side(modality: str, other: str) -> None:
    said = words(asked_of_a_drug(eligible={"modality": modality, "role": "with-psychotherapy"}))
    assert f"the treatment was given together with {other}" in said


def test_a_last_resort_that_every_trial_meets_is_said_to_be_one() -> None:
    long = {"weeks": {"at_least": 6}}
    alone = {"first_stated": [long, {"modality": "antidepressant"}]}
    counted = words(rules({"count": "drug", "where": alone, "at_least": 2}))
    assert "the treatment lasted at least 6 weeks; or else it is taken to hold" in counted
    never = {"first_stated": [long, {"not": {"modality": "antidepressant"}}]}
    assert "or else it is taken not to hold" in words(rules({"count": "drug", "where": never, "at_least": 2}))
    some = {"first_stated": [long, {"treatment": "lithium"}]}
    assert "or else the treatment is lithium" in words(rules({"count": "drug", "where": some, "at_least": 2}))


def test_what_is_never_asked_is_not_told() -> None:
    """Every listed trial has a role, if only a list of possible ones: what stands after it is asked of none."""
    roles = {"first_stated": [{"weeks": {"at_least": 6}}, {"role": "monotherapy"}, {"modality": "antidepressant"}]}
    rule = rules({"count": "drug", "where": roles, "at_least": 1})
    assert "or else the treatment was given alone" in words(rule)
    assert "taken to hold" not in words(rule)
    listed = {"complete": "none", "trials": [{"treatment": "sertraline", "improvement": 10}]}
    open_role = history_of(listed, VOCABULARIES)
    result = evaluate(open_role, definition_of(rule), VOCABULARIES)
    assert result.verdict == "indeterminate"


def test_an_alternative_for_trials_that_are_not_eligible_is_not_told() -> None:
    ways = {"any": [{"modality": "augmentation"}, {"weeks": {"at_least": 6}}]}
    assert "Adequate if the treatment lasted at least 6 weeks." in words(asked_of_a_drug(adequate=ways))
    both = {"modality": ["antidepressant", "augmentation"]}
    assert "is an augmenting agent, or" in words(asked_of_a_drug(eligible=both, adequate=ways))


def test_alternatives_none_of_which_is_for_eligible_trials_never_hold() -> None:
    none = {"first_stated": [{"weeks": {"at_least": 6}}, {"any": [{"modality": "ect"}, {"modality": "tms"}]}]}
    assert "or else it is taken not to hold" in words(asked_of_a_drug(adequate=none))
    others = {"any": [{"modality": "ect"}, {"modality": "tms"}]}
    long = {"all": [{"weeks": {"at_least": 6}}, others]}
    assert "Adequate if the treatment was taken as prescribed." in words(
        asked_of_a_drug(adequate={"any": [{"adherent": True}, long]})
    )
    assert "Adequate if this is never so." in words(asked_of_a_drug(adequate=others))


def test_who_is_always_met_is_said_to_be() -> None:
    assert "Met by everybody of whom it speaks" in words(rules({"all": []}))
    assert "Met or not met" in words(rules(TWO))


def test_a_combination_is_named_by_both_its_drugs() -> None:
    assert "olanzapine and fluoxetine" in words(asked_of_a_drug(eligible={"treatment": "fluoxetine-psycholeptics"}))


def test_without_a_scope_it_speaks_of_everybody_with_depression() -> None:
    assert "Everybody with depression: the source sets no further limit." in words(rules(TWO))


def test_what_a_reading_leaves_out_stands_with_the_readings_alone() -> None:
    options = {
        "none": {"value": {"all": []}, "default": True, "why": "Nothing is said."},
        "asked": {
            "value": {"all": [{"weeks": {"at_least": 6}}, {"adherent": True}, {"documented": True}]},
            "why": "Why not.",
        },
    }
    reading = {"length": {"asks": "How long?", "because": {"source": "paper", "at": "p. 1"}, "options": options}}
    eligible = {"all": [{"modality": "antidepressant"}, {"reading": "length"}]}
    said = words({**asked_of_a_drug(eligible=eligible), "readings": reading})
    assert "nothing further is asked" not in said
    assert "Eligible if the treatment is an antidepressant." in said
    assert "more)" not in said
    assert all(text in said for text in ("lasted at least 6 weeks", "taken as prescribed", "records made at the time"))


def test_a_trial_that_need_not_have_failed_by_default() -> None:
    options = {
        "none": {"value": {"all": []}, "default": True, "why": "Nothing is said."},
        "asked": {"value": {"improvement": {"below": 50}}, "why": "Why not."},
    }
    reading = {"failure": {"asks": "Failed?", "because": {"source": "paper", "at": "p. 1"}, "options": options}}
    said = words({**asked_of_a_drug(failed={"reading": "failure"}), "readings": reading})
    assert "The trial need not have failed (by default; reading failure: none)." in said


def readings(name: str, **options: Any) -> dict[str, Any]:
    """One reading; its first option is the default."""
    told = {
        one: {"value": value, "why": "Why not.", **({"default": True} if number == 0 else {})}
        for number, (one, value) in enumerate(options.items())
    }
    return {"readings": {name: {"asks": "What?", "because": {"source": "paper", "at": "p. 1"}, "options": told}}}


LONG = {"all": [{"weeks": {"at_least": 6}}, {"adherent": True}, {"documented": True}]}
HIGH = {"all": [{"dose": {"at_least": 100}}, {"prospective": True}]}


def test_one_more_way_is_not_told_as_if_it_were_needed() -> None:
    ways = readings("stopped", no={"any": [LONG, HIGH]}, yes={"any": [LONG, HIGH, {"stopped": "intolerance"}]})
    said = words({**asked_of_a_drug(adequate={"reading": "stopped"}), **ways})
    assert "Then: as one of several ways, the trial ended because it was not tolerated" in said


def test_new_alternatives_stand_under_the_words_that_join_them() -> None:
    def under(option: Any) -> str:
        ways = readings("length", none={"all": []}, other=option)
        asked = asked_of_a_drug(adequate={"all": [{"sessions": {"at_least": 1}}, {"reading": "length"}]})
        return words({**asked, **ways}).partition("What? ")[2]

    either, both = under({"any": [LONG, HIGH]}), under({"all": [LONG, HIGH]})
    assert "at least one of these holds: - all of these: - the treatment lasted at least 6 weeks" in either
    assert either.count("all of these:") == 2
    assert "the treatment lasted at least 6 weeks" in both
    assert "of these" not in both


# The explanation -----------------------------------------------------------------------------------


def told(definition: Any, history: dict[str, Any]) -> str:
    result = evaluate(history_of(history, VOCABULARIES), definition, VOCABULARIES)
    return " ".join(" ".join(explanation(result, definition, VOCABULARIES)).split())


def history(entries: dict[str, Any]) -> dict[str, Any]:
    return {"complete": "none", "records": entries}


def test_further_trials_are_told_only_where_they_could_change_the_answer() -> None:
    failed = {"treatment": "sertraline", "weeks": 8, "improvement": 10}
    for trials, open_answer in (([failed, failed], False), ([failed], True)):
        said = told(definition_of(rules(TWO)), {"complete": [], "trials": trials})
        assert ("further trials may exist" in said) is open_answer


def test_the_index_event_is_told_with_its_day() -> None:
    entries = {
        "from": "2019-01-01", "to": "2020-12-31", "covers": ["dispensings"],
        "dispensings": [{"treatment": "sertraline", "date": "2019-09-02", "days": 30}],
    }  # fmt: skip
    definition = definition_of(rules({"count": "drug", "at_most": 9}, records=records(free_for=180)))
    what = "the first dispensing in which the treatment is an antidepressant, with no such dispensing in the 180 days"
    assert f"the index event was found: {what} before, on 2019-09-02" in told(
        definition, {"complete": "none", "records": entries}
    )
    assert f"no index event was found; asked is {what}" in told(
        definition, {"complete": "none", "records": {**entries, "dispensings": []}}
    )


def test_days_beyond_a_figure_are_told_as_such() -> None:
    from trd_registry.english.bounds import days_in_words
    from trd_registry.model.nodes import Bound

    assert days_in_words((Bound("above", 28, ""),), "the visit") == "more than 28 days after the visit"
    assert days_in_words((Bound("below", -28, ""),), "the visit") == "more than 28 days before the visit"
