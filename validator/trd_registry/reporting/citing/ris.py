"""Citations as RIS records, which most reference managers import."""

from collections.abc import Iterator, Mapping

from trd_registry.reporting.citing.citation import Cited
from trd_registry.reporting.citing.names import Name
from trd_registry.reporting.citing.reference import Reference

_TYPES: Mapping[str, str] = {
    "article": "JOUR",
    "chapter": "CHAP",
    "book": "BOOK",
    "guideline": "RPRT",
    "webpage": "ELEC",
    "registration": "ELEC",
    "label": "GOVDOC",
    "report": "RPRT",
    "software": "COMP",
    "thesis": "THES",
    "presentation": "CPAPER",
    "encoding": "DATA",
}


def as_ris(citation: Cited) -> str:
    """One record each for the paper and the encoding published in the registry."""
    return "\n".join("\n".join(_record(one)) + "\n" for one in citation.references)


def _record(reference: Reference) -> Iterator[str]:
    kind = _TYPES.get(reference.form, "GEN")
    first, last = reference.page_range
    yield f"TY  - {kind}"
    for name in reference.authors:
        yield f"AU  - {_name(name)}"
    container = "T2" if kind in ("JOUR", "CHAP", "CPAPER") else "T3"
    fields = [
        ("TI", reference.title), (container, reference.container), ("PY", str(reference.year or "")),
        ("VL", reference.volume), ("IS", reference.issue), ("SP", first), ("EP", last),
        ("PB", reference.publisher), ("M1", reference.number), ("ET", reference.version),
        ("DO", reference.doi), ("AN", reference.pmid), ("C2", reference.pmcid), ("UR", reference.url),
        # RIS has no mark for an author list that goes on.
        ("N1", "The author list goes on (et al.)." if reference.more_authors else ""), ("N1", reference.note),
        ("ID", reference.key),
    ]  # fmt: skip
    yield from (f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value)
    yield "ER  - "


def _name(name: Name) -> str:
    if not name.is_person:
        return name.family
    return ", ".join(part for part in (name.family, name.dotted.replace(" ", ""), name.suffix) if part)
