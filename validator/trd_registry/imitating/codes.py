"""Codes by which synthetic sources name conditions, procedures, scores and sexes: those of the concept sets."""

from dataclasses import dataclass
from typing import Any

from trd_registry.importing.concepts import load_concepts


@dataclass(frozen=True, slots=True)
class Code:
    """A code that one of the concept sets lists."""

    #: An address, as FHIR has it.
    system: str
    #: The OMOP vocabulary id of the system.
    vocabulary: str
    code: str
    #: What it is, in words.
    name: str


def code_of(concepts: str, means: str, systems: tuple[str, ...], name: str = "") -> Code | None:
    """The code that a concept set has for a meaning: the widest one of the first system that has any.

    Args:
        concepts: The concept set, such as conditions.
        means: What the code must mean, such as depressive-disorder.
        systems: Systems of the set, the wanted one first.
        name: What the set must say that the code is, where only that very concept will do.
    """
    data = load_concepts(concepts).data
    for system in systems:
        listed = [one for one in data["entries"] if _fits(one, system, means, name)]
        if listed:
            # One that takes in others stands for all of them.
            one = next((one for one in listed if one.get("match") == "descendants"), listed[0])
            names = [str(other) for other in data["systems"][system].get("names", ())]
            address = next((other for other in names if "/" in other), "")
            # Neither an address nor an OID; the name of the system is the id where no other is listed.
            ids = (other for other in names if "/" not in other and "." not in other)
            vocabulary = next(ids, str(data["systems"][system]["name"]))
            return Code(address, vocabulary, str(one["codes"][0]), str(one.get("says", means)))
    return None


def needed_code(concepts: str, means: str, systems: tuple[str, ...]) -> Code:
    """The same, where the set must have one."""
    found = code_of(concepts, means, systems)
    assert found is not None, (concepts, means, systems)
    return found


def _fits(entry: dict[str, Any], system: str, means: str, name: str) -> bool:
    """Whether an entry is of a system and a meaning; a mere beginning of codes is no code."""
    return (
        entry["system"] == system
        and entry.get("means") == means
        and entry.get("match") != "prefix"
        and (not name or entry.get("says") == name)
    )
