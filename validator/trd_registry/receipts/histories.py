"""Finds the history that a result was made from: by the file it names, or among files handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trd_registry.loading.document import Document
from trd_registry.loading.history import history_from
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.receipts.reading import Recorded


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is taken for the one a result was made from."""

    path: Path
    document: Document


class Histories:
    """The files at hand, each read once."""

    def __init__(self, receipt: Path, given: Sequence[Path] = ()) -> None:
        self._beside = receipt.parent
        self._given = given
        self._documents: dict[Path, Document | None] = {}
        self._histories: dict[tuple[Path, tuple[tuple[str, str], ...]], History] = {}

    def find(self, recorded: Recorded) -> Found | None:
        """The file with the recorded digest; or else one that must be it, changed since; or None."""
        files = [Found(path, document) for path in self._places(recorded) if (document := self._read(path)) is not None]
        for found in files:
            if found.document.digest == recorded.file_digest:
                return found
        if not self._given:
            return next(iter(files), None)
        return next((one for one in files if _id_of(one.document) == recorded.history), None)

    def looked_in(self, recorded: Recorded) -> str:
        """Where it was looked for, for messages."""
        return ", ".join(dict.fromkeys(map(str, self._places(recorded)))) or "no file: the receipt names none"

    def load(self, found: Found, vocabularies: Vocabularies) -> History:
        """The history in a file. Raises InvalidInput where it does not pass its checks."""
        key = (found.path, tuple(sorted(vocabularies.versions.items())))
        if key not in self._histories:
            self._histories[key] = history_from(found.document, vocabularies)
        return self._histories[key]

    def _places(self, recorded: Recorded) -> list[Path]:
        if self._given:
            return list(self._given)
        return [Path(recorded.file), self._beside / recorded.file] if recorded.file else []

    def _read(self, path: Path) -> Document | None:
        if path not in self._documents:
            try:
                self._documents[path] = read_yaml(path)
            except InvalidInput:
                self._documents[path] = None
        return self._documents[path]


def _id_of(document: Document) -> object:
    return document.value.get("id") if isinstance(document.value, Mapping) else None
