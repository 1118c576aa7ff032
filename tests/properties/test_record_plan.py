"""Phenotypes as statements agree with the interpreter to the bit, on the trials they make and on what they say."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from properties.record_trials import same
from properties.test_batch import PARTS
from properties.test_phenotypes import random_phenotype
from properties.wild_records import wild_histories
from trd_registry.cases.reading import read_cases
from trd_registry.cohorts.planning.records.plan import check_records, plan_records
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.running.records import record_answers
from trd_registry.cohorts.settled.records import settle_records
from trd_registry.cohorts.settled.settle import settle
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.record_rules import RecordRules
from trd_registry.model.vocabulary import Vocabularies


def records_of(definition: Definition) -> RecordRules:
    found = definition.rules(definition.settle({})[0]).records
    assert found is not None
    return found


def compare(
    definitions: Sequence[Definition], whose: Sequence[tuple[str, History]], vocabularies: Vocabularies
) -> tuple[int, int]:
    """Judges histories in both ways, each by the definition named beside it, or by all; says how many and how many not.

    Persons who are not plain are left to the interpreter, and counted.
    """
    planned = plan_records(definitions, vocabularies)
    histories = [history for _, history in whose]
    settled = settle(histories, planned.asked, vocabularies), settle_records(histories, vocabularies)
    compared = left = 0
    for (name, history), found in zip(whose, record_answers(planned, *settled), strict=True):
        for definition in definitions:
            if name not in ("", definition.id):
                continue
            if definition.reference not in found:
                left += 1
                continue
            told = evaluate(history, definition, vocabularies, ask=False)
            answer = found[definition.reference]
            expected = {part: getattr(told, part) for part in PARTS}
            assert {part: getattr(answer, part) for part in PARTS} == expected, (history, definition.reference)
            compared += 1
    return compared, left


@pytest.fixture(scope="module")
def phenotypes(registry: Registry) -> list[Definition]:
    return [one for one in registry.released() if "records" in one.document]


def test_every_released_phenotype_is_a_statement(phenotypes: list[Definition], vocabularies: Vocabularies) -> None:
    """On all its worked cases, and on random records."""
    registry = Registry()
    whose = [
        (definition.id, case.history)
        for definition in phenotypes
        for case in read_cases(registry.cases_path(definition), vocabularies).cases
    ]
    cases = len(whose)
    whose += [("", history) for history in wild_histories("statements", 60, vocabularies)]
    compared, left = compare(phenotypes, whose, vocabularies)
    assert compared + left == cases + 60 * len(phenotypes)
    assert left < 0.02 * compared


@pytest.mark.parametrize("one_trial", ["dispensing", "treatment", "regimen"])
def test_trials_are_those_of_the_interpreter(
    one_trial: str, phenotypes: list[Definition], vocabularies: Vocabularies
) -> None:
    """Row by row, with every fact, whatever the figures: half of these no definition has."""
    random = Random(one_trial)
    histories = wild_histories(one_trial, 80, vocabularies)
    found = [records_of(one) for one in phenotypes]
    chosen = [one for one in found if one.dispensings is not None and one.dispensings.one_trial == one_trial][:3]
    while len(chosen) < 7:
        one = records_of(random_phenotype(random))
        if one.dispensings is None or one.dispensings.adherence_over != "own-supply":
            continue
        drugs = replace(one.dispensings, one_trial=one_trial)
        chosen.append(
            replace(one, dispensings=drugs, open_before=random.random() < 0.5, open_after=random.random() < 0.5)
        )
    for rules in chosen:
        plain, trials = same(rules, histories, vocabularies)
        assert plain > 70
        assert trials > 70


@pytest.mark.parametrize("seed", range(2))
def test_of_random_phenotypes(seed: int, vocabularies: Vocabularies) -> None:
    random = Random(f"phenotypes {seed}")
    definitions = []
    while len(definitions) < 6:
        one = random_phenotype(random)
        try:
            check_records(one, vocabularies)
        except NotPlanned:
            continue
        definitions.append(replace(one, id=f"phenotype-{len(definitions)}"))
    histories = wild_histories(f"phenotypes {seed}", 60, vocabularies)
    compared, left = compare(definitions, [("", one) for one in histories], vocabularies)
    assert compared + left == 360
    assert left < 20
