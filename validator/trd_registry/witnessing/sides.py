"""One of the two definitions as a search looks at it: its rules under every open reading, and its vocabularies."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from trd_registry.evaluating.context import Context
from trd_registry.evaluating.evaluate import settled_rules
from trd_registry.evaluating.membership import Assessor
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.history import History, full_lists
from trd_registry.model.nodes import Diagnosed, DiagnosisCount, Node, PrecededBy
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.witnessing.figures import nodes_of


class NotSearchable(RegistryError):
    """Raised for a definition whose rules the search cannot look through; evaluating it is another matter."""


@dataclass(frozen=True, eq=False)
class Side:
    """A definition with the readings that were chosen for it."""

    definition: Definition
    vocabularies: Vocabularies
    readings: Mapping[str, str]

    @classmethod
    def of(cls, definition: Definition, registry: Registry, readings: Mapping[str, str] | None = None) -> "Side":
        """Raises NotExecutable for a record, UnknownReading as `evaluate` does, NotSearchable for a phenotype."""
        side = cls.of_any(definition, registry, readings)
        side.refuse_unsearchable()
        return side

    @classmethod
    def of_any(cls, definition: Definition, registry: Registry, readings: Mapping[str, str] | None = None) -> "Side":
        """The same for rules that need not be searched; raises NotExecutable and UnknownReading."""
        side = cls(definition, registry.vocabularies_for(definition), dict(readings or {}))
        _ = side.rules
        return side

    def refuse_unsearchable(self) -> None:
        """Raises NotSearchable for rules over dated records."""
        reference = self.definition.reference
        if any(one.records is not None for one in self.rules):
            remedy = "Compare it on patients: trd compare, or trd cohort evaluate."
            raise NotSearchable(f"{reference} builds its trials from dated records.", remedy)
        for node in self.nodes:
            if isinstance(node, Diagnosed | DiagnosisCount | PrecededBy):
                raise NotSearchable(f"{reference} counts entries of a record ({node.place}).", "")

    @cached_property
    def rules(self) -> list[Rules]:
        """The rules under every combination of readings that is left open."""
        return settled_rules(self.definition, self.readings)

    @cached_property
    def nodes(self) -> list[Node]:
        """Every node of these rules."""
        return nodes_of(self.rules)

    def context(self, rules: Rules, history: History | None = None) -> Context:
        """What the interpreter needs to judge a condition by itself."""
        empty = History(id="constructed", complete=full_lists())
        return Context(history or empty, self.vocabularies, rules.trials, rules.groupings, Assessor())
