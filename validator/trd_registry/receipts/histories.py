"""Finds the history that a result was made from: by the file it names, or among files handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trd_registry.cohorts.folder.declaration import is_cohort
from trd_registry.loading.document import Document
from trd_registry.loading.history import history_from
from trd_registry.loading.origin import Origin
from trd_registry.loading.registry import Registry
from trd_registry.loading.rereading import read_again
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.receipts.reading import Recorded

#: Between the folder of a cohort and the person, in the place where a receipt names a file.
_PERSON = "#"


@dataclass(frozen=True, slots=True)
class Found:
    """A file, or a person of a cohort, that is taken for what a result was made from."""

    path: Path
    document: Document
    #: The person of a cohort as read; None for a file.
    person: History | None = None


class Histories:
    """The files at hand, each read once."""

    def __init__(self, receipt: Path, registry: Registry, given: Sequence[Path] = ()) -> None:
        self._beside = receipt.parent
        self._registry = registry
        self._given = given
        self._found: dict[Path, Found | None] = {}
        self._histories: dict[tuple[Path, tuple[tuple[str, str], ...]], History] = {}

    def find(self, recorded: Recorded) -> Found | None:
        """The file with the recorded digest; or else one that must be it, changed since; or None."""
        files = [found for path in self._places(recorded) if (found := self._read(path)) is not None]
        for found in files:
            if found.document.digest == recorded.file_digest:
                return found
        if not self._given:
            return next(iter(files), None)
        return next((one for one in files if _id_of(one) == recorded.history), None)

    def looked_in(self, recorded: Recorded) -> str:
        """Where it was looked for, for messages."""
        return ", ".join(dict.fromkeys(map(str, self._places(recorded)))) or "no file: the receipt names none"

    def load(self, found: Found, vocabularies: Vocabularies) -> History:
        """The history in a file. Raises InvalidInput where it does not pass its checks."""
        if found.person is not None:
            return read_again(found.person, vocabularies, "the receipt")
        key = (found.path, tuple(sorted(vocabularies.versions.items())))
        if key not in self._histories:
            self._histories[key] = history_from(found.document, vocabularies)
        return self._histories[key]

    def _places(self, recorded: Recorded) -> list[Path]:
        if self._given:
            return [Path(f"{path}{_PERSON}{recorded.history}") if is_cohort(path) else path for path in self._given]
        return [Path(recorded.file), self._beside / recorded.file] if recorded.file else []

    def _read(self, path: Path) -> Found | None:
        if path not in self._found:
            folder, mark, person = str(path).rpartition(_PERSON)
            try:
                if mark and is_cohort(Path(folder)):
                    self._found[path] = self._person(path, Path(folder), person)
                else:
                    self._found[path] = Found(path, read_yaml(path))
            except (InvalidInput, RegistryError):
                self._found[path] = None
        return self._found[path]

    def _person(self, path: Path, folder: Path, name: str) -> Found | None:
        from trd_registry.cohorts.folder.folder import Cohort  # needs the extra `cohort`

        for person in Cohort(folder, self._registry.vocabularies).persons([name]):
            assert isinstance(person.history.origin, Origin)
            return Found(path, person.history.origin.document, person.history)
        return None


def _id_of(found: Found) -> object:
    if found.person is not None:
        return found.person.id
    value = found.document.value
    return value.get("id") if isinstance(value, Mapping) else None
