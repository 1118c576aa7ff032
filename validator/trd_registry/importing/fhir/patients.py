"""Who is meant by a reference to a patient, and what is said of a patient."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trd_registry.importing.fhir.days import date_of, days_within
from trd_registry.importing.fhir.elements import Resource, part, parts, text, truth
from trd_registry.importing.fhir.identity import Pointer, identifier_text, pointer_of
from trd_registry.importing.fhir.outcomes import Refused

_SEXES = {"female": "female", "male": "male", "other": "other", "unknown": ""}

#: Patients that follow each other by replacement; more is a circle.
_REPLACEMENTS = 20


@dataclass
class Patients:
    """The patients of the sources, by every name that a reference may use."""

    #: ``Type/id`` or urn -> ``Type/id``.
    aliases: dict[str, str] = field(default_factory=dict)
    #: ``Type/id`` -> the server where it lies.
    bases: dict[str, str] = field(default_factory=dict)
    _there: set[str] = field(default_factory=set)
    _replaced: dict[str, str] = field(default_factory=dict)
    #: ``system|value`` -> the patients that bear it.
    _identifiers: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: str, resource: Resource) -> None:
        """A patient is there. Raises Refused where it is not as FHIR has it."""
        self._there.add(key)
        for one in parts(resource, "identifier"):
            if found := identifier_text(one):
                self._identifiers.setdefault(found, set()).add(key)
        for link in parts(resource, "link"):
            other = pointer_of(part(link, "other"), "Patient")
            if text(link, "type") == "replaced-by" and other is not None and other.key:
                self._replaced[key] = self.aliases.get(other.key, other.key)

    def person_of(self, key: str) -> str:
        """What a patient is called in the cohort: the id."""
        return key.removeprefix("Patient/")

    def is_replaced(self, key: str) -> bool:
        """Whether another patient, who is there, has taken the place of this one."""
        return self._current(key) != key

    def meant(self, reference: Resource) -> tuple[str, str]:
        """Whom a reference means: the person's name, and why it is nobody of the cohort (empty where it is one).

        The name is empty where the reference cannot be followed: it may then be anybody.
        """
        pointer = pointer_of(reference, "Patient")
        if pointer is None or pointer.contained:
            return "", "It does not refer to a patient in a way that can be followed."
        key = self._key(pointer)
        if not key:
            return "", f"{pointer.told[:80]!r} is borne by several patients."
        if key not in self._there:
            return self.person_of(key), f"{key[:80]!r} is not among the patients of the sources."
        return self.person_of(self._current(key)), ""

    def _key(self, pointer: Pointer) -> str:
        if pointer.identifier:
            found = self._identifiers.get(pointer.identifier, {pointer.identifier})
            return next(iter(found)) if len(found) == 1 else ""
        key = self.aliases.get(pointer.key, pointer.key)
        base = self.bases.get(key, "")
        return f"{pointer.base}{key}" if pointer.base and base and pointer.base != base else key

    def _current(self, key: str) -> str:
        for _ in range(_REPLACEMENTS):
            following = self._replaced.get(key)
            if following is None or following not in self._there:
                return key
            key = following
        return key

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self._there)


def person_cells(resource: Resource, day: date) -> dict[str, Any]:
    """Sex and age of a patient on a day. Raises Refused where they are not as FHIR has them."""
    sex = text(resource, "gender")
    if sex and sex not in _SEXES:
        raise Refused("TRD204", f"{sex[:40]!r} is no gender of FHIR.", "gender")
    return {"sex": _SEXES.get(sex, ""), **_age(resource, day)}


def _age(resource: Resource, day: date) -> dict[str, int]:
    """Completed years, or their bounds where the day of birth is not known; none for those who died before."""
    born = date_of(resource, "birthDate")
    died = date_of(resource, "deceasedDateTime")
    if not born or truth(resource, "deceasedBoolean") or (died and died <= day.isoformat()):
        return {}
    # Whoever was born later in the year is younger.
    oldest, youngest = (_years(one, day) for one in days_within(born))
    if youngest < 0:
        raise Refused("TRD401", f"The patient was born on {born}, after {day}.", "birthDate")
    if oldest == youngest:
        return {"age": oldest}
    return {"age_at_least": youngest, "age_at_most": oldest}


def _years(born: str, day: date) -> int:
    first = date.fromisoformat(born)
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))
