"""Takes elements out of a resource that may hold anything, and says where one is not what FHIR says it is."""

from collections.abc import Mapping
from typing import Any

from trd_registry.importing.fhir.limits import NAME
from trd_registry.importing.fhir.outcomes import MODIFIED, Refused, malformed

Resource = Mapping[str, Any]


def part(of: Resource, name: str) -> Resource:
    """An object; empty where it is not there."""
    value = of.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise malformed(name, "it is no object")
    return value


def parts(of: Resource, name: str) -> list[Resource]:
    """A list of objects; empty where it is not there."""
    value = of.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise malformed(name, "it is no list of objects")
    return value


def text(of: Resource, name: str) -> str:
    """A string; empty where it is not there."""
    value = of.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise malformed(name, "it is no text")
    if len(value) > NAME:
        raise malformed(name, f"it has more than {NAME:,} characters")
    return value.strip()


def truth(of: Resource, name: str) -> bool:
    """A boolean; false where it is not there."""
    value = of.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise malformed(name, "it is neither true nor false")
    return value


def number(of: Resource, name: str) -> int | float | None:
    """A number; None where it is not there."""
    value = of.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise malformed(name, "it is no number")
    return value


def check_unmodified(resource: Resource) -> None:
    """Raises Refused where a part changes the meaning of the resource in a way that is not known here.

    FHIR forbids to process such a resource as if the part were not there.
    """
    if resource.get("implicitRules"):
        raise Refused(MODIFIED, "`implicitRules` names rules that are not known here.", "implicitRules")
    if _has_modifier(resource):
        raise Refused(
            MODIFIED, "A modifier extension changes its meaning in a way not known here.", "modifierExtension"
        )


def _has_modifier(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value.get("modifierExtension")) or any(map(_has_modifier, value.values()))
    return isinstance(value, list) and any(map(_has_modifier, value))
