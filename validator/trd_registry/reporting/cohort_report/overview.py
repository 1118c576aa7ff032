"""What was run: the cohort, its rows, and the definitions with their readings."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, counted
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
        ("Digest of the cohort's files", cohort_digest(material)),
    ]
    html = [
        '<dl class="facts">'
        + "".join(f"<div><dt>{clean(k)}</dt><dd>{clean(str(v))}</dd></div>" for k, v in facts if v)
        + "</dl>",
        *(paragraph(one) for one in _warnings(material, cohort)),
        folded("Rows read, used and rejected", rows.as_html()),
        folded(
            f"{counted(len(definitions.rows), 'definition')}, with the readings that were taken", definitions.as_html()
        ),
        files("definitions", "rows"),
    ]
    read = (
        "the definitions stand with their versions and the readings that were taken where a publication leaves a "
        "choice; "
        "a digest tells whether a file is the same to the last letter."
    )
    return Section("run", "What was run", read, html, [definitions, rows])


def cohort_digest(material: Material) -> str:
    """One digest of those of all files of the cohort; empty where none were taken."""
    files_of = material.evaluated.run["cohort"].get("files") or {}
    if not files_of:
        return ""
    return "sha256:" + hashlib.sha256(json.dumps(sorted(files_of.items())).encode()).hexdigest()


def _warnings(material: Material, cohort: Any) -> Iterator[str]:
    drafts = [one.reference for one in material.evaluated.definitions if one.status != "released"]
    if drafts:
        yield f"Not released: {', '.join(drafts)}. Some of their rules have not been checked against a source."
    private = [one.reference for one in material.evaluated.definitions if one.private]
    if private:
        yield f"Private, published nowhere: {', '.join(private)}."
    changed = [one.reference for one in material.evaluated.definitions if chosen(material, one)]
    if changed:
        yield f"Run with readings other than the default: {', '.join(changed)}. The table says which."
    opened = {
        what: count
        for what, count in cohort.get("opened", {}).items()
        if not any(is_small(one, material.least) for one in (count, material.persons - count))
    }
    for what, count in opened.items():
        yield f"{what} is not taken for complete for {counted(count, 'person')}, because rows of theirs were rejected."


def _rows(rows: Any, least: int) -> Iterator[tuple[Cell, ...]]:
    for name, row in rows.items():
        counts = (row["read"], row["used"], row["rejected"])
        # Rows that were used may be told elsewhere, as those of persons are: what is left of a total would tell others.
        yield name, *(HIDDEN if any(is_small(one, least) for one in counts) else one for one in counts)


def _definition(one: Ran) -> tuple[Cell, ...]:
    readings = "; ".join(f"{name}: {option or 'left open'}" for name, option in one.readings.items())
    family = FAMILY_WORDS.get(one.family, one.family)
    return (
        one.definition,
        one.version,
        one.title,
        family,
        one.kind,
        f"{'private ' * one.private}{one.status}",
        readings,
        one.digest,
    )


def chosen(material: Material, one: Ran) -> dict[str, str]:
    """The readings that somebody chose, by their options."""
    told = next(
        entry for entry in material.evaluated.run["definitions"]
        if (entry["definition"], entry["version"]) == (one.definition, one.version)
    )  # fmt: skip
    return dict(told.get("chosen", {}))
