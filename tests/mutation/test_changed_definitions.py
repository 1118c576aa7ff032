"""A change in a definition is noticed: a sample. ``python -m mutation.report`` tries all that could go wrong."""

from hashlib import sha256

import pytest

from mutation.argued import argued, untried
from mutation.change import GONE, Change
from mutation.changes import changes_of
from mutation.trying import Subject
from trd_registry.api import registry as shared_registry

REGISTRY = shared_registry()

#: So many definitions, and so many changes of each, chosen by the digests of their names: always the same ones.
DEFINITIONS, CHANGES = 10, 8


def _rank(name: str) -> str:
    return sha256(name.encode()).hexdigest()


SAMPLE = sorted({one.reference for one in REGISTRY.released()} - untried(), key=_rank)[:DEFINITIONS]


@pytest.mark.parametrize("reference", SAMPLE)
def test_each_change_is_noticed(reference: str) -> None:
    subject = Subject(REGISTRY, REGISTRY.get(reference))
    changes = [one for one in subject.changes() if (reference, str(one)) not in argued()]
    chosen = sorted(changes, key=lambda one: _rank(f"{reference} {one}"))[:CHANGES]
    assert chosen
    assert [str(one) for one in chosen if subject.caught(one) is None] == []


def test_without_cases_a_changed_figure_goes_unnoticed() -> None:
    """What notices it is the cases, and not that anything changed at all."""
    subject = Subject(REGISTRY, REGISTRY.get("cobalt-2013"))
    change = Change(("trials", "present", "adequate", "all", 1, "weeks", "at_least"), "figure", "7 instead of 6", 7)
    noticed = subject.caught(change)
    assert noticed is not None
    assert noticed.by == "cases"
    subject._order = []
    assert subject.caught(change) is None


def test_every_kind_of_error_is_made() -> None:
    document = {
        "readings": {"r": {"options": {"a": {"value": 2, "default": True}, "b": {"value": 3}}}},
        "scope": {"patient.age": {"at_least": 18}, "diagnosis.psychotic_features": False},
        "trials": {
            "drug": {"eligible": {"modality": "antidepressant"}, "failed": {"not": {"improvement": {"above": 50}}}}
        },
        "criterion": {"any": [{"count": "drug", "at_least": {"reading": "r"}}, {"episode.months": {"at_most": 24}}]},
    }
    told = {str(one) for one in changes_of(document, REGISTRY.vocabularies)}
    assert {
        "/readings/r/options: default is b, not a",
        "/readings/r/options/a/value: 3 instead of 2",
        "/scope: left out",
        "/scope/patient.age: patient.age left out",
        "/scope/patient.age: above instead of at_least",
        "/scope/diagnosis.psychotic_features: true instead of false",
        "/trials/drug/eligible/modality: augmentation instead of antidepressant",
        "/trials/drug/failed: not left out",
        "/trials/drug/failed/not/improvement/above: 49.5 instead of 50",
        "/criterion: all instead of any",
        "/criterion/any/1: left out",
        "/criterion/any/0: above instead of at_least",
    } <= told


def test_a_change_leaves_the_document_as_it_was() -> None:
    document = {"trials": {"drug": {"eligible": {"class": ["ssri", "tca"]}}}}
    changed = Change(("trials", "drug", "eligible", "class", 0), "name", "ssri left out", GONE).applied(document)
    assert changed == {"trials": {"drug": {"eligible": {"class": ["tca"]}}}}
    assert document == {"trials": {"drug": {"eligible": {"class": ["ssri", "tca"]}}}}


def test_what_is_argued_is_a_change_that_could_be_made() -> None:
    """An argument for a change that no longer exists would hide nothing, and mislead."""
    for reference in sorted({reference for reference, _ in argued()}):
        definition = REGISTRY.get(reference)
        made = {str(one) for one in changes_of(definition.document, REGISTRY.vocabularies_for(definition))}
        assert {change for name, change in argued() if name == reference} <= made
