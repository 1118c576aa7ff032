"""The report on a cohort, put together: sections, tables and figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.reporting.citing.bibtex import as_bibtex
from trd_registry.reporting.citing.methods import as_methods
from trd_registry.reporting.cohort_report.agreement import agreement_section
from trd_registry.reporting.cohort_report.answers import Answer, answers
from trd_registry.reporting.cohort_report.attrition import attrition_section
from trd_registry.reporting.cohort_report.citing import citation_of, citing_section, whole_methods
from trd_registry.reporting.cohort_report.distributions import distributions_section
from trd_registry.reporting.cohort_report.intersections import intersections_section
from trd_registry.reporting.cohort_report.material import Material, Options
from trd_registry.reporting.cohort_report.missing import missing_section
from trd_registry.reporting.cohort_report.overview import overview_section
from trd_registry.reporting.cohort_report.page import page
from trd_registry.reporting.cohort_report.prevalence import Prevalence, prevalence_section, prevalences
from trd_registry.reporting.cohort_report.readings import readings_section
from trd_registry.reporting.cohort_report.reclassification import reclassification_section
from trd_registry.reporting.cohort_report.section import Figure, Section
from trd_registry.reporting.cohort_report.table import Table
from trd_registry.reporting.cohort_report.times import times_section


@dataclass(frozen=True)
class Report:
    """Everything that is written; small counts are suppressed already."""

    title: str
    is_synthetic: bool
    least: int
    answers: Sequence[Answer]
    sections: Sequence[Section]
    #: File -> text, of what is neither a table nor a figure.
    texts: Mapping[str, str]

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables by the names of their files."""
        return {table.name: table for section in self.sections for table in section.tables}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures by the names of their files."""
        return {figure.name: figure for section in self.sections for figure in section.figures}

    def as_html(self) -> str:
        """The page."""
        return page(self.title, self.sections, self.answers, is_synthetic=self.is_synthetic, least=self.least)


#: Sections there are at most.
_MOST = 11


def length_of(evaluated: Evaluated) -> int:
    """How much `make_report` has to tell of at most: every definition twice, and the sections."""
    return 2 * len(evaluated.definitions) + _MOST


def _untold(_: int) -> None:
    """For whoever asks for no progress."""


def make_report(evaluated: Evaluated, options: Options, progress: Callable[[int], None] | None = None) -> Report:
    """Counts and puts together.

    Args:
        evaluated: The results.
        options: What is shown.
        progress: Told how many more parts are done, of `length_of`.

    Raises RegistryError and InvalidInput as `Material` does.
    """
    told = progress if progress is not None else _untold
    material = Material(evaluated, options, told)
    found = prevalences(material)
    sections = []
    for make in _makers(material, found):
        sections.append(make())
        told(1)
    tables = {table.name: table for section in sections for table in section.tables}
    cohort = evaluated.run["cohort"]
    return Report(
        str(cohort["title"]),
        bool(cohort.get("synthetic", False)),
        options.least,
        answers(material, found, tables),
        sections,
        _citations(material),
    )


def _makers(material: Material, found: Mapping[str, Prevalence]) -> Iterator[Callable[[], Section]]:
    """What makes each section, in the order of the page: what everybody asks first, how it was done last."""
    yield lambda: prevalence_section(material, found)
    if len(found) > 1:
        yield lambda: agreement_section(material)
        yield lambda: intersections_section(material, found)
    if material.reclassified:
        yield lambda: reclassification_section(material, found)
    if material.evaluated.has_multiverse:
        yield lambda: readings_section(material, found)
    yield lambda: missing_section(material)
    yield lambda: attrition_section(material, found)
    if material.evaluated.has_times:
        yield lambda: times_section(material, found)
    yield lambda: distributions_section(material, found)
    yield lambda: overview_section(material)
    yield lambda: citing_section(material)


def _citations(material: Material) -> Mapping[str, str]:
    methods, entries = [], []
    for ran in material.evaluated.definitions:
        citation = citation_of(material, ran)
        if citation is None:
            methods.append(f"{ran.reference}, {ran.digest}: not in the registry that wrote this report.\n")
            continue
        methods.append(as_methods(citation, material.registry.vocabularies_for(citation.definition).dose_tables))
        entries.append(as_bibtex(citation))
    return {
        "methods.txt": "\n".join([whole_methods(material) + "\n", *methods]),
        "citations.bib": "\n".join(dict.fromkeys(entries)),
    }
