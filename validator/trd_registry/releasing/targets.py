"""What is to be released: the versions that were named, with their files and digests."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trd_registry.loading.lock import Entry, Lock
from trd_registry.loading.registry import Registry


@dataclass(frozen=True, slots=True)
class Target:
    """One version of a definition or vocabulary that is to be released."""

    entry: Entry
    path: Path

    def digest(self) -> str:
        """The digest of the bytes of its file as they are now."""
        return f"sha256:{hashlib.sha256(self.path.read_bytes()).hexdigest()}"


def target_of(registry: Registry, reference: str) -> Target:
    """The latest version of a definition or vocabulary, or the one named with ``@``.

    Raises UnknownDefinition or UnknownVocabulary.
    """
    name, _, version = reference.partition("@")
    if name in registry.vocabulary_versions:
        return vocabulary_target(registry, name, version or registry.latest_vocabularies[name])
    name, _, version = registry.find(reference).partition("@")
    return Target(Entry(name, version), registry.file_of(f"{name}@{version}"))


def vocabulary_target(registry: Registry, name: str, version: str) -> Target:
    """One version of a vocabulary; raises UnknownVocabulary."""
    registry.vocabulary_file(name, version)
    return Target(Entry(name, version, is_vocabulary=True), registry.vocabulary_path(name, version))


def waiting(registry: Registry, lock: Lock) -> Iterator[str]:
    """Every definition that is called released in its latest version and is not in the lock."""
    for definition in registry.released():
        if lock.digest(Entry(definition.id, definition.version)) is None:
            yield definition.reference


def unlocked_pins(registry: Registry, targets: Sequence[Target], lock: Lock) -> list[tuple[Target, Target]]:
    """The pinned vocabularies that are neither released nor being released, each beside what pins it."""
    known = {target.entry for target in targets} | set(lock.entries)
    found = []
    for target in targets:
        if not target.entry.is_vocabulary:
            for name, version in registry.get(target.entry.key).pins.items():
                pinned = vocabulary_target(registry, name, version)
                if pinned.entry not in known:
                    found.append((target, pinned))
    return found
