"""What a rule is: a code, words for the catalogue, and one method that yields findings."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Generic, Literal, TypeVar

from trd_registry.checking.subjects import CasesFile, DefinitionFile, HistoryFile, LockFile, ReportFile, VocabularyFile
from trd_registry.loading.document import Document, Path
from trd_registry.model.finding import Finding

Level = Literal["error", "warning"]

Subject = TypeVar("Subject")


class Rule(ABC, Generic[Subject]):
    """One thing that can be wrong. It is an error or a warning, never both, and no other rule checks it."""

    #: TRD and three digits; the first digit is the layer. A code never changes its meaning.
    code: ClassVar[str]
    level: ClassVar[Level] = "error"
    #: What is wrong, as a short sentence.
    title: ClassVar[str]
    #: Why that matters.
    why: ClassVar[str]
    #: What to do, where a finding has nothing better to say.
    remedy: ClassVar[str]

    @abstractmethod
    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Every place in the subject where the rule is broken."""

    def at(self, document: Document, path: Path, message: str, remedy: str = "") -> Finding:
        """A finding of this rule at a part of a document."""
        line, column = document.position(path)
        advice = remedy[:1].upper() + remedy[1:] if remedy else self.remedy
        return Finding(document.path, line, column, self.code, message, advice, self.level)


class DefinitionRule(Rule[DefinitionFile]):
    """A rule for a definition whose shape is sound."""

    #: Whether a definition that breaks the rule has no rule trees to look at.
    prevents_binding: ClassVar[bool] = False


class BoundRule(Rule[DefinitionFile]):
    """A rule for the rule trees of a definition; asked only where they can be built."""


class StepRule(Rule[DefinitionFile]):
    """A rule for a version beside the one released before it; asked only where both can be run."""


class LockRule(Rule[LockFile]):
    """A rule for the lock."""


class VocabularyRule(Rule[VocabularyFile]):
    """A rule for a vocabulary whose shape is sound."""


class HistoryRule(Rule[HistoryFile]):
    """A rule for a history file in its place."""


class ReportRule(Rule[ReportFile]):
    """A rule for what a report shows first."""


class CasesRule(Rule[CasesFile]):
    """A rule for a case file whose shape is sound."""

    #: What cannot be done with cases that break the rule.
    prevents: ClassVar[Literal["reading", "running", ""]] = ""


class RunCasesRule(Rule[CasesFile]):
    """A rule for what the cases give; asked only when they and their definition can be run."""
