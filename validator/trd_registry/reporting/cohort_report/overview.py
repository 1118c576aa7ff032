"""What was run: the cohort, its rows, the definitions with their readings, and how to cite them."""

from collections.abc import Iterator
from typing import Any

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.model.errors import RegistryError
from trd_registry.reporting.citing.citation import Citation, cite, registry_reference
from trd_registry.reporting.citing.methods import as_methods
from trd_registry.reporting.citing.text import as_text
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell
from trd_registry.reporting.cohort_report.material import FAMILY_WORDS, Material
from trd_registry.reporting.cohort_report.section import Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Column, Table
from trd_registry.reporting.svg import clean

_ROWS = (
    Column("table", "table", "text"),
    Column("read", "rows read"),
    Column("used", "used"),
    Column("rejected", "rejected"),
)

_DEFINITIONS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("title", "title", "text"),
    Column("family", "family", "text"),
    Column("kind", "kind", "text"),
    Column("status", "status", "text"),
    Column("readings", "readings", "text"),
    Column("digest", "digest", "text"),
)


def overview_section(material: Material) -> Section:
    """The first part of the report."""
    run = material.evaluated.run
    cohort = run["cohort"]
    rows = Table("rows", "Rows of the cohort", _ROWS, tuple(_rows(cohort["rows"], material.least)), material.least > 1)
    definitions = Table(
        "definitions", "Definitions that were run", _DEFINITIONS,
        tuple(_definition(one) for one in material.evaluated.definitions),
    )  # fmt: skip
    facts = [
        ("Cohort", cohort["title"]),
        ("Source", cohort.get("source") or ""),
        ("Persons", f"{material.persons:,}"),
        ("Record stands on", cohort.get("as_of") or "a day of each person's own"),
        ("Definitions", f"{len(material.evaluated.definitions)}, of which {len(material.judged)} give a verdict"),
        ("Vocabularies", ", ".join(f"{name} {version}" for name, version in sorted(run["vocabularies"].items()))),
        ("Registry", f"TRD registry {run['registry']}".strip()),
        ("Engine", run["engine"]),
    ]
    html = [
        '<dl class="facts">'
        + "".join(f"<div><dt>{clean(k)}</dt><dd>{clean(str(v))}</dd></div>" for k, v in facts if v)
        + "</dl>",
        *(paragraph(one) for one in _warnings(material, cohort)),
        paragraph(f"{_featured(material)} Names such as {material.featured[0].definition} are those of the registry."),
        '<dl class="names">'
        + "".join(f"<dt>{clean(one.definition)}</dt><dd>{clean(one.title)}</dd>" for one in material.featured)
        + "</dl>",
        folded("Rows read, used and rejected", rows.as_html()),
        folded(f"All {len(definitions.rows)} definitions, with the readings that were taken", definitions.as_html()),
        files("definitions", "rows"),
    ]
    return Section("run", "What was run", html, [definitions, rows])


def _warnings(material: Material, cohort: Any) -> Iterator[str]:
    drafts = [one.reference for one in material.evaluated.definitions if one.status != "released"]
    if drafts:
        yield f"Not released: {', '.join(drafts)}. Some of their rules have not been checked against a source."
    changed = [one.reference for one in material.evaluated.definitions if _chosen(material, one)]
    if changed:
        yield f"Run with readings other than the default: {', '.join(changed)}. The table says which."
    opened = {
        what: count
        for what, count in cohort.get("opened", {}).items()
        if not any(is_small(one, material.least) for one in (count, material.persons - count))
    }
    for what, count in opened.items():
        yield f"{what} is not taken for complete for {count:,} persons, because rows of theirs were rejected."


def _featured(material: Material) -> str:
    count = f"{len(material.featured)} definitions"
    if material.is_chosen:
        return f"The page sets the {count} that were named against each other; the files have all."
    if len(material.featured) == len(material.evaluated.definitions):
        return f"The page sets the {count} against each other."
    return (
        f"The page sets {count} against each other: some that are well known, filled up with those that most persons "
        "certainly meet. The files have all; trd cohort report -d ID chooses others."
    )


def _rows(rows: Any, least: int) -> Iterator[tuple[Cell, ...]]:
    for name, row in rows.items():
        counts = (row["read"], row["used"], row["rejected"])
        # Rows that were used may be told elsewhere, as those of persons are: what is left of a total would tell others.
        yield name, *(HIDDEN if any(is_small(one, least) for one in counts) else one for one in counts)


def _definition(one: Ran) -> tuple[Cell, ...]:
    readings = "; ".join(f"{name}: {option or 'left open'}" for name, option in one.readings.items())
    family = FAMILY_WORDS.get(one.family, one.family)
    return one.definition, one.version, one.title, family, one.kind, one.status, readings, one.digest


def _chosen(material: Material, one: Ran) -> dict[str, str]:
    told = next(
        entry for entry in material.evaluated.run["definitions"]
        if (entry["definition"], entry["version"]) == (one.definition, one.version)
    )  # fmt: skip
    return dict(told.get("chosen", {}))


def citing_section(material: Material) -> Section:
    """How to cite what was run."""
    html = [
        paragraph(
            "Cite for each definition the publication, the version of its encoding, and the registry; name the "
            "readings that were not the default. The paragraphs below are meant for a methods section. "
            "trd cite ID@VERSION gives the same as text, BibTeX, RIS or CSL-JSON."
        ),
        paragraph(f"Registry: {registry_reference().title}, {registry_reference().url}"),
    ]
    for ran in material.featured:
        found = citation_of(material, ran)
        if found is None:
            html.append(paragraph(f"{ran.reference} ({ran.digest}) is not in the registry that wrote this report."))
            continue
        tables = material.registry.vocabularies_for(found.definition).dose_tables
        html.append(
            folded(
                f"{ran.definition}: {ran.title}",
                paragraph(as_methods(found, tables)),
                "<ol>"
                + "".join(f"<li>{clean(line.partition('. ')[2])}</li>" for line in as_text(found).splitlines())
                + "</ol>",
            )
        )
    html.append(
        '<p class="small">Files, of all definitions: <a href="methods.txt">methods.txt</a>, '
        '<a href="citations.bib">citations.bib</a></p>'
    )
    return Section("cite", "How to cite", html)


def citation_of(material: Material, ran: Ran) -> Citation | None:
    """The citation of what was run; None where this registry has no file of that version and digest."""
    try:
        definition = material.registry.get(ran.reference)
        if definition.digest != ran.digest:
            return None
        return cite(definition, _chosen(material, ran), None, material.registry.release_dates.get(definition.reference))
    except RegistryError:
        return None
