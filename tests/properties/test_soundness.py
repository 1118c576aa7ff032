"""The law of the registry: however the gaps are filled in, the precise result lies inside the reported one."""

from random import Random

import pytest

from conformance.fragments import definition_of
from properties.containment import contradictions
from properties.gappy import completion, gappy_history
from properties.loading import load
from properties.rules import random_rules
from trd_registry.api import registry as shared_registry
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.vocabulary import Vocabularies

#: For each of the many definitions: so many comparisons, from so many histories at most. Many completions contradict
#: themselves and are refused.
ENOUGH = 40
HISTORIES = 200
COMPLETIONS = 12

#: Facts that a completion leaves open: lists and scores it does not know, dates where nothing is dated.
NOT_FILLED_IN = ("evidence_based", "dose_adequate", "augments", "episode.severity", "_score", ".score", "_days_ago")

EXECUTABLE = [
    one.reference for one in shared_registry().latest() if one.is_executable and "records" not in one.document
]


def check(definition: Definition, random: Random, vocabularies: Vocabularies) -> int:
    """Judges one gappy history and its completions; returns how many completions were compared."""
    document = gappy_history(random)
    history = load(document, vocabularies)
    if history is None:
        return 0
    reported = evaluate(history, definition, vocabularies, ask=False)
    compared = 0
    for _ in range(COMPLETIONS):
        filled = completion(document, random)
        precise_history = load(filled, vocabularies)
        if precise_history is None:
            continue
        precise = evaluate(precise_history, definition, vocabularies, ask=False)
        compared += 1
        assert [] == list(contradictions(reported, precise)), (definition.document, document, filled)
    return compared


@pytest.mark.parametrize("reference", EXECUTABLE)
def test_no_completion_contradicts_a_definition_of_the_registry(
    reference: str, registry: Registry, vocabularies: Vocabularies
) -> None:
    """Brute force over random small histories with gaps."""
    random = Random(reference)
    definition = registry.get(reference)
    compared = histories = 0
    while compared < ENOUGH and histories < HISTORIES:
        compared += check(definition, random, vocabularies)
        histories += 1
    assert compared >= ENOUGH


@pytest.mark.parametrize("seed", range(300))
def test_no_completion_contradicts_a_random_definition(seed: int, vocabularies: Vocabularies) -> None:
    """Random rule trees from the whole grammar, each against random histories."""
    random = Random(seed)
    definition = definition_of(random_rules(random))
    for _ in range(4):
        check(definition, random, vocabularies)


@pytest.mark.parametrize("reference", EXECUTABLE)
def test_a_complete_history_gets_an_exact_result(
    reference: str, registry: Registry, vocabularies: Vocabularies
) -> None:
    """Where every fact is stated, only a reading without a default may leave anything open."""
    random = Random(f"exact {reference}")
    definition = registry.get(reference)
    for _ in range(15):
        filled = completion(gappy_history(random), random)
        for trial in filled["trials"]:
            trial.setdefault("remission", False)
        history = load(filled, vocabularies)
        if history is None:
            continue
        result = evaluate(history, definition, vocabularies)
        open_facts = [one.fact for one in result.missing if not one.fact.startswith("readings.")]
        assert not [fact for fact in open_facts if not any(name in fact for name in NOT_FILLED_IN)], (
            open_facts,
            filled,
        )
