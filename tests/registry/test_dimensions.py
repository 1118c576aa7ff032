"""The dimensions read off the rules against what the evaluator says of every worked case."""

from typing import Any

import pytest

from registry.worked_out import DEFINITIONS, REGISTRY, dimensions_of, outcomes_of
from trd_registry.comparing.dimensions.computing import DIMENSIONS
from trd_registry.comparing.dimensions.value import Dimension
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.reporting.dimension_table import dimension_table

EXECUTABLE = [one for one in DEFINITIONS if one.is_executable]
of_each = pytest.mark.parametrize("definition", EXECUTABLE, ids=lambda one: one.reference)


def codes(dimension: Dimension, readings: dict[str, str]) -> str:
    """The code under at most one reading that is not the default."""
    for other in dimension.otherwise:
        if readings.get(other.reading) == other.option:
            return other.value.code
    return dimension.code


def kinds(history: History, fact: str) -> list[Any]:
    return [trial.choice(fact) for trial in history.trials]


@of_each
def test_no_case_that_is_met_does_without_what_the_dimensions_say_is_needed(definition: Definition) -> None:
    """Fewer trials than needed, no required psychotherapy or ECT, one class where two are needed: never met.

    Phenotypes aside, which build their trials, and patients to whom something cannot be given.
    """
    found = dimensions_of(definition)
    for outcome in outcomes_of(definition):
        case = outcome.case
        others = {name: option for name, option in case.readings.items() if option != definition.readings[name].default}
        spared = any(fact.startswith("ruled_out.") for fact in case.history.facts)
        met = outcome.result.verdict == "met" and outcome.result.applicable is True and not spared
        if not met or len(others) > 1 or definition.rules(definition.settle({})[0]).records:
            continue
        code = {name: codes(one, others) for name, one in found.all.items()}
        least = code["trials-needed"].partition("-")[0]
        assert not least.isdigit() or len(case.history.trials) >= int(least), case.name
        if code["psychotherapy"] == "required":
            assert frozenset(["psychotherapy"]) in kinds(case.history, "modality"), case.name
        if code["ect"] == "required":
            assert frozenset(["ect"]) in kinds(case.history, "modality"), case.name
        if code["class-rule"] == "yes":
            assert len(set(kinds(case.history, "class"))) > 1, case.name


@of_each
def test_every_dimension_has_a_code_and_words(definition: Definition) -> None:
    found = dimensions_of(definition)
    assert list(found.all) == list(DIMENSIONS)
    for dimension in found.all.values():
        answers = [other.value for other in dimension.otherwise] + ([dimension.value] if dimension.value else [])
        assert answers
        assert all(one.code and one.says and "_" not in one.says for one in answers)


def test_a_record_has_no_dimensions() -> None:
    record = next(one for one in DEFINITIONS if not one.is_executable)
    assert dimensions_of(record).as_json() == {}


def test_the_founding_dispute_is_visible_in_the_dimensions() -> None:
    """Psychotherapy is required by one proposal, substitutes in another, is an extra in a third, else ignored."""
    expected = {
        "markowitz-2022": "required",
        "conway-2017": "substitutes",
        "exeter-2013": "extra",
        "rybak-2021": "not-counted",
        "nice-ta854": "not-counted",
    }
    for name, role in expected.items():
        definition = REGISTRY.get(name)
        assert dimensions_of(definition)["psychotherapy"].code == role


def test_a_reading_is_told_beside_the_default() -> None:
    definition = REGISTRY.get("nice-ta854")
    number = dimensions_of(definition)["trials-needed"]
    assert number.code == "2"
    assert [(one.reading, one.option, one.value.code) for one in number.otherwise] == [
        ("how-many", "three-as-positioned", "3")
    ]


def test_a_score_without_a_cut_needs_no_number_of_trials() -> None:
    definition = REGISTRY.get("msm-2018")
    assert dimensions_of(definition)["trials-needed"].code == "n/a"


def test_a_reading_without_default_leaves_its_dimension_open() -> None:
    definition = REGISTRY.get("conway-2017")
    failed = dimensions_of(definition)["failure"]
    assert failed.code == "open"
    assert {one.option for one in failed.otherwise} == {"no-sustained-remission", "no-response"}


def test_the_table_of_dimensions_fits_eighty_columns() -> None:
    found = {one.id: dimensions_of(one) for one in DEFINITIONS}
    assert max(map(len, dimension_table(found))) <= 80
