"""The registry: every definition and vocabulary, read when first asked for."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.definition import build_definition
from trd_registry.loading.release_dates import DATES, read_dates
from trd_registry.loading.rereading import read_again
from trd_registry.loading.schema import check_shape
from trd_registry.loading.vocabulary import build_vocabularies
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.errors import UnknownDefinition, UnknownVersion, UnknownVocabulary
from trd_registry.model.finding import Finding, InvalidInput
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

FAMILIES = ("staging", "consensus", "regulatory", "payer", "eligibility", "phenotypes")

#: Written into the wheel: every document already checked, so that evaluating need not read YAML.
BUNDLE = "bundle.json"

#: Beside the families: ``id@version`` -> digest of every file that will never change again.
LOCK = "released.lock"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One version of one definition, not read yet."""

    id: str
    version: str
    family: str
    path: Path


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """One version of one vocabulary, as its file has it."""

    document: Mapping[str, Any]
    digest: str


class Registry:
    """Definitions and vocabularies under one root folder.

    A definition is looked up by ``id`` (its latest version) or ``id@version``. Files are read when they are first
    asked for and never written; `registry` gives the one that comes with the package.

    Args:
        root: What holds ``definitions``; the published registry unless another is named.
        private: Whether its definitions are published nowhere.
        unsound: Gives what keeps the definition in a file, whose shape is sound, from being run. What is published was
            checked before; definitions from elsewhere need it.
    """

    def __init__(
        self,
        root: Path | None = None,
        *,
        private: bool = False,
        unsound: Callable[[Path], Sequence[Finding]] = lambda _: (),
    ) -> None:
        self.root = root or data_root()
        self._private = private
        self._unsound = unsound
        self._built: dict[str, Definition] = {}
        self._read_vocabularies: dict[tuple[str, str], VocabularyFile] = {}
        self._vocabularies: dict[frozenset[tuple[str, str]], Vocabularies] = {}

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
    def vocabulary_versions(self) -> Mapping[str, tuple[str, ...]]:
        """Vocabulary -> its versions, rising."""
        if self._bundle is not None:
            return {name: tuple(versions) for name, versions in self._bundle["vocabularies"].items()}
        found: dict[str, list[str]] = {}
        for path in self._vocabulary_folder.glob("*/*.yaml"):
            found.setdefault(path.parent.name, []).append(path.stem)
        return {name: tuple(sorted(found[name], key=version_key)) for name in sorted(found)}

    @property
    def latest_vocabularies(self) -> dict[str, str]:
        """Vocabulary -> its latest version."""
        return {name: versions[-1] for name, versions in self.vocabulary_versions.items()}

    @property
    def vocabularies(self) -> Vocabularies:
        """The latest version of every vocabulary."""
        return self.vocabularies_at({})

    def vocabularies_for(self, definition: Definition) -> Vocabularies:
        """The versions that a definition pins, and the latest of every other vocabulary.

        Raises UnknownVocabulary where a pinned version is not in the registry.
        """
        return self.vocabularies_at(definition.pins)

    def vocabularies_at(self, versions: Mapping[str, str]) -> Vocabularies:
        """The named versions, and the latest of every vocabulary that is not named; built once for each set.

        Raises UnknownVocabulary, and InvalidInput where one of them does not pass its checks.
        """
        wanted = {**self.latest_vocabularies, **versions}
        key = frozenset(wanted.items())
        if key not in self._vocabularies:
            files = {name: self.vocabulary_file(name, version).document for name, version in wanted.items()}
            try:
                self._vocabularies[key] = build_vocabularies(files)
            except (KeyError, TypeError, AttributeError):
                # Shapes are looked at where building fails: that takes longer than all the rest.
                self._refuse_misshapen(wanted)
                raise
        return self._vocabularies[key]

    def _refuse_misshapen(self, versions: Mapping[str, str]) -> None:
        """Raises InvalidInput with what is wrong with the shape of these vocabularies, where anything is."""
        paths = [self.vocabulary_path(name, version) for name, version in versions.items()]
        findings = [one for path in paths if path.is_file() for one in check_shape(read_yaml(path), "vocabulary")]
        if findings:
            raise InvalidInput(findings)

    def as_pinned(self, history: History, definition: Definition) -> tuple[History, Vocabularies]:
        """A history and the vocabularies, both as a definition wants them: in the versions that it pins.

        The history comes back as it is where it was read with those versions. Raises UnknownVocabulary,
        and InvalidInput where the pinned version does not know a name that the history uses.
        """
        vocabularies = self.vocabularies_for(definition)
        return read_again(history, vocabularies, definition.reference), vocabularies

    def vocabulary_file(self, name: str, version: str) -> VocabularyFile:
        """One version of a vocabulary with the digest of its file; raises UnknownVocabulary."""
        if version not in self.vocabulary_versions.get(name, ()):
            raise UnknownVocabulary(name, version, self.vocabulary_versions)
        key = (name, version)
        if key not in self._read_vocabularies:
            if self._bundle is not None:
                self._read_vocabularies[key] = VocabularyFile(**self._bundle["vocabularies"][name][version])
            else:
                document = read_yaml(self.vocabulary_path(name, version))
                self._read_vocabularies[key] = VocabularyFile(document.value, document.digest)
        return self._read_vocabularies[key]

    def vocabulary_path(self, name: str, version: str) -> Path:
        """Where one version of a vocabulary stands."""
        return self._vocabulary_folder / name / f"{version}.yaml"

    @cached_property
    def _vocabulary_folder(self) -> Path:
        """A root without vocabularies of its own uses the published ones."""
        own = self.root / "definitions" / "vocabularies"
        return own if own.is_dir() else data_root() / "definitions" / "vocabularies"

    @property
    def lock_path(self) -> Path:
        """Where the digests of all released files stand."""
        return self.root / "definitions" / LOCK

    @cached_property
    def release_dates(self) -> Mapping[str, str]:
        """``id@version`` -> the day (ISO, UTC) on which it was released; what has no date kept is not among them."""
        return read_dates(self.root / "definitions" / DATES)

    def references(self) -> list[str]:
        """``id@version`` of every definition, by family and id."""
        return list(self._entries)

    def get(self, reference: str) -> Definition:
        """The definition of this id (latest version) or ``id@version``.

        Raises UnknownDefinition, or InvalidInput where the file itself does not pass its checks.
        """
        key = self.find(reference)
        if key not in self._built:
            self._built[key] = self._read(self._entries[key])
        return self._built[key]

    def find(self, reference: str) -> str:
        """The ``id@version`` that a reference means, without reading the file; raises UnknownDefinition."""
        name, at, version = reference.partition("@")
        candidates = [key for key in self._entries if key.partition("@")[0] == name]
        if candidates and at:
            versions = [key.partition("@")[2] for key in candidates]
            candidates = [key for key in candidates if key == reference]
            if not candidates:
                raise UnknownVersion(name, version, versions)
        if not candidates:
            raise UnknownDefinition(reference, [key.partition("@")[0] for key in self._entries])
        return candidates[-1]

    def file_of(self, reference: str) -> Path:
        """The file of a definition, read or not; raises UnknownDefinition."""
        entry = self._entries[self.find(reference)]
        return self.root / "definitions" / entry.family / entry.id / entry.version / "definition.yaml"

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

    def vocabulary_text(self, name: str, version: str = "") -> str:
        """The file of a vocabulary as it stands; the latest version unless one is named."""
        if name not in self.vocabulary_versions or version not in ("", *self.vocabulary_versions[name]):
            raise UnknownVocabulary(name, version, self.vocabulary_versions)
        return self.vocabulary_path(name, version or self.latest_vocabularies[name]).read_text("utf-8")

    def _read(self, entry: _Entry) -> Definition:
        if self._bundle is not None:
            one = self._bundle["definitions"][f"{entry.id}@{entry.version}"]
            return build_definition(one["document"], family=entry.family, digest=one["digest"])
        document = read_yaml(entry.path)
        findings = check_shape(document, "definition") or self._unsound(entry.path)
        if findings:
            raise InvalidInput(findings)
        return build_definition(document.value, family=entry.family, digest=document.digest, private=self._private)


def version_key(version: str) -> tuple[int, ...]:
    """Semantic versions in their order: 1.10.0 after 1.9.0."""
    return tuple(int(part) if part.isdecimal() and part.isascii() else -1 for part in version.split("."))
