"""All combinations at once say what the interpreter says of each: on random rules, and on released definitions."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from conformance.fragments import definition_of, history_of
from properties.gappy import gappy_history
from properties.loading import load
from properties.rules import random_rules
from trd_registry.api import registry as shared_registry
from trd_registry.comparing.multiverse.answers import Answer, answers_of
from trd_registry.comparing.multiverse.drawn import drawn
from trd_registry.comparing.multiverse.lifting import Space
from trd_registry.comparing.multiverse.multiverse import key_of, multiverse
from trd_registry.loading.history import load_history
from trd_registry.model.combinations import combinations_of
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

CORPUS = Path(__file__).parents[1] / "corpus"


def with_readings(rules: dict[str, Any], others: dict[str, Any], random: Random) -> dict[str, Any]:
    """The rules with some parts put into readings, the other option of which is taken from other rules."""
    readings: dict[str, Any] = {}

    def read(value: Any, other: Any, *, is_open: bool = False) -> dict[str, str]:
        name = f"reading-{len(readings)}"
        options = {"one": {"value": value, "why": "a"}, "two": {"value": other, "why": "b"}}
        if not is_open:
            options[random.choice(("one", "two"))]["default"] = True
        stated = {"source": "paper", "at": "p. 1", "silent": True}
        readings[name] = {"asks": "Which?", "because": stated, "options": options}
        return {"reading": name}

    for name, trial_set in rules["trials"].items():
        for question in list(trial_set):
            if random.random() < 0.5:
                other = others["trials"]["third"]["eligible"]
                trial_set[question] = read(trial_set[question], other, is_open=random.random() < 0.1)
        rules["trials"][name] = trial_set
    for section, parts in (("stages", "rungs"), ("tiers", "classes")):
        for part in rules.get(section, {}).get(parts, ()):
            if random.random() < 0.5:
                part["when"] = read(part["when"], {"count": "second", "at_least": 1})
    if "criterion" in rules:
        rules["criterion"] = {"all": [read(rules["criterion"], {"not": {"count": "first", "at_least": 2}})]}
    if "scope" in rules:
        rules["scope"] = {"any": [read(rules["scope"], {"count": "third", "at_most": 1})]}
    for name, item in rules.get("score", {}).get("items", {}).items():
        if random.random() < 0.5:
            rules["score"]["items"][name] = read(item, {"of": {"count": "third"}, "points": 1})
    return {**rules, "readings": readings}


def assert_same(definition: Definition, history: History, vocabularies: Vocabularies) -> Counter[Answer]:
    """Both ways give the same answers as often, and the same single changes turn them."""
    combinations = combinations_of(definition)
    space = Space(combinations, 100_000)
    diagram = answers_of(definition, history, vocabularies, space)
    one_by_one = drawn(history, definition, vocabularies, combinations, combinations.number)
    assert space.diagrams.counts(diagram) == dict(one_by_one.counts), definition.document
    found = multiverse(history, definition, vocabularies)
    turned = {change for change, answer in one_by_one.single.items() if key_of(answer) != key_of(one_by_one.usual)}
    assert {pair for change in found.single for pair in change.options.items()} == turned, definition.document
    assert sum(one.combinations for one in found.outcomes) == combinations.number
    return Counter(one_by_one.counts)


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return shared_registry().vocabularies


def test_random_rules_under_all_readings(vocabularies: Vocabularies) -> None:
    random, several, judged = Random("multiverse"), 0, 0
    while judged < 10:
        rules, others = random_rules(random), random_rules(random)
        definition = definition_of(with_readings(rules, others, random))
        history = load(gappy_history(random), vocabularies)
        if history is None or combinations_of(definition).number > 32:
            continue
        several += len(assert_same(definition, history, vocabularies)) > 1
        judged += 1
    assert several > 2


@pytest.mark.parametrize("name", ["28-lists-in-part", "37-register-three-drugs"])
def test_released_definitions_under_all_readings(name: str) -> None:
    """Those with few combinations: the others would take minutes one by one."""
    registry = shared_registry()
    history = load_history(CORPUS / f"{name}.yaml", registry.vocabularies)
    few = [one for one in registry.released() if combinations_of(one).number <= 8]
    assert len(few) > 5
    for definition in few:
        assert_same(definition, *registry.as_pinned(history, definition))


def test_the_smallest_sets_that_turn_it_are_found(vocabularies: Vocabularies) -> None:
    def drug(figure: str) -> dict[str, Any]:
        return {"eligible": {"modality": "antidepressant"}, "adequate": {"weeks": {"at_least": {"reading": figure}}}}

    def figures(why: str) -> dict[str, Any]:
        options = {"eight": {"value": 8, "why": "a", "default": True}, "four": {"value": 4, "why": "b"}}
        stated = {"source": "paper", "at": "p. 1", "silent": True}
        return {"asks": why, "because": stated, "options": options}

    rules = {
        "trials": {"one": drug("first"), "other": drug("second")},
        "criterion": {"all": [{"count": "one", "at_least": 1}, {"count": "other", "at_least": 1}]},
        "readings": {"first": figures("Weeks?"), "second": figures("Weeks of the other?")},
    }
    history = history_of({"trials": [{"treatment": "sertraline", "weeks": 5}]}, vocabularies)
    found = multiverse(history, definition_of(rules), vocabularies)
    assert not found.single
    assert [one.options for one in found.together] == [{"first": "four", "second": "four"}]
    assert found.together[0].says.verdict == "met"
    assert [(one.result.verdict, one.combinations) for one in found.outcomes] == [("not_met", 3), ("met", 1)]


def test_too_many_are_drawn_and_it_is_said() -> None:
    registry = shared_registry()
    history = load_history(CORPUS / "08-five-steps.yaml", registry.vocabularies)
    definition = registry.get("markowitz-2022")
    found = multiverse(*_asked(history, definition), most=4, draw=30)
    assert (found.is_complete, found.judged) == (False, 30)
    whole = multiverse(*_asked(history, definition))
    assert whole.is_complete
    assert {tuple(one.options) for one in found.single} == {tuple(one.options) for one in whole.single}


def _asked(history: History, definition: Definition) -> tuple[History, Definition, Vocabularies]:
    patient, vocabularies = shared_registry().as_pinned(history, definition)
    return patient, definition, vocabularies


def test_no_reading_keeps_one_option_where_combinations_are_drawn() -> None:
    registry = shared_registry()
    for definition in registry.released():
        combinations = combinations_of(definition)
        if combinations.number > 400:
            taken = [tuple(one.items()) for one in combinations.spread(100)]
            assert len(set(taken)) == 100
            for name, options in combinations.options.items():
                assert {dict(one)[name] for one in taken} == set(options), (definition.reference, name)
