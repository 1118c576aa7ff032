"""Reads ``cohort.yaml``: what holds for every person of a cohort folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trd_registry.loading.document import Document
from trd_registry.loading.history import history_of_shape
from trd_registry.loading.shaped_file import read_shaped
from trd_registry.model.vocabulary import Vocabularies

#: The file that makes a folder a cohort.
DECLARATION = "cohort.yaml"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the cohort says of itself and of all its persons."""

    document: Document

    @property
    def data(self) -> Mapping[str, Any]:
        """The plain data of the file."""
        value: Mapping[str, Any] = self.document.value
        return value

    @property
    def records(self) -> Mapping[str, Any]:
        """The span of the records, as far as it holds for all."""
        found: Mapping[str, Any] = self.data.get("records", {})
        return found

    @property
    def repeats(self) -> frozenset[str]:
        """Tables in which two equal rows are two events."""
        return frozenset(self.data.get("repeats", ()))

    def unread(self, table: str) -> frozenset[str]:
        """Columns of a table that are there and are not read."""
        return frozenset(self.data.get("unread", {}).get(table, ()))


def is_cohort(folder: Path) -> bool:
    """Whether a folder is a cohort."""
    return (folder / DECLARATION).is_file()


def read_declaration(folder: Path, vocabularies: Vocabularies) -> Declaration:
    """What the folder declares; raises InvalidInput with every finding in ``cohort.yaml``."""
    document = read_shaped(folder / DECLARATION, "cohort")
    # What holds for all must be sound by itself: no row of a person is to blame for it.
    common = {key: document.value[key] for key in ("as_of", "complete", "trials_in") if key in document.value}
    records = document.value.get("records", {})
    if {"from", "to"} <= set(records):
        common["records"] = {"covers": [], **records}
    nobody = {"history": 1, "id": "nobody", **common}
    history_of_shape(Document(document.path, nobody, document.digest, document.values, document.keys), vocabularies)
    return Declaration(document)
