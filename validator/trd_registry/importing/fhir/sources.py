"""The files of an import: those named and those in folders named, packed or not."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import Finding, InvalidInput

_LINES = (".ndjson", ".jsonl")
_DOCUMENTS = (".json",)


@dataclass(frozen=True, slots=True)
class Source:
    """One file."""

    path: Path
    #: How messages and rejects call it: its name, with as many folders as tell it from the others.
    name: str
    #: One resource a line; else it is seen from the content.
    in_lines: bool
    #: Found in a folder, and not named: it need not be meant.
    in_folder: bool = False

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, unpacked; raises InvalidInput where the file cannot be read or is damaged."""
        try:
            if self.path.suffix == ".gz":
                with gzip.open(self.path) as unpacked:
                    yield cast("IO[bytes]", unpacked)
            else:
                with self.path.open("rb") as stream:
                    yield stream
        except (OSError, EOFError, zlib.error) as error:
            told = str(error) or type(error).__name__
            remedy = "Look at the file; nothing was imported."
            raise InvalidInput(
                [Finding(str(self.path), 1, 1, "TRD101", f"It cannot be read: {told}.", remedy)]
            ) from None


def find_sources(named: Sequence[Path]) -> tuple[list[Source], list[Path]]:
    """The files to read, each once and by name, and those of the folders that are passed over.

    Raises RegistryError where a named file is not there or is none that can be read, or a folder has none.
    """
    found: dict[Path, tuple[Path, bool]] = {}
    passed: list[Path] = []
    for one in named:
        if one.is_dir():
            inside = sorted(path for path in one.rglob("*") if path.is_file() and not path.name.startswith("."))
            readable = [path for path in inside if _form(path)]
            passed += [path for path in inside if not _form(path)]
            if not readable:
                raise RegistryError(
                    f"There is no FHIR data in {one}.", "Files end in .json or .ndjson, or .gz after it."
                )
            found = {path.resolve(): (path, True) for path in readable} | found
        elif not one.is_file():
            raise RegistryError(f"There is no file {one}.", "Name files or folders of FHIR data in JSON.")
        elif not _form(one):
            raise RegistryError(
                f"{one} is not read.", "Files end in .json or .ndjson, or .gz after it; XML is not read."
            )
        else:
            found[one.resolve()] = (one, False)
    names = _names(list(found))
    made = [
        Source(path, names[real], _form(path) == "lines", in_folder)
        for real, (path, in_folder) in sorted(found.items())
    ]
    return made, passed


def _form(path: Path) -> str:
    """lines, document, or empty where it is neither."""
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if suffix.casefold() in _LINES:
        return "lines"
    return "document" if suffix.casefold() in _DOCUMENTS else ""


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Path -> the shortest end of it that tells it from the others."""
    for parts in range(1, max((len(path.parts) for path in paths), default=1) + 1):
        names = ["/".join(path.parts[-parts:]) for path in paths]
        if len(set(names)) == len(names):
            return dict(zip(paths, names, strict=True))
    return {path: str(path) for path in paths}
