"""The statement and the interpreter agree to the bit: the interpreter is the oracle, on every history there is."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from conformance.fragments import definition_of
from properties.gappy import gappy_history
from properties.loading import load
from properties.rules import random_rules
from trd_registry.cases.reading import read_cases
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import check, plan
from trd_registry.cohorts.running.in_memory import answers
from trd_registry.cohorts.settled.settle import settle
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.data_root import data_root
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

CORPUS = Path(__file__).parents[1] / "corpus"

PARTS = ("applicable", "verdict", "score", "bands", "stages", "tiers")

#: What the planner says of the registry today. A definition that is added here is one that it has learned.
NOT_YET = 29


def gappy_histories(seed: str, number: int, vocabularies: Vocabularies) -> list[History]:
    random = Random(seed)
    found = (load(gappy_history(random), vocabularies) for _ in range(10 * number))
    return list(islice((one for one in found if one is not None), number))


def compare(definitions: Sequence[Definition], histories: Sequence[History], vocabularies: Vocabularies) -> int:
    """Judges all histories by all definitions in both ways; returns how many answers were compared."""
    planned = plan(definitions, vocabularies)
    settled = settle(histories, planned.asked, vocabularies)
    compared = 0
    for history, row in zip(histories, answers(planned, settled), strict=True):
        for definition, found in zip(definitions, row, strict=True):
            told = evaluate(history, definition, vocabularies, ask=False)
            expected = {part: getattr(told, part) for part in PARTS}
            assert {part: getattr(found, part) for part in PARTS} == expected, (history, definition.document)
            compared += 1
    return compared


@pytest.fixture(scope="module")
def accepted(registry: Registry, vocabularies: Vocabularies) -> list[Definition]:
    found = []
    for definition in registry.released():
        try:
            check(definition, vocabularies)
        except NotPlanned:
            continue
        found.append(definition)
    return found


def test_what_cannot_be_planned_is_counted(accepted: list[Definition], registry: Registry) -> None:
    assert len(registry.released()) - len(accepted) == NOT_YET


def test_of_the_registry(accepted: list[Definition], registry: Registry, vocabularies: Vocabularies) -> None:
    """Every definition that is accepted, in one statement: on the corpus, the reference histories and the cases."""
    files = [*CORPUS.glob("*.yaml"), *(data_root() / "definitions" / "histories").glob("*.yaml")]
    histories = [load_history(path, vocabularies) for path in sorted(files)]
    for definition in accepted:
        histories += [case.history for case in read_cases(registry.cases_path(definition), vocabularies).cases]
    histories += gappy_histories("batch", 60, vocabularies)
    random = Random("batch of the registry")
    # Each definition on its own cases would be too few, each on all of them takes a minute.
    chosen = [*histories[: len(files)], *random.sample(histories[len(files) :], 50)]
    assert compare(accepted, chosen, vocabularies) == len(accepted) * len(chosen)


@pytest.mark.parametrize("seed", range(4))
def test_of_random_rules(seed: int, vocabularies: Vocabularies) -> None:
    random = Random(f"batch {seed}")
    definitions = [definition_of(random_rules(random)) for _ in range(10)]
    assert compare(definitions, gappy_histories(f"batch {seed}", 60, vocabularies), vocabularies) == 600
