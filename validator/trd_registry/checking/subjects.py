"""What rules look at: a file of one kind, what was built from it, and what stands around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trd_registry.cases.case import CaseFile
from trd_registry.cases.running import CaseOutcome, run_cases
from trd_registry.checking.parts import Parts
from trd_registry.checking.standing import Standing
from trd_registry.checking.surroundings import Surroundings
from trd_registry.loading.document import Document
from trd_registry.loading.lock import Entry as LockEntry
from trd_registry.loading.lock import Lock
from trd_registry.loading.registry import version_key
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.releasing.step import Step, step_from

#: Rule trees looked at for one definition: one for every option, and no more than this.
MAX_TREES = 300


@dataclass(frozen=True)
class DefinitionFile:
    """A definition whose shape is sound."""

    document: Document
    definition: Definition
    standing: Standing
    surroundings: Surroundings

    @property
    def data(self) -> Mapping[str, Any]:
        """The document as plain data."""
        return self.definition.document

    @cached_property
    def parts(self) -> Parts:
        """Its rules as they are written."""
        return Parts(self.document)

    @property
    def vocabularies(self) -> Vocabularies | None:
        """The vocabularies in the versions that it pins; None where one of them cannot be used."""
        return self.surroundings.vocabularies_at(self.definition.pins)

    @cached_property
    def trees(self) -> tuple[Rules, ...]:
        """Its rules under the default readings first, then with each other option in turn."""
        readings = self.definition.readings.values()
        base = {reading.id: reading.default or next(iter(reading.options)) for reading in readings}
        swaps = [{**base, one.id: option} for one in readings for option in one.options if option != base[one.id]]
        return tuple(self.definition.rules(choices) for choices in [base, *swaps][:MAX_TREES])

    @property
    def entry(self) -> LockEntry | None:
        """How the lock names it, by its folder; None where it stands in no registry."""
        standing = self.standing
        return LockEntry(standing.name, standing.version) if standing.kind == "definition" else None

    @property
    def is_locked(self) -> bool:
        """Whether this version was released."""
        lock = self.surroundings.lock
        return lock is not None and self.entry is not None and lock.digest(self.entry) is not None

    @cached_property
    def predecessor(self) -> str | None:
        """For a version that waits to be released: the highest released version, where there is one."""
        lock = self.surroundings.lock
        if lock is None or self.entry is None or self.is_locked or self.definition.status != "released":
            return None
        return next(reversed(lock.versions(self.entry.name)), None)

    @cached_property
    def step(self) -> Step | None:
        """The step from the released version before it, and what it needs; None where there is none to compare."""
        if self.predecessor is None or version_key(self.predecessor) >= version_key(self.definition.version):
            return None
        try:
            return step_from(self.surroundings.registry, self.predecessor, self.definition)
        except RegistryError:  # a file around it cannot be used, which is a finding on that file
            return None


@dataclass(frozen=True)
class CasesFile:
    """A case file whose shape is sound; the rest is there as far as it could be read."""

    document: Document
    standing: Standing
    surroundings: Surroundings
    #: The definition the cases belong to, if it is sound itself.
    definition: DefinitionFile | None = None
    cases: CaseFile | None = None

    @cached_property
    def outcomes(self) -> list[CaseOutcome]:
        """Every case, run. Asked for only where cases, definition and vocabularies are sound."""
        assert self.cases is not None
        assert self.definition is not None
        assert self.definition.vocabularies is not None
        return run_cases(self.definition.definition, self.cases.cases, self.definition.vocabularies)


@dataclass(frozen=True)
class VocabularyFile:
    """A vocabulary whose shape is sound."""

    document: Document
    standing: Standing
    surroundings: Surroundings

    @property
    def entry(self) -> LockEntry | None:
        """How the lock names it, by its file; None where it stands in no registry."""
        standing = self.standing
        if standing.kind != "vocabulary":
            return None
        return LockEntry(standing.name, standing.version, is_vocabulary=True)


@dataclass(frozen=True)
class LockFile:
    """The lock, as far as it can be read."""

    document: Document
    standing: Standing
    lock: Lock
    surroundings: Surroundings

    def exists(self, entry: LockEntry) -> bool:
        """Whether the file of a released version is there."""
        if entry.is_vocabulary:
            return entry.version in self.surroundings.vocabulary_files.get(entry.name, {})
        families = self.surroundings.families.get(entry.name, ())
        folders = (self.standing.root / "definitions" / family / entry.name / entry.version for family in families)
        return any((folder / "definition.yaml").is_file() for folder in folders)


@dataclass(frozen=True)
class ReportFile:
    """What a report shows first, as a file whose shape is sound."""

    document: Document
    surroundings: Surroundings


@dataclass(frozen=True)
class HistoryFile:
    """A history that can be read."""

    document: Document
    standing: Standing
