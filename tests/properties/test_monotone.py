"""Knowing more never takes back what was certain: every fact that can be added narrows a result or leaves it."""

from random import Random

import pytest

from conformance.fragments import definition_of
from properties.containment import contradictions
from properties.extending import extension
from properties.gappy import gappy_history
from properties.loading import load
from properties.rules import random_rules
from properties.test_soundness import EXECUTABLE
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.vocabulary import Vocabularies


def check(definition: Definition, random: Random, vocabularies: Vocabularies) -> int:
    """Judges a history and several that know more; returns how many were compared."""
    document = gappy_history(random)
    history = load(document, vocabularies)
    if history is None:
        return 0
    known = evaluate(history, definition, vocabularies, ask=False)
    compared = 0
    for _ in range(10):
        more = extension(document, random)
        extended = load(more, vocabularies)
        if extended is not None:
            compared += 1
            found = list(contradictions(known, evaluate(extended, definition, vocabularies, ask=False)))
            assert [] == found, (definition.document, document, more)
    return compared


@pytest.mark.parametrize("reference", EXECUTABLE)
def test_of_the_registry(reference: str, registry: Registry, vocabularies: Vocabularies) -> None:
    random = Random(f"monotone {reference}")
    assert sum(check(registry.get(reference), random, vocabularies) for _ in range(15)) > 15


@pytest.mark.parametrize("seed", range(100))
def test_of_random_rules(seed: int, vocabularies: Vocabularies) -> None:
    random = Random(f"monotone {seed}")
    definition = definition_of(random_rules(random))
    for _ in range(4):
        check(definition, random, vocabularies)
