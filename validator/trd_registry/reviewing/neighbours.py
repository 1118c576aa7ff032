"""The definitions that are most like one: which of them a reviewer should have open beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from trd_registry.comparing.dimensions.computing import values_of
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition

#: How many are shown.
NEAREST = 3

#: Answers that say that a definition does not ask.
_ABSENT = frozenset({NOT_ASKED.code, "not-counted", "n/a"})


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A definition that is like another, and in what."""

    definition: Definition
    #: Such as ``14 of 19 dimensions``.
    alike: str


#: Finds the nearest definitions in a registry, the nearest first. By dimensions here; by behaviour would be another.
Nearness: TypeAlias = Callable[[Definition, Registry], Sequence[Neighbour]]


def nearest_by_dimensions(definition: Definition, registry: Registry) -> Sequence[Neighbour]:
    """The latest versions of other definitions that answer most dimensions alike, under default readings.

    A dimension that neither asks about makes no two definitions alike. Empty for a record.
    """
    own = _values(registry, definition.reference)
    if not own:
        return ()
    found = []
    for other in registry.latest():
        if other.id != definition.id and other.is_executable:
            same, asked = _alike(own, _values(registry, other.reference))
            found.append((-same / max(asked, 1), other.id, Neighbour(other, f"{same} of {asked} dimensions")))
    return [one for *_, one in sorted(found, key=lambda each: each[:2])[:NEAREST]]


@cache
def _values(registry: Registry, reference: str) -> Mapping[str, Value]:
    """Worked out once for each definition, however many are changed."""
    definition = registry.get(reference)
    return values_of(definition, registry.vocabularies_for(definition))


def _alike(own: Mapping[str, Value], other: Mapping[str, Value]) -> tuple[int, int]:
    """How many dimensions have one answer, of those that at least one of the two asks about."""
    asked = [name for name, value in own.items() if not {value.code, other[name].code} <= _ABSENT]
    return sum(own[name].code == other[name].code for name in asked), len(asked)
