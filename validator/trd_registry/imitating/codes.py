"""Codes by which synthetic sources name conditions, procedures, scores and sexes: those of the concept sets."""

from collections.abc import Mapping
from dataclasses import dataclass

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


def code_of(concepts: str, means: str, systems: tuple[str, ...]) -> Code | None:
    """The code that a concept set has for a meaning: the widest one of the first system that has any.

    Args:
        concepts: The concept set, such as conditions.
        means: What the code must mean, such as depressive-disorder.
        systems: Systems of the set, the wanted one first.
    """
    found = load_concepts(concepts)
    for system in systems:
        listed = [one for one in found.entries if one.system == system and one.means == means and one.match != "prefix"]
        if listed:
            one = next((one for one in listed if one.match == "descendants"), listed[0])
            names = [str(name) for name in found.data["systems"][system].get("names", ())]
            address = next((name for name in names if "/" in name), "")
            vocabulary = next((name for name in names if "/" not in name), "")
            return Code(address, vocabulary, one.code, _said(found.data["entries"], one.code) or means)
    return None


def needed_code(concepts: str, means: str, systems: tuple[str, ...]) -> Code:
    """The same, where the set must have one."""
    found = code_of(concepts, means, systems)
    assert found is not None, (concepts, means, systems)
    return found


def _said(entries: list[Mapping[str, object]], code: str) -> str:
    """What an entry with this code says it is."""
    for one in entries:
        listed = one["codes"]
        if isinstance(listed, list) and code in [str(other) for other in listed]:
            return str(one.get("says", ""))
    return ""
