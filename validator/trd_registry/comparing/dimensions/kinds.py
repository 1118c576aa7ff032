"""Which modalities a trial can have that meets a condition: those it names, or those of its classes and treatments."""

from collections.abc import Iterable

from trd_registry.model.facts import MODALITIES
from trd_registry.model.nodes import All, Any, ChoiceTest, Condition, FirstStated, Not, TherapyOnList
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import constant

_ALL = frozenset(MODALITIES)


def possible_kinds(node: Condition, vocabularies: Vocabularies) -> frozenset[str] | None:
    """The modalities; None for any at all. Sound but not tight, as `possible_values`."""
    match node:
        case All():
            told = [one for one in (possible_kinds(part, vocabularies) for part in node.parts) if one is not None]
            return frozenset.intersection(*told) if told else None
        case Any() | FirstStated():
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


def _known(modalities: Iterable[str | None]) -> frozenset[str] | None:
    """The modalities, or None where one of them is not in the vocabulary."""
    found = set(modalities)
    return None if None in found else frozenset(one for one in found if one)
