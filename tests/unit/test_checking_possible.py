"""What nobody can meet is told apart from what somebody can."""

import pytest

from trd_registry.checking.possible import World, fingerprint
from trd_registry.model.binding import bind
from trd_registry.model.nodes import Condition
from trd_registry.model.rules import Criterion
from trd_registry.model.vocabulary import Vocabularies

#: Conditions on a patient, and whether anybody can meet them.
CONDITIONS = [
    ({"count": "drug", "at_least": 2}, True),
    ({"count": "drug", "at_least": 3, "at_most": 2}, False),
    ({"count": "drug", "below": 0}, False),
    ({"count": "drug", "above": 1, "below": 2}, False),  # trials are whole
    ({"episode.months": {"above": 1, "below": 2}}, True),  # months are not
    ({"all": [{"count": "drug", "at_least": 3}, {"count": "drug", "at_most": 2}]}, False),
    ({"all": [{"count": "drug", "at_least": 3}, {"count": "ect", "at_most": 2}]}, True),
    ({"any": [{"count": "drug", "at_least": 3, "at_most": 2}, {"patient.age": {"at_least": 18}}]}, True),
    ({"any": []}, False),
    ({"all": []}, True),
    ({"not": {"all": []}}, False),
    # A count of distinct classes is at most the count of trials, also where only some of them are meant.
    ({"all": [{"count": "drug", "distinct": "class", "at_least": 3}, {"count": "drug", "at_most": 2}]}, False),
    ({"all": [{"count": "drug", "where": {"weeks": {"at_least": 6}}, "at_least": 3},
              {"count": "drug", "below": 3}]}, False),
    ({"all": [{"count": "drug", "distinct": "class", "at_most": 2}, {"count": "drug", "at_least": 3}]}, True),
    # Categories, truths and opposites.
    ({"all": [{"patient.sex": "female"}, {"patient.sex": ["male", "other"]}]}, False),
    ({"all": [{"patient.sex": ["female", "male"]}, {"not": {"patient.sex": "male"}}]}, True),
    ({"not": {"patient.sex": ["female", "male", "other"]}}, False),
    ({"all": [{"diagnosis.criteria_met": True}, {"diagnosis.criteria_met": False}]}, False),
    ({"all": [{"severity": {"among": ["mild"]}}, {"severity": {"among": ["severe"]}}]}, False),
    ({"all": [{"id": "one", "count": "drug", "at_least": 2}, {"not": {"count": "drug", "at_least": 2}}]}, False),
    ({"all": [{"not": {"count": "drug", "exactly": 2}}, {"count": "drug", "at_least": 2, "at_most": 2}]}, False),
    ({"all": [{"not": {"count": "drug", "exactly": 2}}, {"count": "drug", "at_least": 2, "at_most": 3}]}, True),
    # Of several ways to record one thing any may decide.
    ({"first_stated": [{"count": "drug", "below": 0}, {"diagnosis.criteria_met": True}]}, True),
    ({"first_stated": [{"count": "drug", "below": 0}, {"patient.age": {"above": 200}}]}, False),
    ({"all": [{"any": [{"patient.sex": "female"}, {"patient.age": {"below": 18}}]}, {"patient.sex": "male"},
              {"patient.age": {"at_least": 18}}]}, False),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS, ids=lambda value: str(value)[:80])
def test_impossible_conditions_are_found_and_possible_ones_are_left(condition: object, expected: bool) -> None:
    assert World(Vocabularies()).can_be((bound(condition), True)) is expected


def test_a_set_that_no_trial_is_in_counts_nothing() -> None:
    condition = bound({"count": "drug", "at_least": 1})
    assert World(Vocabularies(), frozenset(["drug"])).can_be((condition, True)) is False
    assert World(Vocabularies(), frozenset(["other"])).can_be((condition, True)) is True


def test_conditions_that_say_the_same_have_the_same_fingerprint() -> None:
    parts = [{"count": "drug", "at_least": 2}, {"patient.sex": "female"}]
    one, other = bound({"id": "here", "all": parts}), bound({"all": parts[::-1], "note": "There."})
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(bound({"any": parts}))


def test_a_search_without_end_gives_up_and_calls_the_condition_possible() -> None:
    clauses = [
        {"any": [{f"comorbidity.x{a}": True}, {f"comorbidity.x{b}": False}]} for a in range(40) for b in range(40)
    ]
    assert World(Vocabularies()).can_be((bound({"all": clauses}), True)) is True


def bound(condition: object) -> Condition:
    outcome = bind({"criterion": condition}, {}).outcome
    assert isinstance(outcome, Criterion)
    return outcome.condition
