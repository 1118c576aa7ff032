"""Which modalities a trial can have that meets a condition: those it names, or those of its classes and treatments."""

from collections.abc import Iterable
from dataclasses import replace

from trd_registry.model.facts import MODALITIES
from trd_registry.model.nodes import All, ChoiceTest, Condition, FirstStated, Not, TherapyOnList
from trd_registry.model.nodes import Any as AnyOf
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import constant

_ALL = frozenset(MODALITIES)


def possible_kinds(node: Condition, vocabularies: Vocabularies) -> frozenset[str] | None:
    """The modalities; None for any at all. Sound but not tight, as `possible_values`."""
    match node:
        case All():
            told = [one for one in (possible_kinds(part, vocabularies) for part in node.parts) if one is not None]
            return frozenset.intersection(*told) if told else None
        case AnyOf() | FirstStated():
            each = [possible_kinds(part, vocabularies) for part in node.parts if constant(part) is not False]
            return None if None in each else frozenset().union(*(one for one in each if one is not None))
        case ChoiceTest(fact="modality"):
            return node.among
        case ChoiceTest(fact="class"):
            return _known(vocabularies.classes.get(name) for name in node.among)
        case ChoiceTest(fact="treatment"):
            entries = (vocabularies.treatments.get(name) for name in node.among)
            return _known(entry.modality if entry else None for entry in entries)
        case TherapyOnList():
            return frozenset(["psychotherapy"])
        case Not(part=ChoiceTest(fact="modality") as inner):
            return _ALL - inner.among
    return None


def of_kind(node: Condition | None, kind: str, vocabularies: Vocabularies) -> Condition | None:
    """What is left of a condition for trials of one modality; an empty `Any`, never met, where nothing is."""
    if node is None or not _can_be(node, kind, vocabularies):
        return None if node is None else AnyOf(place=node.place, parts=())
    if isinstance(node, All):
        return replace(node, parts=tuple(_left(part, kind, vocabularies) for part in node.parts))
    if isinstance(node, AnyOf | FirstStated):
        parts = [part for part in node.parts if _can_be(part, kind, vocabularies)]
        return replace(node, parts=tuple(_left(part, kind, vocabularies) for part in parts))
    return node


def _left(node: Condition, kind: str, vocabularies: Vocabularies) -> Condition:
    found = of_kind(node, kind, vocabularies)
    return node if found is None else found


def _can_be(node: Condition, kind: str, vocabularies: Vocabularies) -> bool:
    kinds = possible_kinds(node, vocabularies)
    return kinds is None or kind in kinds


def _known(modalities: Iterable[str | None]) -> frozenset[str] | None:
    """The modalities, or None where one of them is not in the vocabulary."""
    found = set(modalities)
    return None if None in found else frozenset(one for one in found if one)
