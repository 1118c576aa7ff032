"""What stands around a file: the other definitions and the vocabularies of its registry."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Document
from trd_registry.loading.lock import Lock, read_lock
from trd_registry.loading.private import PrivateRegistry
from trd_registry.loading.registry import FAMILIES, LOCK, Registry, version_key
from trd_registry.loading.schema import check_shape
from trd_registry.loading.vocabulary import build_vocabularies
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies


class Surroundings:
    """A registry seen from one of its files.

    A folder without vocabularies of its own uses the published ones; a private one uses both.
    """

    def __init__(self, root: Path, published: "Surroundings | None" = None) -> None:
        self.root = root
        #: For a private folder: what is published beside it.
        self.published = published
        self._documents: dict[Path, Document | None] = {}
        self._built: dict[frozenset[tuple[str, str]], Vocabularies | None] = {}

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """Definition id -> the families in which a folder has that name."""
        found: dict[str, list[str]] = {}
        for family in FAMILIES:
            for folder in _folders(self.root / "definitions" / family):
                found.setdefault(folder.name, []).append(family)
        return {name: tuple(families) for name, families in found.items()}

    @property
    def ids(self) -> list[str]:
        """Every definition that can be referred to."""
        return [*self.families, *(self.published.families if self.published is not None else ())]

    @cached_property
    def vocabulary_files(self) -> Mapping[str, Mapping[str, Path]]:
        """Vocabulary -> version -> file, versions rising."""
        found: dict[str, dict[str, Path]] = {}
        own = self.root / "definitions" / "vocabularies"
        if self.published is not None:
            found = {name: dict(files) for name, files in self.published.vocabulary_files.items()}
        for folder in _folders(own if own.is_dir() else data_root() / "definitions" / "vocabularies"):
            if self.published is not None and folder.name in self.published.vocabulary_files:
                continue  # the name is taken, which is another rule's finding
            files = sorted(folder.glob("*.yaml"), key=lambda path: version_key(path.stem))
            if files:
                found[folder.name] = {path.stem: path for path in files}
        return found

    @property
    def vocabularies(self) -> Vocabularies | None:
        """The latest version of every vocabulary; None where one of them cannot be used."""
        return self.vocabularies_at({})

    def vocabularies_at(self, pins: Mapping[str, str]) -> Vocabularies | None:
        """The pinned versions, and the latest where none is pinned; None where one of them cannot be used.

        A version that does not exist is another rule's finding: the latest stands in for it.
        """
        chosen = {
            name: pins[name] if pins.get(name) in files else list(files)[-1]
            for name, files in self.vocabulary_files.items()
        }
        key = frozenset(chosen.items())
        if key not in self._built:
            self._built[key] = self._build(chosen)
        return self._built[key]

    @cached_property
    def lock(self) -> Lock | None:
        """What is released here; None where the lock cannot be read, which is a finding on the lock itself."""
        try:
            return read_lock(self.root / "definitions" / LOCK)
        except InvalidInput:
            return None

    @cached_property
    def registry(self) -> Registry:
        """The definitions of this root, for whoever must run one of them."""
        return Registry(self.root) if self.published is None else PrivateRegistry(self.root)

    def _document(self, path: Path) -> Document | None:
        """A vocabulary file, or None where it cannot be used."""
        if path not in self._documents:
            try:
                document = read_yaml(path)
                self._documents[path] = None if check_shape(document, "vocabulary") else document
            except InvalidInput:
                self._documents[path] = None
        return self._documents[path]

    def _build(self, chosen: Mapping[str, str]) -> Vocabularies | None:
        documents = {}
        for name, version in chosen.items():
            document = self._document(self.vocabulary_files[name][version])
            if document is None:
                return None
            documents[name] = document.value
        if not {"treatments", "scales", "psychotherapies"} <= documents.keys():
            return None
        try:
            return build_vocabularies(documents)
        except ValueError:  # bounds of a response category, or a scale's range, that hold no number
            return None


@cache
def surroundings_of(root: Path, *, private: bool = False) -> Surroundings:
    """One view for all files of a registry, so that its vocabularies are read once."""
    return Surroundings(root, surroundings_of(data_root()) if private else None)


def _folders(parent: Path) -> Iterable[Path]:
    return sorted(one for one in parent.iterdir() if one.is_dir()) if parent.is_dir() else ()
