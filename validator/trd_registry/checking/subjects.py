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
from trd_registry.model.definition import Definition
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies

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
        """The vocabularies it refers to; None where one of them cannot be used."""
        return self.surroundings.vocabularies

    @cached_property
    def trees(self) -> tuple[Rules, ...]:
        """Its rules under the default readings first, then with each other option in turn."""
        readings = self.definition.readings.values()
        base = {reading.id: reading.default or next(iter(reading.options)) for reading in readings}
        swaps = [{**base, one.id: option} for one in readings for option in one.options if option != base[one.id]]
        return tuple(self.definition.rules(choices) for choices in [base, *swaps][:MAX_TREES])


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


@dataclass(frozen=True)
class HistoryFile:
    """A history that can be read."""

    document: Document
    standing: Standing
