"""Every worked case of every definition, each a test named by its sentence; and what they cover."""

from collections.abc import Iterator
from typing import Any

import pytest

from trd_registry.cases.case import Case
from trd_registry.cases.reading import read_cases
from trd_registry.cases.running import run_cases
from trd_registry.cases.suite import suite_of
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition

REGISTRY = Registry()
#: Every version: what was released must stay true.
EXECUTABLE = [one for one in map(REGISTRY.get, REGISTRY.references()) if one.is_executable]


def _cases() -> Iterator[Any]:
    for definition in EXECUTABLE:
        for case in read_cases(REGISTRY.cases_path(definition), REGISTRY.vocabularies_for(definition)).cases:
            yield pytest.param(definition, case, id=f"{definition.reference}: {case.name}")


@pytest.mark.parametrize(("definition", "case"), list(_cases()))
def test_case(definition: Definition, case: Case) -> None:
    (outcome,) = run_cases(definition, [case], REGISTRY.vocabularies_for(definition))
    assert outcome.differences == ()


@pytest.mark.parametrize("definition", EXECUTABLE, ids=lambda one: one.reference)
def test_cases_of_a_released_definition_leave_nothing_uncovered(definition: Definition) -> None:
    """Every criterion met, not met and unknown; every threshold on both sides; every option of every reading."""
    suite = suite_of(REGISTRY, definition)
    assert suite.outcomes
    if suite.must_be_covered:
        assert suite.coverage.missing == ()
