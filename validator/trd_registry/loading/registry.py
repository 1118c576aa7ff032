"""The registry: every definition and vocabulary, read when first asked for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.definition import build_definition
from trd_registry.loading.schema import check_shape
from trd_registry.loading.vocabulary import build_vocabularies
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.errors import UnknownDefinition, UnknownVersion
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies

FAMILIES = ("staging", "consensus", "regulatory", "payer", "eligibility", "phenotypes")

#: Written into the wheel: every document already checked, so that evaluating need not read YAML.
BUNDLE = "bundle.json"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One version of one definition, not read yet."""

    id: str
    version: str
    family: str
    path: Path


class Registry:
    """Definitions and vocabularies under one root folder.

    A released definition is looked up by ``id`` (its latest version) or ``id@version``.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or data_root()
        self._built: dict[str, Definition] = {}

    @cached_property
    def _bundle(self) -> dict[str, Any] | None:
        path = self.root / BUNDLE
        return json.loads(path.read_text("utf-8")) if path.is_file() else None

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        """``id@version`` -> entry, by family and id, versions rising."""
        if self._bundle is not None:
            return {
                name: _Entry(name.partition("@")[0], name.partition("@")[2], one["family"], self.root)
                for name, one in self._bundle["definitions"].items()
            }
        found = [
            _Entry(path.parent.parent.name, path.parent.name, family, path)
            for family in FAMILIES
            for path in (self.root / "definitions" / family).glob("*/*/definition.yaml")
        ]
        found.sort(key=lambda entry: (FAMILIES.index(entry.family), entry.id, version_key(entry.version)))
        return {f"{entry.id}@{entry.version}": entry for entry in found}

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """The latest version of every vocabulary."""
        if self._bundle is not None:
            return build_vocabularies(self._bundle["vocabularies"])
        return build_vocabularies({path.parent.name: read_yaml(path).value for path in self.vocabulary_files()})

    def vocabulary_files(self) -> list[Path]:
        """The file of the latest version of every vocabulary."""
        files: dict[str, Path] = {}
        for path in (self.root / "definitions" / "vocabularies").glob("*/*.yaml"):
            known = files.get(path.parent.name)
            if known is None or version_key(known.stem) < version_key(path.stem):
                files[path.parent.name] = path
        return [files[name] for name in sorted(files)]

    def references(self) -> list[str]:
        """``id@version`` of every definition, by family and id."""
        return list(self._entries)

    def get(self, reference: str) -> Definition:
        """The definition of this id (latest version) or ``id@version``.

        Raises UnknownDefinition, or InvalidInput where the file itself does not pass its checks.
        """
        name, at, version = reference.partition("@")
        candidates = [key for key in self._entries if key.partition("@")[0] == name]
        if candidates and at:
            versions = [key.partition("@")[2] for key in candidates]
            candidates = [key for key in candidates if key == reference]
            if not candidates:
                raise UnknownVersion(name, version, versions)
        if not candidates:
            raise UnknownDefinition(reference, [key.partition("@")[0] for key in self._entries])
        key = candidates[-1]
        if key not in self._built:
            self._built[key] = self._read(self._entries[key])
        return self._built[key]

    def latest(self) -> Iterator[Definition]:
        """The latest version of every definition, records included."""
        for name in dict.fromkeys(key.partition("@")[0] for key in self._entries):
            yield self.get(name)

    def released(self) -> list[Definition]:
        """The latest version of every definition that is released: what is run when none is named."""
        return [one for one in self.latest() if one.status == "released"]

    def drafts(self) -> list[Definition]:
        """The latest version of every draft."""
        return [one for one in self.latest() if one.status == "draft"]

    def path_of(self, definition: Definition) -> Path:
        """The folder of one version of a definition: its rules and its cases."""
        return self.root / "definitions" / definition.family / definition.id / definition.version

    def cases_path(self, definition: Definition) -> Path:
        """The file of its worked cases."""
        return self.path_of(definition) / "cases.yaml"

    def definition_text(self, definition: Definition) -> str:
        """The file of a definition as it stands."""
        return (self.path_of(definition) / "definition.yaml").read_text("utf-8")

    def vocabulary_text(self, name: str) -> str:
        """The file of a vocabulary as it stands."""
        version = self.vocabularies.versions[name]
        return (self.root / "definitions" / "vocabularies" / name / f"{version}.yaml").read_text("utf-8")

    def _read(self, entry: _Entry) -> Definition:
        if self._bundle is not None:
            one = self._bundle["definitions"][f"{entry.id}@{entry.version}"]
            return build_definition(one["document"], family=entry.family, digest=one["digest"])
        document = read_yaml(entry.path)
        findings = check_shape(document, "definition")
        if findings:
            raise InvalidInput(findings)
        return build_definition(document.value, family=entry.family, digest=document.digest)


def version_key(version: str) -> tuple[int, ...]:
    """Semantic versions in their order: 1.10.0 after 1.9.0."""
    return tuple(int(part) if part.isdigit() else -1 for part in version.split("."))
