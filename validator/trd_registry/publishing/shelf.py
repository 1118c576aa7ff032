"""A registry with what several pages need of it, each worked out once: dimensions, and the results of the examples."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from trd_registry.cases.case import Case
from trd_registry.cases.reading import read_cases
from trd_registry.comparing.dimensions.computing import dimensions_of
from trd_registry.comparing.dimensions.value import Dimensions
from trd_registry.comparing.evaluability.data_sources import DataSources
from trd_registry.comparing.evaluability.evaluability import Evaluability, evaluability_of
from trd_registry.comparing.verdict_map import VerdictMap, verdict_map
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.releasing.reference_patients import ReferencePatients
from trd_registry.witnessing.relations import Relations
from trd_registry.witnessing.stored import relations_at

#: What a family is called where a reader chooses one.
FAMILIES: Mapping[str, str] = {
    "staging": "Staging methods",
    "consensus": "Consensus and guidelines",
    "regulatory": "Regulators and labels",
    "payer": "Payers",
    "eligibility": "Trial eligibility",
    "phenotypes": "Phenotypes",
}


class Shelf:
    """Everything the pages are made from."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._dimensions: dict[str, Dimensions] = {}
        self._cases: dict[str, tuple[Case, ...]] = {}
        self._judged: dict[tuple[str, str], Result] = {}
        self._evaluability: dict[str, Evaluability] = {}

    @cached_property
    def latest(self) -> tuple[Definition, ...]:
        """The latest version of every definition, records and drafts included."""
        return tuple(self.registry.latest())

    @cached_property
    def versions(self) -> Mapping[str, tuple[str, ...]]:
        """Id -> every version, the oldest first."""
        found: dict[str, list[str]] = {}
        for reference in self.registry.references():
            name, _, version = reference.partition("@")
            found.setdefault(name, []).append(version)
        return {name: tuple(versions) for name, versions in found.items()}

    def dimensions_of(self, definition: Definition) -> Dimensions:
        """The dimensions of any version; none of a record."""
        if definition.reference not in self._dimensions:
            found = dimensions_of(definition, self.registry.vocabularies_for(definition))
            self._dimensions[definition.reference] = found
        return self._dimensions[definition.reference]

    @cached_property
    def data_sources_document(self) -> Mapping[str, Any]:
        """The latest version of the vocabulary of kinds of data."""
        version = self.registry.latest_vocabularies["data-sources"]
        return self.registry.vocabulary_file("data-sources", version).document

    @cached_property
    def data_sources(self) -> DataSources:
        """What each kind of data records."""
        return DataSources(self.data_sources_document)

    def evaluability_of(self, definition: Definition) -> Evaluability:
        """From which kinds of data an executable definition can be decided."""
        if definition.reference not in self._evaluability:
            vocabularies = self.registry.vocabularies_for(definition)
            found = evaluability_of(definition, vocabularies, self.data_sources)
            self._evaluability[definition.reference] = found
        return self._evaluability[definition.reference]

    @cached_property
    def patients(self) -> ReferencePatients:
        """The reference histories and what every definition says of them."""
        return ReferencePatients(self.registry)

    @cached_property
    def verdict_map(self) -> VerdictMap:
        """Every released definition by every reference history."""
        return verdict_map(self.patients.released, tuple(self.examples))

    @cached_property
    def relations(self) -> Relations:
        """Which released definitions imply which, as it was worked out last; of none where it never was."""
        return relations_at(self.registry.root)

    @cached_property
    def shorts(self) -> Mapping[str, Mapping[str, str]]:
        """Reference of every released definition -> its id, reference and short name."""
        return {
            one.reference: {"id": one.id, "reference": one.reference, "short": str(one.document["short"])}
            for one in self.registry.released()
        }

    @cached_property
    def examples(self) -> Mapping[str, History]:
        """The reference histories by id."""
        return self.patients.histories

    def results(self, example: str) -> Mapping[str, Result]:
        """Released definition -> its result on a reference history at default readings, without what is missing."""
        found = {one.id: self.patients.results(one)[example] for one in self.registry.released()}
        return {name: result for name, result in found.items() if result is not None}

    def judge(self, example: str, definition: Definition) -> Result:
        """A reference history by a definition, with what is missing; judged once."""
        key = (example, definition.reference)
        if key not in self._judged:
            self._judged[key] = self.judge_as_pinned(self.examples[example], definition)
        return self._judged[key]

    def judge_as_pinned(self, history: History, definition: Definition) -> Result:
        """Any history by a definition, with the vocabularies that the definition pins.

        Raises InvalidInput where these do not know a name that the history uses.
        """
        patient, vocabularies = self.registry.as_pinned(history, definition)
        return evaluate(patient, definition, vocabularies)

    def cases_of(self, definition: Definition) -> tuple[Case, ...]:
        """The worked cases of a definition that can be run; read once."""
        if definition.reference not in self._cases:
            path = self.registry.cases_path(definition)
            self._cases[definition.reference] = read_cases(path, self.registry.vocabularies_for(definition)).cases
        return self._cases[definition.reference]

    def file_of(self, definition: Definition) -> Path:
        """The YAML file of a definition."""
        return self.registry.path_of(definition) / "definition.yaml"
