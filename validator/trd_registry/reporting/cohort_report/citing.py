"""How to cite what was run: one paragraph for the whole, and one for each definition."""

import hashlib
import json
from collections.abc import Iterator

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.model.errors import RegistryError
from trd_registry.reporting.citing.citation import Citation, cite, registry_reference
from trd_registry.reporting.citing.methods import as_methods
from trd_registry.reporting.citing.text import as_text, short_name
from trd_registry.reporting.cohort_report.cells import counted
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.overview import chosen, cohort_digest
from trd_registry.reporting.cohort_report.section import Section, folded, paragraph
from trd_registry.reporting.svg import clean

_UNKNOWN = (
    "Each person was taken as meeting a definition, as not meeting it, as outside its scope, or as not to be told from "
    "the record; what is missing was never taken for absent, and shares are given as bounds."
)

_AGREEMENT = (
    "Agreement of two definitions over the persons whom both judge with certainty is given as percent agreement with "
    "the "
    "interval of Wilson (1927), Cohen's kappa (1960) with the variance of Fleiss, Cohen and Everitt (1969), and Gwet's "
    "AC1 (2008), each with bounds over all persons."
)


def citing_section(material: Material) -> Section:
    """A paragraph to paste, and what to cite for each definition of the page."""
    html = [
        "<h3>Methods</h3>",
        f'<blockquote class="methods"><p>{clean(whole_methods(material))}</p></blockquote>',
        paragraph(
            "Cite for each definition the publication, the version of its encoding, and the registry. The paragraphs "
            "below say it for each; trd cite ID@VERSION gives the same as text, BibTeX, RIS or CSL-JSON."
        ),
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
    read = "the first paragraph is meant to be pasted into a methods section as it stands; the rest says what to cite."
    return Section("cite", "How to cite", read, html)


def whole_methods(material: Material) -> str:
    """What was done, in one paragraph: definitions with versions and publications, registry, digests, statistics."""
    run = material.evaluated.run
    registry = registry_reference()
    drafts = [one.reference for one in material.evaluated.definitions if one.status != "released"]
    private = [one.reference for one in material.evaluated.definitions if one.private]
    what = "definition" if private else "published definition"
    first = (
        f"Treatment-resistant depression was judged for {counted(material.persons, 'person')} by "
        f"{counted(len(material.evaluated.definitions), what)} as encoded in the {registry.title}, "
        f"version {run['registry']} ({registry.url}), with {run['engine']}; all are listed with versions, readings and "
        f"digests in the file definitions.csv (digest of the list: {digest_of(material)})."
    )
    parts = [first]
    if cohort_digest(material):
        parts.append(f"Digest of the cohort's files: {cohort_digest(material)}.")
    parts.append(f"Set against each other were {'; '.join(_named(material))}.")
    if private:
        parts.append(f"Private files, published nowhere and not in the registry: {', '.join(private)}.")
    if drafts:
        parts.append(f"Not released: {', '.join(drafts)}.")
    parts += [_UNKNOWN, _AGREEMENT] if len(material.judged) > 1 else [_UNKNOWN]
    if material.least > 1:
        parts.append(
            f"Counts of 1 to {material.least - 1} were suppressed, and others through which they could be worked out."
        )
    if run["cohort"].get("synthetic"):
        parts.append("The persons were synthetic.")
    return " ".join(parts)


def _named(material: Material) -> Iterator[str]:
    for ran in material.featured:
        found = citation_of(material, ran)
        paper = short_name(found.paper) if found is not None else ""
        readings = "; readings other than the default" if chosen(material, ran) else ""
        yield f"{ran.definition} {ran.version} ({f'{paper}; ' if paper else ''}{ran.digest[:19]}{readings})"


def digest_of(material: Material) -> str:
    """A digest of every definition that was run, with version, digest and readings."""
    listed = [
        [one.definition, one.version, one.digest, sorted(one.readings.items())]
        for one in material.evaluated.definitions
    ]
    return "sha256:" + hashlib.sha256(json.dumps(sorted(listed)).encode()).hexdigest()


def citation_of(material: Material, ran: Ran) -> Citation | None:
    """The citation of what was run; None where this registry has no file of that version and digest."""
    try:
        definition = material.registry.get(ran.reference)
        if definition.digest != ran.digest:
            return None
        return cite(definition, chosen(material, ran), None, material.registry.release_dates.get(definition.reference))
    except RegistryError:
        return None
