"""What definitions say of the reference histories, and which of them answer most like a given one."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from trd_registry.comparing.side_by_side import SideBySide, side_by_side
from trd_registry.comparing.similarity import Answer, Likeness, answer_of, nearest
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.data_root import data_root
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.releasing.situations import REFERENCES


class ReferencePatients:
    """The reference histories of a registry, and every definition's answers to them, each worked out once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._results: dict[tuple[str, str], dict[str, Result | None]] = {}

    @cached_property
    def histories(self) -> Mapping[str, History]:
        """By id, in the order of their names. A registry without any uses the published ones.

        Raises InvalidInput where one does not pass its checks.
        """
        own = self.registry.root / REFERENCES
        folder = own if own.is_dir() else data_root() / REFERENCES
        found = (load_history(path, self.registry.vocabularies) for path in sorted(folder.glob("*.yaml")))
        return {one.id: one for one in found}

    def results(self, definition: Definition) -> Mapping[str, Result | None]:
        """History -> result at default readings, without what is missing; None where it cannot be read.

        The definition need not be in the registry.
        """
        key = (definition.reference, definition.digest)
        if key not in self._results:
            self._results[key] = {name: self._judge(one, definition) for name, one in self.histories.items()}
        return self._results[key]

    def answers(self, definition: Definition) -> tuple[Answer, ...]:
        """Its answers, in the order of the histories."""
        return tuple(map(answer_of, self.results(definition).values()))

    @cached_property
    def released(self) -> Mapping[str, tuple[Answer, ...]]:
        """Id -> answers of every released definition at its latest version."""
        return {one.id: self.answers(one) for one in self.registry.released()}

    def nearest(self, definition: Definition, number: int = 3) -> list[Likeness]:
        """The released definitions that answer most like one that need not be in the registry."""
        return nearest(definition.id, self.answers(definition), self.released, number)

    def compare(self, definitions: Sequence[Definition]) -> SideBySide:
        """Several definitions on every reference history, each against each; all must have rules."""
        return side_by_side(definitions, self.histories, [self.results(one) for one in definitions])

    def _judge(self, history: History, definition: Definition) -> Result | None:
        try:
            patient, vocabularies = self.registry.as_pinned(history, definition)
        except InvalidInput:
            return None
        return evaluate(patient, definition, vocabularies, ask=False)
