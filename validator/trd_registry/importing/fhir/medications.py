"""The medication of an entry: in a code, in a resource of its own, or in one contained."""

from dataclasses import dataclass, field
from typing import Any

from trd_registry.importing.fhir.drugs import Drug, Drugs
from trd_registry.importing.fhir.elements import Resource, check_unmodified, part, parts, text
from trd_registry.importing.fhir.identity import pointer_of
from trd_registry.importing.fhir.outcomes import Refused


@dataclass
class Medications:
    """The medications of the sources."""

    drugs: Drugs
    aliases: dict[str, str] = field(default_factory=dict)
    _there: dict[str, Resource] = field(default_factory=dict)
    #: Those to which something that was read refers.
    referred: set[str] = field(default_factory=set)

    def add(self, key: str, resource: Resource) -> None:
        """A medication is there."""
        self._there[key] = resource

    def drug_of(self, resource: Resource) -> Drug:
        """The treatment that an entry is about; raises PassedOver where it is none, Refused where it is not told."""
        concept = part(resource, "medicationCodeableConcept")
        if concept:
            return self.drugs.of(concept, [])
        reference = part(resource, "medicationReference")
        if not reference:
            raise Refused("TRD202", "No medication is named.", "medication")
        found = self._found(resource, reference)
        if found is None:
            told = text(reference, "display")
            if told:
                return self.drugs.of({"text": told}, [])
            raise Refused("IMP5", "The Medication that it refers to is not there.", "medicationReference")
        check_unmodified(found)
        if text(found, "status") == "entered-in-error":
            raise Refused("IMP4", "Its Medication was entered in error.", "medicationReference")
        ingredients = parts(found, "ingredient")
        concept = part(found, "code") or {"text": text(reference, "display")}
        return self.drugs.of({**concept, "text": text(concept, "text") or self._name_of(found)}, ingredients)

    def _name_of(self, medication: Resource) -> str:
        """The name by which a medication is identified, where a system of names does that."""
        for one in parts(medication, "identifier"):
            if self.drugs.is_name_system(text(one, "system")):
                return text(one, "value")
        return ""

    def _found(self, resource: Resource, reference: Resource) -> Resource | None:
        pointer = pointer_of(reference, "Medication")
        if pointer is None:
            return None
        if pointer.contained:
            inside: list[Any] = [
                one for one in parts(resource, "contained") if f"#{one.get('id')}" == pointer.contained
            ]
            return inside[0] if len(inside) == 1 else None
        key = self.aliases.get(pointer.key, pointer.key)
        self.referred.add(key)
        return self._there.get(key)
