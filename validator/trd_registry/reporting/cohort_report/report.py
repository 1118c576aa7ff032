"""The report on a cohort, put together: sections, tables and figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.reporting.citing.bibtex import as_bibtex
from trd_registry.reporting.citing.methods import as_methods
from trd_registry.reporting.cohort_report.agreement import agreement_section
from trd_registry.reporting.cohort_report.attrition import attrition_section
from trd_registry.reporting.cohort_report.cells import percent
from trd_registry.reporting.cohort_report.distributions import distributions_section
from trd_registry.reporting.cohort_report.intersections import intersections_section
from trd_registry.reporting.cohort_report.material import Material, Options
from trd_registry.reporting.cohort_report.missing import missing_section
from trd_registry.reporting.cohort_report.overview import citation_of, citing_section, overview_section
from trd_registry.reporting.cohort_report.page import page
from trd_registry.reporting.cohort_report.prevalence import Prevalence, prevalence_section, prevalences
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
    findings: Sequence[str]
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
        return page(self.title, self.sections, self.findings, is_synthetic=self.is_synthetic, least=self.least)


def make_report(evaluated: Evaluated, options: Options, progress: Callable[[int], None] | None = None) -> Report:
    """Counts and puts together.

    Args:
        evaluated: The results.
        options: What is shown.
        progress: Told how many more definitions were read.

    Raises RegistryError and InvalidInput as `Material` does.
    """
    material = Material(evaluated, options, progress)
    found = prevalences(material)
    sections = [overview_section(material), prevalence_section(material, found), attrition_section(material, found)]
    if len(found) > 1:
        sections += [agreement_section(material), intersections_section(material, found)]
    if material.reclassified:
        sections.append(reclassification_section(material, found))
    if evaluated.has_times:
        sections.append(times_section(material, found))
    sections += [
        distributions_section(material, found),
        missing_section(material),
        citing_section(material),
    ]
    cohort = evaluated.run["cohort"]
    return Report(
        str(cohort["title"]),
        bool(cohort.get("synthetic", False)),
        options.least,
        list(_findings(material, found)),
        sections,
        _citations(material),
    )


def _findings(material: Material, found: Mapping[str, Prevalence]) -> Iterator[str]:
    """What the report comes to, in a few sentences."""
    persons, definitions = material.persons, len(material.evaluated.definitions)
    yield (
        f"{persons:,} {'person was' if persons == 1 else 'persons were'} judged by "
        f"{definitions} published {'definition' if definitions == 1 else 'definitions and staging methods'}."
    )
    # Those of which nothing is suppressed, with who meets them and of whom it is open.
    whole = [
        (one.met, one.undecided, one.ran)
        for one in found.values()
        if not one.is_touched and isinstance(one.met, int) and isinstance(one.undecided, int)
    ]
    if len(whole) < 2:
        return
    lowest, highest = min(whole, key=lambda one: one[0]), max(whole, key=lambda one: one[0])
    yield (
        "How many certainly count as treatment-resistant depends on the definition: from "
        f"{percent(lowest[0] / persons)} to {percent(highest[0] / persons)} of them "
        f"(most by {highest[2].definition}: {highest[2].title})."
    )
    undecided = sorted(one[1] for one in whole)
    yield (
        "What the records lack leaves it open for many or few: by half of the definitions for "
        f"{percent(undecided[len(undecided) // 2] / persons)} of the persons or more, by the definition that is most "
        f"affected for {percent(undecided[-1] / persons)}."
    )


def _citations(material: Material) -> Mapping[str, str]:
    methods, entries = [], []
    for ran in material.evaluated.definitions:
        citation = citation_of(material, ran)
        if citation is None:
            methods.append(f"{ran.reference}, {ran.digest}: not in the registry that wrote this report.\n")
            continue
        methods.append(as_methods(citation, material.registry.vocabularies_for(citation.definition).dose_tables))
        entries.append(as_bibtex(citation))
    return {"methods.txt": "\n".join(methods), "citations.bib": "\n".join(dict.fromkeys(entries))}
