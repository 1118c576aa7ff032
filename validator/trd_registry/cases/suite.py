"""All cases of one definition, run and measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trd_registry.cases.coverage import Coverage, measure_coverage
from trd_registry.cases.reading import read_cases
from trd_registry.cases.running import CaseOutcome, run_cases
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition


@dataclass(frozen=True, slots=True)
class Suite:
    """The outcome of a definition's cases."""

    reference: str
    outcomes: tuple[CaseOutcome, ...]
    coverage: Coverage
    #: A released definition must have a case for everything in it.
    must_be_covered: bool


def run_suite(registry: Registry, references: Sequence[str] = ()) -> Iterator[Suite]:
    """Runs the cases of the named definitions, or of every executable one.

    Raises UnknownDefinition, and InvalidInput where a definition or its cases do not pass their checks.
    """
    chosen = [registry.get(one) for one in references] if references else list(registry.latest())
    for definition in chosen:
        if definition.is_executable:
            yield suite_of(registry, definition)


def suite_of(registry: Registry, definition: Definition) -> Suite:
    """Runs the cases of one definition."""
    vocabularies = registry.vocabularies_for(definition)
    cases = read_cases(registry.cases_path(definition), vocabularies)
    outcomes = run_cases(definition, cases.cases, vocabularies)
    coverage = measure_coverage(definition, outcomes, vocabularies)
    return Suite(definition.reference, tuple(outcomes), coverage, definition.status == "released")
