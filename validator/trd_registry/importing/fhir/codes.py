"""What a coded concept means here: by the concept sets of all imports, and by its name where they lack its code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from trd_registry.importing.concepts import Concept, ConceptSet, load_concepts, plain
from trd_registry.importing.fhir.elements import Resource, parts, text
from trd_registry.importing.fhir.outcomes import PassedOver, Refused

#: Systems with a hierarchy that is not at hand: of a code that a set lacks nothing follows.
_OPEN = frozenset({"snomed"})

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Coding:
    """One code of a concept, with its name where it has one."""

    system: str
    code: str
    display: str


def codings_of(concept: Resource) -> list[Coding]:
    """The codes of a CodeableConcept; those without a code say nothing by themselves."""
    return [
        Coding(text(one, "system").removeprefix("urn:oid:"), text(one, "code"), text(one, "display"))
        for one in parts(concept, "coding")
    ]


def named(concept: Resource) -> str:
    """What to call a concept in a message: its text, else a name, else a code."""
    codings = codings_of(concept)
    return next(
        (found for found in (text(concept, "text"), *(one.display for one in codings), *(one.code for one in codings))
         if found), "",
    )  # fmt: skip


def has_code(concept: Resource, system: str, codes: frozenset[str]) -> bool:
    """Whether a concept has one of the codes of a system, whatever else it has."""
    return any(one.system == system and one.code in codes for one in codings_of(concept))


class Meanings:
    """Looks concepts up in one concept set.

    Args:
        name: The concept set.
        words: The words by which a code that it lacks may still matter (the set ``words``).
    """

    def __init__(self, name: str, words: str) -> None:
        self.set: ConceptSet = load_concepts(name)
        self._words = load_concepts("words")
        self._net = words
        self._known = {(one.system, plain(one.code)) for one in self.set.entries}
        self._is_caught = lru_cache(maxsize=100_000)(self._find_words)

    @property
    def references(self) -> tuple[str, str]:
        """The sets that are asked."""
        return self.set.reference, self._words.reference

    def of(self, concept: Resource, what: str) -> Concept:
        """What a concept means.

        Args:
            concept: A CodeableConcept.
            what: What it is, for messages: "condition".

        Raises PassedOver where it is none of the subject, and Refused where it contradicts itself or may be one.
        """
        codings = codings_of(concept)
        found = list(self._found(codings))
        if len({one.means for one in found}) > 1:
            means = ", ".join(sorted({one.means for one in found}))
            raise Refused("IMP4", f"Its codes mean different things: {means}.", "code")
        if found:
            return found[0]
        name = named(concept)
        if not name:
            raise Refused("IMP2", f"The {what} has neither a code nor a name.", "code")
        if self._is_settled(codings):
            raise PassedOver(f"another {what}", name)
        names = [one for one in (text(concept, "text"), *(one.display for one in codings)) if one]
        if not names:
            raise Refused("IMP2", f"No list has the {what} {name!r}, and it has no name.", "code")
        if any(self._is_caught(one) for one in names):
            raise Refused(
                "IMP2", f"No list has the {what} {name[:80]!r}, and its name says that it may matter.", "code"
            )
        raise PassedOver(f"another {what}, by its name", name)

    def _found(self, codings: list[Coding]) -> Iterator[Concept]:
        for one in codings:
            system = self.set.system_of(one.system)
            found = self.set.find(system, one.code) if system and one.code else None
            if found is not None:
                yield found

    def _is_settled(self, codings: list[Coding]) -> bool:
        """Whether a list of all codes that matter lacks one of these, or leaves it out."""
        for one in codings:
            system = self.set.system_of(one.system)
            if system and one.code and (system not in _OPEN or (system, plain(one.code)) in self._known):
                return True
        return False

    def _find_words(self, name: str) -> bool:
        return any(self._words.find(self._net, word) is not None for word in _WORD.findall(name.casefold()))
