"""What several tests need of every definition, worked out once: its dimensions, its worked cases, its words."""

from functools import cache

from trd_registry.api import registry as shared_registry
from trd_registry.cases.case import Case
from trd_registry.cases.reading import read_cases
from trd_registry.cases.running import CaseOutcome, run_cases
from trd_registry.comparing.dimensions.computing import dimensions_of as computed
from trd_registry.comparing.dimensions.value import Dimensions
from trd_registry.model.definition import Definition
from trd_registry.reporting.definition_text import outline
from trd_registry.reporting.telling.layout import as_text
from trd_registry.reporting.telling.outline import Outline

REGISTRY = shared_registry()
DEFINITIONS = list(REGISTRY.latest())


def dimensions_of(definition: Definition) -> Dimensions:
    return _dimensions(definition.reference)


def cases_of(definition: Definition) -> tuple[Case, ...]:
    return _cases(definition.reference)


def outcomes_of(definition: Definition) -> tuple[CaseOutcome, ...]:
    """The worked cases, run."""
    return _outcomes(definition.reference)


def outline_of(definition: Definition) -> Outline:
    """What `trd show` tells."""
    return _outline(definition.reference)


def words_of(definition: Definition) -> tuple[str, ...]:
    """The lines of `trd show`."""
    return _words(definition.reference)


@cache
def _dimensions(reference: str) -> Dimensions:
    definition = REGISTRY.get(reference)
    return computed(definition, REGISTRY.vocabularies_for(definition))


@cache
def _cases(reference: str) -> tuple[Case, ...]:
    definition = REGISTRY.get(reference)
    return read_cases(REGISTRY.cases_path(definition), REGISTRY.vocabularies_for(definition)).cases


@cache
def _outcomes(reference: str) -> tuple[CaseOutcome, ...]:
    definition = REGISTRY.get(reference)
    return tuple(run_cases(definition, _cases(reference), REGISTRY.vocabularies_for(definition)))


@cache
def _outline(reference: str) -> Outline:
    definition = REGISTRY.get(reference)
    return outline(definition, REGISTRY.vocabularies_for(definition))


@cache
def _words(reference: str) -> tuple[str, ...]:
    return tuple(as_text(_outline(reference)))
