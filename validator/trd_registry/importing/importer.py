"""What one way to import can know: from definitions/imports/, fact by fact, and so definition by definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from trd_registry.comparing.evaluability.data_sources import DataSources
from trd_registry.comparing.evaluability.evaluability import Verdict, evaluability_of
from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Document
from trd_registry.loading.registry import Registry
from trd_registry.loading.shaped_file import read_shaped

#: The vocabulary that names the facts.
FACTS = "data-sources"

_HERE = "import"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, or several that are recorded together, as this import knows it."""

    id: str
    name: str
    #: The same in as few words as possible.
    short: str
    #: usually, sometimes or no.
    level: str
    why: str
    #: Cells of the cohort that state it; None where it is not stated by cells.
    cells: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What this import can settle."""

    facts: tuple[Fact, ...]
    #: ``id@version`` -> what can be said by that definition.
    definitions: Mapping[str, Verdict]

    def name_of(self, fact: str) -> str:
        """The name of a fact by its id."""
        return next(one.name for one in self.facts if one.id == fact)


@dataclass(frozen=True, slots=True)
class Importer:
    """One way to import, as its file in definitions/imports/ describes it."""

    document: Document

    @property
    def data(self) -> Mapping[str, Any]:
        """The plain data of the file."""
        value: Mapping[str, Any] = self.document.value
        return value

    @property
    def reference(self) -> str:
        """Name and version."""
        return f"{self.data['import']}@{self.data['version']}"

    @property
    def program(self) -> str:
        """The version of the program; empty where it is not installed."""
        try:
            return version("trd-registry")
        except PackageNotFoundError:
            return ""

    def judged(self, registry: Registry, filled: Mapping[str, int], withheld: Mapping[str, str]) -> Judged:
        """What can be settled by what this import brought.

        Args:
            registry: Whose released definitions are asked, and whose vocabulary names the facts.
            filled: ``table.column`` -> cells that were filled.
            withheld: Fact by id -> why the source, as it was given, does not state it.
        """
        vocabulary = registry.vocabulary_file(FACTS, registry.latest_vocabularies[FACTS]).document
        facts = tuple(self._fact(key, one, filled, withheld) for key, one in vocabulary["facts"].items())
        known = DataSources(
            {
                "data_sources": {_HERE: {"name": self.data["title"], "short": self.data["import"], "says": ""}},
                "facts": {
                    one.id: {**vocabulary["facts"][one.id], "recorded": {_HERE: {"level": one.level, "why": one.why}}}
                    for one in facts
                },
            }
        )
        definitions = {
            one.reference: evaluability_of(one, registry.vocabularies_for(one), known).by_source[_HERE]
            for one in registry.released()
        }
        return Judged(facts, definitions)

    def _fact(self, key: str, entry: Mapping[str, Any], filled: Mapping[str, int], withheld: Mapping[str, str]) -> Fact:
        said: Mapping[str, Any] = self.data["facts"].get(key, self.data["otherwise"])
        name = str(entry["name"]), str(entry["short"])
        if key in withheld:
            return Fact(key, *name, "no", withheld[key], None)
        if "cells" not in said or said["level"] == "no":
            return Fact(key, *name, said["level"], said["why"], None)
        cells = sum(number for place, number in filled.items() if _is_among(place, said["cells"]))
        if not cells:
            return Fact(key, *name, "no", "No row of this source states it.", 0)
        return Fact(key, *name, said["level"], said["why"], cells)


def _is_among(place: str, cells: list[str]) -> bool:
    """Whether a column, or a bound or member of it, is one of these."""
    return any(place == one or place.startswith((f"{one}_a", f"{one}_b", f"{one}.")) for one in cells)


def load_importer(name: str) -> Importer:
    """The importer of this name. Raises InvalidInput where its file is not as it must be."""
    document = read_shaped(data_root() / "definitions" / "imports" / f"{name}.yaml", "imports")
    return Importer(document)
