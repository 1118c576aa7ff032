"""Which treatment a medication is: by its codes, by its ingredients, else by its name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.drugs import Drugs as Names
from trd_registry.importing.fhir.codes import Coding, codings_of, named
from trd_registry.importing.fhir.elements import Resource, part, text
from trd_registry.importing.fhir.outcomes import PassedOver, Refused
from trd_registry.importing.fhir.products import ProductNames
from trd_registry.importing.fhir.strengths import strength_of, written_strength
from trd_registry.loading.registry import Registry

ATC = ("http://www.whocc.no/atc", "2.16.840.1.113883.6.73")
RXNORM = ("http://www.nlm.nih.gov/research/umls/rxnorm", "2.16.840.1.113883.6.88")

_ELEMENT = "medication"


@dataclass(frozen=True, slots=True)
class Drug:
    """A treatment that was found."""

    #: Cells that name it: treatment, and class where only the group of a code is known.
    cells: Mapping[str, str]
    #: Milligrams of one tablet or capsule; None where they are not known exactly.
    strength: Fraction | None


@dataclass(frozen=True, slots=True)
class Known:
    """What one code or name says: cells of a treatment, or that it is none, or why that cannot be told."""

    cells: Mapping[str, str] | None = None
    refused: str = ""


class Drugs:
    """Finds treatments for the medications of FHIR."""

    def __init__(self, registry: Registry) -> None:
        version = registry.latest_vocabularies["treatments"]
        treatments = registry.vocabulary_file("treatments", version).document["treatments"]
        self._rxnorm = {
            one["codes"]["rxnorm"]: key for key, one in treatments.items() if "rxnorm" in one.get("codes", {})
        }
        self._codes = Names(registry.vocabularies)
        self._products = load_concepts("rxnorm-products")
        self._names = ProductNames(registry.vocabularies)
        self._local = load_concepts("local-forms")
        self.references = (f"treatments@{version}", self._products.reference, *self._names.references)

    def of(self, concept: Resource, ingredients: list[Resource]) -> Drug:
        """The treatment that a medication is.

        Args:
            concept: Its CodeableConcept.
            ingredients: Those of its Medication, where there is one.

        Raises PassedOver where it is none, and Refused where it contradicts itself or may be one.
        """
        codings = codings_of(concept)
        known = list(self._coded(codings))
        if not any(one.cells for one in known):
            active = [part(one, "itemCodeableConcept") for one in ingredients if one.get("isActive") is not False]
            known += self._of_ingredients(active) if active else ()
            if not known:
                known += self._of_names(concept, codings)
        found = {one.cells["treatment"]: one.cells for one in known if one.cells}
        if len(found) > 1:
            told = f"Its codes and names mean different drugs: {', '.join(sorted(found))}."
            raise Refused("IMP4", told, _ELEMENT)
        if found:
            return Drug(next(iter(found.values())), strength_of(ingredients) or written_strength(codings, RXNORM))
        refused = next((one.refused for one in known if one.refused), "")
        told = named(concept)
        if not known:
            refused = f"The drug has only the code {told[:60]!r}, which no list has." if told else "No drug is named."
        if refused:
            raise Refused("IMP2", refused, _ELEMENT)
        raise PassedOver("no drug of the vocabulary of treatments", told.casefold())

    def _coded(self, codings: Iterable[Coding]) -> Iterator[Known]:
        for one in codings:
            if one.system in RXNORM and one.code:
                product = self._products.find("rxnorm", one.code)
                treatment = self._rxnorm.get(one.code) or (product.means if product is not None else "")
                if treatment:
                    yield Known({"treatment": treatment})
            elif one.system in ATC and one.code:
                found = self._codes.by_atc(one.code)
                yield Known(found.cells or None, found.refused)

    def _of_names(self, concept: Resource, codings: Iterable[Coding]) -> Iterator[Known]:
        names = {one.display: one.system in RXNORM for one in codings if one.display}
        if not names and not text(concept, "text"):
            names = {one.code: False for one in codings if self.is_name_system(one.system)}
        if text(concept, "text"):
            # Beside a name of RxNorm the text is that name again, or in short.
            names.setdefault(text(concept, "text"), any(names.values()))
        for name, is_official in names.items():
            found = self._names.find(name, is_official=is_official)
            yield Known({"treatment": found.treatment} if found.treatment else None, found.refused)

    def is_name_system(self, system: str) -> bool:
        """Whether the codes or identifiers of a system are names of drugs."""
        return self._local.find("name-systems", system) is not None

    def _of_ingredients(self, active: list[Resource]) -> Iterator[Known]:
        """What the active ingredients are together."""
        if len(active) == 1:
            codings = codings_of(active[0])
            known = list(self._coded(codings))
            yield from known if any(one.cells for one in known) else (*known, *self._of_names(active[0], codings))
            return
        names = [named(one) for one in active]
        found = self._names.mixture(names) if all(names) else None
        if found is None:
            yield Known(refused="An ingredient has no name.")
        else:
            yield Known({"treatment": found.treatment} if found.treatment else None, found.refused)
