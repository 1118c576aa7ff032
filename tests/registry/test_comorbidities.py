"""Names of comorbid conditions: free, but a slip of the pen in a known one is noticed."""

import re

import pytest

from registry.worked_out import DEFINITIONS
from trd_registry.model.comorbidities import NAMES, meant

_ASKED = re.compile(r"comorbidity\.([a-z0-9-]+)")


def test_every_name_that_a_definition_asks_for_is_known() -> None:
    asked = {name for one in DEFINITIONS for name in _ASKED.findall(repr(one.document))}
    assert "psychotic-disorder" in asked
    assert asked <= set(NAMES)


def test_no_known_name_is_taken_for_another() -> None:
    assert [name for name in NAMES if meant(name)] == []


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("psychotic-disoder", "psychotic-disorder"),
        ("personality-disorders", "personality-disorder"),
        ("schizophrena", "schizophrenia"),
        ("sleeping-disorder", ""),
        ("neurocognitive-disorder", ""),
        ("asthma", ""),
    ],
)
def test_a_slip_is_told_from_a_condition_of_another_kind(written: str, known: str) -> None:
    assert meant(written) == known
