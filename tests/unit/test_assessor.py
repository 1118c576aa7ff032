"""What is remembered of a trial between two questions is about that trial, and about no other that comes after it."""

from typing import Any

import pytest

from conformance.fragments import definition_of
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.evaluate import evaluate, settled_rules
from trd_registry.evaluating.membership import Assessor
from trd_registry.loading.document import Document
from trd_registry.loading.history import history_from
from trd_registry.model.history import History
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies


def rules_of(trials: dict[str, Any]) -> Rules:
    (rules,) = settled_rules(
        definition_of({"trials": trials, "criterion": {"count": next(iter(trials)), "at_least": 1}}), {}
    )
    return rules


def history(vocabularies: Vocabularies, *trials: dict[str, Any], **facts: Any) -> History:
    return history_from(
        Document("", {"history": 1, "id": "h", "complete": "all", "trials": list(trials), **facts}), vocabularies
    )


def context(history: History, rules: Rules, vocabularies: Vocabularies, assessor: Assessor) -> Context:
    return Context(history, vocabularies, rules.trials, rules.groupings, assessor)


LONG = {"weeks": {"at_least": 30}}


def test_a_trial_that_is_gone_is_not_taken_for_one_that_follows(vocabularies: Vocabularies) -> None:
    rules = rules_of({"drug": {"eligible": LONG}})
    ((_, node),) = rules.trials["drug"].questions
    asked_of_one, assessor = Assessor(), Assessor()
    for weeks in range(60):
        # Nothing else holds the trial: another object may soon stand where it stood.
        seen = history(vocabularies, {"treatment": "sertraline", "weeks": weeks})
        asked = context(seen, rules, vocabularies, asked_of_one)
        assert asked_of_one.condition(node, seen.trials[0], asked).value is (weeks >= 30)
        del seen, asked
    for weeks in range(60):
        seen = history(vocabularies, {"treatment": "sertraline", "weeks": weeks})
        asked = context(seen, rules, vocabularies, assessor)
        (member,) = assessor.members(rules.trials["drug"], asked).listed
        assert member.belongs is (weeks >= 30)
        del seen, asked, member


def test_what_may_exist_unlisted_is_asked_of_each_declaration(vocabularies: Vocabularies) -> None:
    rules = rules_of({"any": {"eligible": {"modality": ["antidepressant", "psychotherapy", "ect"]}}})
    assessor = Assessor()
    lists = [["antidepressant"], ["psychotherapy"], ["ect"], ["antidepressant", "ect"], []]
    for told in lists * 8:
        seen = history(vocabularies, complete=told or "none")
        found = assessor.members(rules.trials["any"], context(seen, rules, vocabularies, assessor)).unlisted
        open_ = {next(iter(one.trial.choice("modality") or frozenset())) for one in found}
        assert open_ == {"antidepressant", "psychotherapy", "ect"} - set(told)
        del seen, found


def test_a_judgement_is_kept_and_one_that_hangs_on_other_trials_is_not(
    vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed = {"followed_by": {"of": "plain", "within_days": 90}}
    rules = rules_of({"plain": {"eligible": LONG}, "switched": {"eligible": followed}})
    first = {"treatment": "sertraline", "start": "2024-01-01", "end": "2024-08-01"}
    second = {"treatment": "venlafaxine", "start": "2024-08-10", "end": "2025-06-01"}
    seen = history(vocabularies, first, second, as_of="2025-06-02")
    assessor = Assessor()
    both = assessor.members(rules.trials["switched"], context(seen, rules, vocabularies, assessor))
    assert [one.belongs for one in both.listed] == [True, False]
    kept = assessor.members(rules.trials["plain"], context(seen, rules, vocabularies, assessor)).listed
    # The same trial in a history in which nothing follows it.
    alone = History(id="h", facts=seen.facts, trials=seen.trials[:1], complete=seen.complete)
    asked = context(alone, rules, vocabularies, assessor)
    (switched,) = assessor.members(rules.trials["switched"], asked).listed
    assert switched.belongs is False
    ((_, node),) = rules.trials["switched"].questions
    assert assessor.condition(node, seen.trials[0], asked).value is False
    asked_both = context(seen, rules, vocabularies, assessor)
    assert assessor.condition(node, seen.trials[0], asked_both).value is True
    (again,) = assessor.members(rules.trials["plain"], asked).listed
    assert again is kept[0], "what hangs on the trial alone is judged once"


def test_what_may_exist_unlisted_can_hang_on_the_trials_that_are_listed(vocabularies: Vocabularies) -> None:
    before_talks = {"followed_by": {"of": "talk", "within_days": 90}}
    rules = rules_of(
        {
            "talk": {"eligible": {"modality": "psychotherapy"}},
            "drug": {"eligible": {"modality": "antidepressant"}, "failed": before_talks},
        }
    )
    talk = {"treatment": "counselling", "start": "2024-01-01", "end": "2024-08-01"}
    seen = history(vocabularies, talk, as_of="2025-06-02", complete=["psychotherapy"])
    without = History(id="h", facts=seen.facts, trials=(), complete=seen.complete)
    assessor = Assessor()
    for _ in range(2):
        for record, may_exist in ((seen, True), (without, False)):
            asked = context(record, rules, vocabularies, assessor)
            assert bool(assessor.members(rules.trials["drug"], asked).unlisted) is may_exist


def test_every_missing_fact_is_tried_afresh(vocabularies: Vocabularies) -> None:
    """Many tries one after the other: the facts that decide are the same as when each is asked for by itself."""
    trials = {
        "drug": {"eligible": {"modality": "antidepressant"}},
        "ladder": {
            "eligible": {"modality": "antidepressant"},
            "failed": {"followed_by": {"of": "drug", "within_days": 9000}},
        },
    }
    criterion = {"count": "ladder", "where": {"improvement": {"below": 50}}, "at_least": 1}
    definition = definition_of({"trials": trials, "criterion": criterion})
    drugs = ["sertraline", "venlafaxine", "mirtazapine", "citalopram"]
    given = [
        {"treatment": name, "start": f"2024-0{number}-01", "end": f"2024-0{number}-28"}
        for number, name in enumerate(drugs, start=1)
    ]
    result = evaluate(history(vocabularies, *given, as_of="2025-01-01"), definition, vocabularies)
    decisive = {one.fact for one in result.missing if one.decisive}
    assert decisive == {f"trials[{number}].improvement" for number in (1, 2, 3)}
