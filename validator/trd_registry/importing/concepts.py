"""Concept sets: which codes of the world's code systems mean what a cohort can say, from definitions/concepts/."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import version_key
from trd_registry.loading.shaped_file import read_shaped
from trd_registry.model.errors import RegistryError, suggest


@dataclass(frozen=True, slots=True)
class Concept:
    """What one code, or all that begin with it or lie below it, means."""

    system: str
    code: str
    #: exact, prefix (all codes that begin with it) or descendants (those below it in a hierarchy; also itself).
    match: str
    #: What it means here; empty where it is left out on purpose, though a wider entry would take it in.
    means: str
    #: More that the code says: columns of the cohort -> value.
    also: Mapping[str, Any]
    #: primary, secondary, recalled or judgement.
    evidence: str


@dataclass(frozen=True)
class ConceptSet:
    """One version of one concept set."""

    name: str
    version: str
    data: Mapping[str, Any]
    entries: tuple[Concept, ...]
    _exact: Mapping[tuple[str, str], Concept] = field(repr=False)
    _prefixes: Mapping[tuple[str, str], Concept] = field(repr=False)

    @property
    def reference(self) -> str:
        """Name and version."""
        return f"{self.name}@{self.version}"

    def find(self, system: str, code: str) -> Concept | None:
        """The entry of a code: its own, else that of the longest beginning; None where there is none.

        Codes are compared without regard to capitals, dots and spaces. Descendants are not followed: the hierarchy
        is the source's; ask for `entries`.
        """
        wanted = plain(code)
        found = self._exact.get((system, wanted))
        for length in range(len(wanted), 0, -1):
            if found is not None:
                break
            found = self._prefixes.get((system, wanted[:length]))
        return found if found is not None and found.means else None

    def system_of(self, name: str) -> str | None:
        """The system that goes by an address (FHIR), an OMOP vocabulary id, an OID or a name; None where none does."""
        for key, one in self.data["systems"].items():
            if name.casefold() in {str(other).casefold() for other in (key, one["name"], *one.get("names", ()))}:
                return str(key)
        return None


def plain(code: str) -> str:
    """A code without what is written differently from place to place."""
    return "".join(one for one in code.casefold() if one not in ". ")


@cache
def load_concepts(name: str, version: str = "") -> ConceptSet:
    """A concept set, the latest version unless one is named.

    Raises RegistryError where there is none, and InvalidInput where its file is not as it must be.
    """
    folder = data_root() / "definitions" / "concepts"
    versions = sorted((path.stem for path in (folder / name).glob("*.yaml")), key=version_key)
    if not versions or version not in ("", *versions):
        there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        raise RegistryError(f"There is no concept set {name!r} {version}".rstrip() + ".", suggest(name, there))
    document = read_shaped(folder / name / f"{version or versions[-1]}.yaml", "concepts")
    entries = tuple(_entries(document.value))
    exact = {(one.system, plain(one.code)): one for one in entries}
    prefixes = {(one.system, plain(one.code)): one for one in entries if one.match == "prefix"}
    return ConceptSet(name, document.value["version"], document.value, entries, exact, prefixes)


def _entries(data: Mapping[str, Any]) -> Iterator[Concept]:
    for entry in data["entries"]:
        evidence = entry["from"]["evidence"] if "from" in entry else "judgement"
        for code in entry["codes"]:
            yield Concept(
                entry["system"], str(code), entry.get("match", "exact"), entry.get("means", ""),
                entry.get("also", {}), evidence,
            )  # fmt: skip
