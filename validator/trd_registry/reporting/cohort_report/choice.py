"""Which definitions a report shows first where nobody names any: a choice that is data, with a reason for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Document
from trd_registry.loading.shaped_file import read_shaped


@dataclass(frozen=True, slots=True)
class Choice:
    """One file in definitions/reports/."""

    document: Document

    @property
    def data(self) -> Mapping[str, Any]:
        """The plain data of the file."""
        value: Mapping[str, Any] = self.document.value
        return value

    @property
    def reference(self) -> str:
        """Name and version."""
        return f"{self.data['report']}@{self.data['version']}"

    @property
    def featured(self) -> Mapping[str, str]:
        """Ids of definitions in the order in which they are shown, each with the reason."""
        return {one["definition"]: one["why"] for one in self.data["featured"]}

    @property
    def reclassified(self) -> Mapping[tuple[str, str], str]:
        """Pairs of ids, the first of which is the one that persons come from, each with the reason."""
        return {(one["from"], one["to"]): one["why"] for one in self.data["reclassified"]}

    def named(self) -> Iterator[str]:
        """Every id in it."""
        yield from self.featured
        for pair in self.reclassified:
            yield from pair


def load_choice(name: str = "cohort") -> Choice:
    """The choice of this name; raises InvalidInput where its file is not as it must be."""
    document = read_shaped(data_root() / "definitions" / "reports" / f"{name}.yaml", "reports")
    return Choice(document)
