"""The law of the registry for phenotypes: however a record goes on or is filled in, nothing certain is taken back."""

from random import Random
from typing import Any

import pytest

from conformance.fragments import definition_of
from properties.containment import contradictions
from properties.gappy_records import completed_record, gappy_record
from properties.loading import load
from trd_registry.api import registry as shared_registry
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.vocabulary import Vocabularies

RECORDS = 20
COMPLETIONS = 6

PHENOTYPES = [one.reference for one in shared_registry().latest() if one.is_executable and "records" in one.document]


def check(definition: Definition, random: Random, vocabularies: Vocabularies, completions: int = COMPLETIONS) -> int:
    """Judges one record and its completions; returns how many gave a settled answer."""
    document = gappy_record(random)
    history = load(document, vocabularies)
    if history is None:
        return 0
    reported = evaluate(history, definition, vocabularies, ask=False)
    settled = 0
    records = definition.rules(definition.settle({})[0]).records
    goes_on = records is not None and records.open_after
    for _ in range(completions):
        filled = completed_record(document, random, goes_on=goes_on)
        precise_history = load(filled, vocabularies)
        if precise_history is None:
            continue
        precise = evaluate(precise_history, definition, vocabularies, ask=False)
        settled += precise.is_settled
        assert [] == list(contradictions(reported, precise)), (definition.document, document, filled)
    return settled


@pytest.mark.parametrize("reference", PHENOTYPES)
def test_no_completion_contradicts_a_phenotype(reference: str, registry: Registry, vocabularies: Vocabularies) -> None:
    definition = registry.get(reference)
    random = Random(reference)
    settled = sum(check(definition, random, vocabularies) for _ in range(RECORDS))
    assert settled > RECORDS * COMPLETIONS / 8


def random_phenotype(random: Random) -> Definition:
    """A phenotype with random parameters of building and a random criterion over what is built."""
    supply: Any = random.choice(("stated", "stated", "none", {"days": 30}))
    dispensings = {
        "of": {"any": [{"modality": "antidepressant"}, {"treatment": ["quetiapine", "lithium"]}]},
        "one_trial": random.choice(("treatment", "treatment", "class", "regimen", "dispensing")),
        "supply": supply,
        "carried_over": random.random() < 0.5,
        "ends": random.choice(("supply", "last-dispensing")),
        "adherence_over": random.choice(("own-supply", "until-next-trial")),
        "together": random.choice((0, 14, 30)),
    }
    if random.random() < 0.8:
        dispensings["gap"] = random.choice(({"at_most": 0}, {"at_most": 30}, {"below": 90}, {"at_most": 182}))
    index: dict[str, Any] = random.choice(
        (
            {"first": "dispensing", "of": {"modality": "antidepressant"}, "free_for": 180, "observed_before": 180},
            {"first": "dispensing", "of": {"modality": "antidepressant"}},
            {"first": "diagnosis", "conditions": "depressive-disorder", "setting": "hospital"},
        )
    )
    records = {"before": "not-counted", "after": "unknown", "dispensings": dispensings, "index": index}
    if random.random() < 0.3:
        records["procedures"] = {"of": {"modality": "ect"}, "gap": {"at_most": 14}}
    conditions: list[Any] = [
        {"days": {random.choice(("at_least", "above", "below")): random.choice((21, 28, 30, 42))}},
        {"start_day": {"at_least": 0, "at_most": random.choice((90, 180, 365))}},
        {"adherence": {"at_least": 80}},
        {"followed_by": {"of": "base", "within_days": random.choice((30, 98)), "different": "treatment"}},
        {"followed_by": {"of": "base", "gap": {"above": 0}}},
        {"followed_by": {"of": "base", "started_days_after": {"at_least": 0, "at_most": 60}}},
        {"preceded_by": {"of": "base", "distinct": "treatment", "started_days_before": {"at_least": 1}, "at_least": 1}},
        {"preceded_by": {"of": "base", "ended_days_before": {"below": 0}, "at_most": 1}},
    ]
    trials = {
        "base": {"eligible": {"modality": "antidepressant"}},
        "it": {"eligible": {"all": random.sample(conditions, random.randint(1, 2))}},
    }
    measure: dict[str, Any] = random.choice(
        (
            {"count": "it"},
            {"count": "it", "distinct": "treatment"},
            {"count": ["it", "base"], "distinct": "class"},
            {"sum": "weeks", "of": "it"},
            {"nth_start": 2, "of": "base", "distinct": "treatment"},
            {"diagnoses": ["bipolar-disorder", "dementia"], "days": {"at_most": 0}},
        )
    )
    bound = {random.choice(("at_least", "at_most", "exactly")): random.choice((0, 1, 2, 3))}
    return definition_of({"records": records, "trials": trials, "criterion": {**measure, **bound}})


@pytest.mark.parametrize("seed", range(150))
def test_no_completion_contradicts_a_random_phenotype(seed: int, vocabularies: Vocabularies) -> None:
    random = Random(seed)
    definition = random_phenotype(random)
    for _ in range(5):
        check(definition, random, vocabularies, 6)
