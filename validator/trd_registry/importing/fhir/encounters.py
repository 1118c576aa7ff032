"""Where a diagnosis was made: the class of the encounter that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.fhir.days import date_of, is_day
from trd_registry.importing.fhir.elements import Resource, check_unmodified, part, text
from trd_registry.importing.fhir.identity import pointer_of
from trd_registry.importing.fhir.outcomes import Refused
from trd_registry.importing.fhir.store import Store

#: Statuses of an encounter that took place, or is taking place.
_TOOK_PLACE = frozenset({"arrived", "triaged", "in-progress", "onleave", "finished"})


@dataclass(frozen=True, slots=True)
class Encounter:
    """What an encounter says of the diagnoses made in it."""

    #: Cells of a diagnosis: setting, where the class tells it.
    cells: Mapping[str, str] = field(default_factory=dict)
    #: The day on which it began; empty where it is not stated to the day.
    began: str = ""


_NOTHING = Encounter()


class Encounters:
    """The encounters of the sources. One that is missing or cannot be read leaves the setting unknown.

    Args:
        store: Where they are held.
        aliases: Address of an entry in a bundle -> ``Type/id``.
    """

    def __init__(self, store: Store, aliases: Mapping[str, str]) -> None:
        self._store, self._aliases = store, aliases
        self._settings = load_concepts("settings")
        #: Those of which something was taken.
        self.used: set[str] = set()

    @property
    def reference(self) -> str:
        """The list that is asked."""
        return self._settings.reference

    def of(self, resource: Resource, *, day: bool) -> Encounter:
        """What the encounter that a resource names in `encounter` says.

        Args:
            resource: The one that names it.
            day: Whether the day on which it began is needed.
        """
        try:
            pointer = pointer_of(part(resource, "encounter"), "Encounter")
            if pointer is None or not pointer.key:
                return _NOTHING
            key = self._aliases.get(pointer.key, pointer.key)
            found = self._store.one("Encounter", key)
            said = _NOTHING if found is None else self._said(found)
        except Refused:
            return _NOTHING
        if said.cells or (day and said.began):
            self.used.add(key)
        return said

    def _said(self, resource: Resource) -> Encounter:
        check_unmodified(resource)
        if text(resource, "status") not in _TOOK_PLACE:
            return _NOTHING
        coding = part(resource, "class")
        system = self._settings.system_of(text(coding, "system").removeprefix("urn:oid:"))
        found = self._settings.find(system, text(coding, "code")) if system else None
        began = date_of(part(resource, "period"), "start")
        return Encounter({"setting": found.means} if found else {}, began if is_day(began) else "")
