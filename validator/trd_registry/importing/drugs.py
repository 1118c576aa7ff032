"""Finds out which treatment a drug of a source is, by ATC code or by name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from trd_registry.importing.concepts import load_concepts
from trd_registry.model.vocabulary import Vocabularies

#: Reasons for which a drug is set aside.
OTHER_ATC = "another drug by its ATC code"
OTHER_NAME = "another drug: no treatment of the vocabulary has such a name"

_ATC = re.compile(r"[A-Z]\d{2}([A-Z]([A-Z](\d{2})?)?)?")

#: Words of a name that are compared: shorter ones are salts, forms and parts of numbers.
_SHORTEST = 5
_LIKE = 0.85

#: Kinds of treatment that are supplied as drugs.
_DRUGS = ("antidepressant", "augmentation", "psychedelic")


@dataclass(frozen=True, slots=True)
class Drug:
    """What became of a drug: a treatment, or the reason why it is set aside or rejected."""

    #: Cells of a row that name the treatment; empty where there is none.
    cells: Mapping[str, str] = field(default_factory=dict)
    #: A few words, where the drug is not one for depression.
    aside: str = ""
    #: A sentence, where it cannot be told which drug it is, and it may be one for depression.
    refused: str = ""
    #: Whether a name was found as part of a longer text.
    within: bool = False


class Drugs:
    """Looks drugs up in the vocabulary of treatments; the answer for each text is remembered."""

    def __init__(self, vocabularies: Vocabularies, *, within_texts: bool = True) -> None:
        self._names = vocabularies.treatment_names
        self._treatments = vocabularies.treatments
        self._within = within_texts
        self._groups = load_concepts("atc-groups")
        self._known: dict[tuple[str, str], Drug] = {}

    def find(self, atc: str, name: str) -> Drug:
        """The drug of this ATC code, or else of this name; a code and a name must not lead to two treatments."""
        key = (atc, name)
        if key not in self._known:
            self._known[key] = self._find(atc.strip(), name.strip())
        return self._known[key]

    def _find(self, atc: str, name: str) -> Drug:
        if not atc:
            return self.by_name(name)
        found = self.by_atc(atc)
        if name and found.cells:
            other = self.by_name(name)
            if other.cells and other.cells["treatment"] != found.cells["treatment"] and "class" not in found.cells:
                told = f"ATC {atc} is {found.cells['treatment']}, and the name says {other.cells['treatment']}."
                return Drug(refused=told)
        return found

    def by_atc(self, code: str) -> Drug:
        """The drug of an ATC code."""
        plain = code.upper().replace(" ", "")
        found = self._names.find(plain)
        if found is not None:
            return Drug({"treatment": found})
        if not _ATC.fullmatch(plain):
            return Drug(refused=f"{code!r} is not written as an ATC code.")
        group = self._groups.find("atc", plain)
        if group is None:
            wider = any(one.code.startswith(plain) for one in self._groups.entries)
            return Drug(refused=f"{code} names a group, not a drug.") if wider else Drug(aside=OTHER_ATC)
        if len(plain) < 7:
            return Drug(refused=f"{code} names a group of drugs for depression, not a drug.")
        return Drug({"treatment": plain, "class": group.also["class"]})

    def by_name(self, name: str) -> Drug:
        """The drug of a name: the whole text, or a name within it."""
        if not name:
            return Drug(refused="No drug is named.")
        found = self._names.find(name)
        if found is not None:
            return Drug({"treatment": found}) if self._is_drug(found) else Drug(aside=OTHER_NAME)
        words = re.findall(r"[a-z0-9']+", name.casefold())
        inside = self._inside(words) if self._within else set()
        if len(inside) == 1:
            return Drug({"treatment": inside.pop()}, within=True)
        if inside:
            return Drug(refused=f"{_shown(name)} names several treatments: {', '.join(sorted(inside))}.")
        near = self._near(words)
        if near:
            return Drug(refused=f"{_shown(name)} is not known; did you mean {near!r}?")
        return Drug(aside=OTHER_NAME)

    def _is_drug(self, treatment: str) -> bool:
        return self._treatments[treatment].modality in _DRUGS

    def _inside(self, words: list[str]) -> set[str]:
        """Treatments whose names stand in a text; of names within one another the longest."""
        found: set[str] = set()
        place = 0
        while place < len(words):
            for length in range(min(6, len(words) - place), 0, -1):
                text = " ".join(words[place : place + length])
                one = self._names.find(text) if len(text) >= _SHORTEST else None
                if one is not None and self._is_drug(one):
                    found.add(one)
                    place += length - 1
                    break
            place += 1
        return found

    def _near(self, words: list[str]) -> str:
        for word in words:
            if len(word) > _SHORTEST and word.isalpha():
                near = get_close_matches(word, self._single_names, n=1, cutoff=_LIKE)
                if near:
                    return near[0]
        return ""

    @cached_property
    def _single_names(self) -> list[str]:
        return sorted(
            {
                name.casefold()
                for one in self._treatments.values()
                if one.modality in _DRUGS
                for name in one.names
                if name.isalpha() and len(name) > _SHORTEST
            }
        )


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
