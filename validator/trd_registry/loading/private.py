"""The published registry, and beside it a folder of definitions that are published nowhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import Registry, VocabularyFile, _Entry, version_key
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import Finding, InvalidInput

#: Codes of what may not be in such a folder; the rules of these codes tell the same of a file that is checked.
TAKEN_ID, TAKEN_NAME = "TRD346", "TRD347"


def root_of(folder: Path) -> Path:
    """The root of a private folder: what holds ``definitions``; the folder ``definitions`` itself may be named too.

    Raises RegistryError where there is no such folder, or where it is what is published.
    """
    whole = folder.absolute()
    root = whole.parent if whole.name == "definitions" and not (whole / "definitions").is_dir() else whole
    if root.resolve() == data_root().resolve():
        raise RegistryError(f"{folder} is the published registry itself.", "Leave --registry out.")
    if not (root / "definitions").is_dir():
        message = f"There is no folder definitions in {folder}."
        raise RegistryError(message, "A private registry holds definitions/<family>/<id>/<version>/definition.yaml.")
    return root


class PrivateRegistry(Registry):
    """All that is published and what a private folder adds, under ids and names that are not taken.

    Definitions of the folder are marked ``private``; they may use the vocabularies of both.
    """

    def __init__(
        self,
        root: Path,
        published: Registry | None = None,
        *,
        unsound: Callable[[Path], Sequence[Finding]] = lambda _: (),
    ) -> None:
        super().__init__(root)
        self.published = published or Registry()
        self.own = Registry(root, private=True, unsound=unsound)

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        return {**self.published._entries, **self.own._entries}  # noqa: SLF001  # registries of one kind

    def _home(self, reference: str) -> Registry:
        return self.own if self.find(reference) in self.own.references() else self.published

    def get(self, reference: str) -> Definition:
        """As `Registry.get`; one of the private folder is marked so."""
        return self._home(reference).get(self.find(reference))

    def file_of(self, reference: str) -> Path:
        """The file of a definition, in whichever of the two it stands."""
        return self._home(reference).file_of(self.find(reference))

    def path_of(self, definition: Definition) -> Path:
        """The folder of one version of a definition, in whichever of the two it stands."""
        return (self.own if definition.private else self.published).path_of(definition)

    @cached_property
    def own_vocabularies(self) -> Mapping[str, tuple[str, ...]]:
        """The vocabularies of the private folder alone, each with its versions."""
        folder = self.root / "definitions" / "vocabularies"
        found: dict[str, list[str]] = {}
        for path in folder.glob("*/*.yaml"):
            found.setdefault(path.parent.name, []).append(path.stem)
        return {name: tuple(sorted(versions, key=version_key)) for name, versions in sorted(found.items())}

    @cached_property
    def vocabulary_versions(self) -> Mapping[str, tuple[str, ...]]:
        """Vocabulary -> its versions, rising, of both."""
        return {**self.published.vocabulary_versions, **self.own_vocabularies}

    def vocabulary_file(self, name: str, version: str) -> VocabularyFile:
        """One version of a vocabulary, from whichever of the two has it; raises UnknownVocabulary."""
        return (self.own if name in self.own_vocabularies else self.published).vocabulary_file(name, version)

    def vocabulary_path(self, name: str, version: str) -> Path:
        """Where one version of a vocabulary stands."""
        return (self.own if name in self.own_vocabularies else self.published).vocabulary_path(name, version)

    @cached_property
    def release_dates(self) -> Mapping[str, str]:
        """Of what is published; nothing private has a day on which it was."""
        return self.published.release_dates

    def refuse_what_is_taken(self) -> None:
        """Raises InvalidInput where an id or a vocabulary of the folder is one of the published registry."""
        findings = [*self._taken_ids(), *self._taken_names()]
        if findings:
            raise InvalidInput(findings)

    def _taken_ids(self) -> Iterator[Finding]:
        taken = {key.partition("@")[0] for key in self.published.references()}
        for key in self.own.references():
            name = key.partition("@")[0]
            if name in taken:
                yield read_yaml(self.own.file_of(key)).finding(("id",), TAKEN_ID, *about_taken_id(name))

    def _taken_names(self) -> Iterator[Finding]:
        for name, versions in self.own_vocabularies.items():
            if name in self.published.vocabulary_versions:
                for version in versions:
                    document = read_yaml(self.own.vocabulary_path(name, version))
                    yield document.finding(("vocabulary",), TAKEN_NAME, *about_taken_name(name))


def about_taken_id(name: str) -> tuple[str, str]:
    """Message and remedy for an id that a published definition bears."""
    return f"{name!r} is the id of a published definition.", "Give the private one another id, in the file and folder."


def about_taken_name(name: str) -> tuple[str, str]:
    """Message and remedy for a name that a published vocabulary bears."""
    return f"{name!r} is a vocabulary of the published registry.", "Give yours another name, in the file and folder."
