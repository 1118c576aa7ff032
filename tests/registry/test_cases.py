"""Every worked case of every definition, each a test named by its sentence; and what they cover."""

from collections.abc import Iterator
from typing import Any

import pytest

from registry.worked_out import REGISTRY, cases_of, outcomes_of
from trd_registry.cases.coverage import measure_coverage
from trd_registry.model.definition import Definition

#: Every version: what was released must stay true.
EXECUTABLE = [one for one in map(REGISTRY.get, REGISTRY.references()) if one.is_executable]


def _cases() -> Iterator[Any]:
    for definition in EXECUTABLE:
        for number, case in enumerate(cases_of(definition)):
            yield pytest.param(definition, number, id=f"{definition.reference}: {case.name}")


@pytest.mark.parametrize(("definition", "number"), list(_cases()))
def test_case(definition: Definition, number: int) -> None:
    assert outcomes_of(definition)[number].differences == ()


@pytest.mark.parametrize("definition", EXECUTABLE, ids=lambda one: one.reference)
def test_cases_of_a_released_definition_leave_nothing_uncovered(definition: Definition) -> None:
    """Every criterion met, not met and unknown; every threshold on both sides; every option of every reading."""
    assert outcomes_of(definition)
    if definition.status == "released":
        coverage = measure_coverage(definition, outcomes_of(definition), REGISTRY.vocabularies_for(definition))
        assert coverage.missing == ()
