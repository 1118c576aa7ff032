"""Which treatment a medication is: by its codes, by its ingredients, else by its name."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.fhir.codes import Coding, codings_of, named
from trd_registry.importing.fhir.elements import Resource, part, parts, text
from trd_registry.importing.fhir.outcomes import PassedOver, Refused
from trd_registry.importing.fhir.quantities import amount_of
from trd_registry.loading.registry import Registry

_DRUGS = ("antidepressant", "augmentation", "psychedelic", "other")
_ATC = ("http://www.whocc.no/atc", "2.16.840.1.113883.6.73")
_RXNORM = ("http://www.nlm.nih.gov/research/umls/rxnorm", "2.16.840.1.113883.6.88")
_ATC_LENGTH = 7

#: Names of salts as they follow the name of a substance.
_SALTS = frozenset(
    {"hydrochloride", "hcl", "hydrobromide", "hbr", "maleate", "succinate", "mesylate", "mesilate", "sulfate",
     "sulphate", "sodium", "fumarate", "carbonate", "citrate", "oxalate", "tartrate", "pamoate", "phosphate"}
)  # fmt: skip

_HOURS = re.compile(r"^[0-9.]+ HR ", re.IGNORECASE)
_TAG = re.compile(r"\s*(\([^()]*\)|\[[^\][]*\])\s*$")
_CONTAINING = re.compile(r"^product containing (only |precisely )?", re.IGNORECASE)
_AMOUNT = re.compile(r"\s*[0-9]")
_STRENGTH = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?) ?(MG|MCG)(?![A-Z/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drug:
    """A treatment that was found."""

    treatment: str
    #: Milligrams of one tablet or capsule; None where they are not known exactly.
    strength: Fraction | None


class Drugs:
    """Finds treatments for the medications of FHIR."""

    def __init__(self, registry: Registry) -> None:
        document = registry.vocabulary_file("treatments", registry.latest_vocabularies["treatments"]).document
        treatments = document["treatments"]
        self._names = registry.vocabularies.treatment_names
        self._drugs = {key for key, one in treatments.items() if one["modality"] in _DRUGS}
        self._rxnorm = {
            one["codes"]["rxnorm"]: key for key, one in treatments.items() if "rxnorm" in one.get("codes", {})
        }
        self._products = load_concepts("rxnorm-products")
        self._mixed = load_concepts("combinations")
        self._local = load_concepts("local-forms")
        self.references = (
            f"treatments@{document['version']}",
            *(one.reference for one in (self._products, self._mixed, self._local)),
        )
        self._by_name = lru_cache(maxsize=100_000)(self._named)

    def of(self, concept: Resource, ingredients: list[Resource]) -> Drug:
        """The treatment that a medication is.

        Args:
            concept: Its CodeableConcept.
            ingredients: Those of its Medication, where there is one.

        Raises PassedOver where it is none, and Refused where it contradicts itself or may be one.
        """
        codings = codings_of(concept)
        names = [one for one in (*(one.display for one in codings), text(concept, "text")) if one]
        found = {one for coding in codings if (one := self._coded(coding))}
        if not found:
            mixed = self._of_ingredients(ingredients)
            found = {mixed} if mixed else {one for name in names if (one := self._by_name(name))}
        told = named(concept)
        if len(found - {_NONE}) > 1:
            raise Refused("IMP4", f"Its codes and names mean different drugs: {', '.join(sorted(found))}.", "medication")
        if not found - {_NONE}:
            self._pass(told, codings, names, ingredients, is_known=_NONE in found)
        return Drug((found - {_NONE}).pop(), _strength(ingredients) or self._written(codings))

    def _pass(
        self, told: str, codings: list[Coding], names: list[str], ingredients: list[Resource], *, is_known: bool
    ) -> None:
        """It is no treatment of the vocabulary, unless that cannot be known."""
        is_classed = any(one.system in _ATC and len(one.code) == _ATC_LENGTH for one in codings)
        if is_known or names or ingredients or is_classed:
            raise PassedOver("no drug of the vocabulary of treatments", told.casefold())
        if told:
            raise Refused("IMP2", f"The drug has only the code {told[:60]!r}, which no list has.", "medication")
        raise Refused("IMP2", "The drug has neither a code nor a name.", "medication")

    def _coded(self, coding: Coding) -> str:
        """The treatment of a code, or a mark that it is known to be none."""
        if coding.system in _RXNORM:
            product = self._products.find("rxnorm", coding.code)
            return self._rxnorm.get(coding.code) or (product.means if product else "")
        if coding.system in _ATC and coding.code:
            return self._drug(coding.code)
        return ""

    def _of_ingredients(self, ingredients: list[Resource]) -> str:
        """The treatment that the active ingredients are together; empty where they are not known."""
        active = [part(one, "itemCodeableConcept") for one in ingredients if one.get("isActive") is not False]
        if len(active) == 1:
            codings = codings_of(active[0])
            found = {one for coding in codings if (one := self._coded(coding))}
            return found.pop() if len(found) == 1 else self._by_name(named(active[0]))
        names = [named(one) for one in active]
        return self._mixture(names) if names and all(names) else ""

    def _drug(self, name: str) -> str:
        found = self._names.find(name)
        return found if found in self._drugs and found is not None else ""

    def _named(self, name: str) -> str:
        """The treatment of a name: of a substance, a brand, or a product with strength and form."""
        written = _CONTAINING.sub("", name.strip())
        brand = re.search(r"\[([^\][]+)\]\s*$", written)
        while _TAG.search(written):
            written = _TAG.sub("", written)
        if any(self._local.find("rxnorm-words", word) for word in written.split()):
            return _NONE
        several = [one for one in re.split(r" / | and |\+", written) if one.strip()]
        if len(several) > 1:
            return self._drug(written) or self._mixture(several)
        return self._substance(written) or (self._drug(brand[1]) if brand else "")

    def _mixture(self, several: list[str]) -> str:
        """The treatment that a product of several ingredients is, as it is listed; refused where one of them is one."""
        substances = [self._substance(one) for one in several]
        plain = sorted(one or _before_amount(written) for one, written in zip(substances, several, strict=True))
        for entry in self._mixed.entries:
            if entry.code.casefold() == "+".join(plain).casefold():
                return entry.means or _NONE
        if any(substances):
            which = next(one for one in substances if one)
            raise Refused("IMP2", f"A product of several ingredients, one of them {which}, is in no list.", "medication")
        return ""

    def _substance(self, written: str) -> str:
        words = _before_amount(_HOURS.sub("", written.strip())).split()
        while words:
            found = self._drug(" ".join(words))
            if found or words[-1].casefold() not in _SALTS:
                return found
            words = words[:-1]
        return ""

    def _written(self, codings: list[Coding]) -> Fraction | None:
        """The strength in the name that RxNorm gives a product of one ingredient: there it is milligrams of one piece."""
        for one in codings:
            found = _STRENGTH.findall(one.display) if one.system in _RXNORM and " / " not in one.display else []
            if len(found) == 1 and re.search(r"\b(tablet|capsule)\b", one.display, re.IGNORECASE):
                return Fraction(found[0][0]) / (1 if found[0][1].casefold() == "mg" else 1000)
        return None


#: A drug that is known to be no treatment of the vocabulary.
_NONE = "-"


def _before_amount(written: str) -> str:
    """The words before the first amount."""
    words: list[str] = []
    for word in written.strip().split():
        if _AMOUNT.match(word):
            break
        words.append(word)
    return " ".join(words).casefold()


def _strength(ingredients: list[Resource]) -> Fraction | None:
    """Milligrams of one piece, of a medication with one active ingredient."""
    active = [one for one in ingredients if one.get("isActive") is not False]
    if len(active) != 1:
        return None
    ratio = part(active[0], "strength")
    numerator, denominator = amount_of(ratio, "numerator"), amount_of(ratio, "denominator")
    if numerator is None or numerator.milligrams is None or denominator is None or not denominator.pieces:
        return None
    return numerator.milligrams / denominator.pieces
