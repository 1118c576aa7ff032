"""The lock: which files are released, and by which digest each is known for ever."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from trd_registry.loading.document import Document
from trd_registry.loading.registry import version_key
from trd_registry.loading.yaml_reader import read_yaml

_KEY = re.compile(r"(vocabularies/)?([a-z0-9]+(?:-[a-z0-9]+)*)@((?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2})")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, order=True)
class Entry:
    """One version of a definition or of a vocabulary, as the lock names it."""

    name: str
    version: str
    is_vocabulary: bool = False

    @property
    def key(self) -> str:
        """``conway-2017@1.0.0``, or ``vocabularies/treatments@1.0.0``."""
        return f"{'vocabularies/' if self.is_vocabulary else ''}{self.name}@{self.version}"


def entry_of(key: str) -> Entry | None:
    """What a key of the lock names; None where it is not written as one."""
    match = _KEY.fullmatch(key)
    return Entry(match[2], match[3], is_vocabulary=bool(match[1])) if match else None


@dataclass(frozen=True)
class Lock:
    """What is released. A registry without the file has not released anything yet."""

    path: Path
    digests: Mapping[str, str] = field(default_factory=dict)
    document: Document | None = None

    @property
    def exists(self) -> bool:
        """Whether anything was ever released here."""
        return self.document is not None

    def digest(self, entry: Entry) -> str | None:
        """The digest under which an entry was released; None where it was not."""
        return self.digests.get(entry.key)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Everything released."""
        return tuple(entry for entry in map(entry_of, self.digests) if entry is not None)

    def versions(self, name: str, *, is_vocabulary: bool = False) -> list[str]:
        """The released versions of a definition or vocabulary, rising."""
        found = [one.version for one in self.entries if (one.name, one.is_vocabulary) == (name, is_vocabulary)]
        return sorted(found, key=version_key)


def read_lock(path: Path, shown: Path | None = None) -> Lock:
    """Reads a lock; an empty one where there is no such file. Raises InvalidInput where it cannot be read.

    Args:
        path: Where it stands.
        shown: How messages name it, if otherwise.
    """
    if not path.is_file():
        return Lock(path)
    document = read_yaml(shown or path)
    lines = document.value if isinstance(document.value, Mapping) else {}
    return Lock(path, {key: digest for key, digest in lines.items() if is_line(key, digest)}, document)


def is_line(key: str, digest: object) -> bool:
    """Whether a line of the lock is one that a release can have written."""
    return entry_of(key) is not None and isinstance(digest, str) and _DIGEST.fullmatch(digest) is not None
