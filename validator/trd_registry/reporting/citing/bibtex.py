"""Citations as BibTeX entries, for BibTeX, biber and reference managers."""

from collections.abc import Mapping

from trd_registry.reporting.citing.citation import Cited
from trd_registry.reporting.citing.names import Name
from trd_registry.reporting.citing.reference import Reference

_TYPES: Mapping[str, str] = {
    "article": "article",
    "chapter": "incollection",
    "book": "book",
    "guideline": "techreport",
    "report": "techreport",
    "thesis": "phdthesis",
    "presentation": "inproceedings",
}

#: A brace counts for BibTeX even behind a backslash, so braces become commands whose own braces are balanced.
_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&", "%": r"\%",
    "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip

#: Addresses are taken as they stand, so what would end the field is written as in any address.
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def as_bibtex(citation: Cited) -> str:
    """One entry each for the paper and the encoding published in the registry (UTF-8)."""
    return "\n".join(_entry(one) for one in citation.references)


def _entry(reference: Reference) -> str:
    kind = _TYPES.get(reference.form, "misc")
    first, last = reference.page_range
    fields = {
        "author": " and ".join([*map(_name, reference.authors), *(["others"] if reference.more_authors else [])]),
        # Doubled braces keep the capitals of names and acronyms in every style.
        "title": f"{{{_escaped(reference.title)}}}" if reference.title else "",
        _container_field(kind): _escaped(reference.container),
        "year": str(reference.year or ""),
        "volume": _escaped(reference.volume),
        "number": _escaped(reference.issue or reference.number),
        "pages": _escaped(f"{first}--{last}" if last else first),
        _publisher_field(kind): _escaped(reference.publisher),
        "version": _escaped(reference.version),
        "doi": reference.doi.translate(_VERBATIM),
        "pmid": reference.pmid,
        "pmcid": reference.pmcid,
        "url": reference.url.translate(_VERBATIM),
        "note": _escaped(reference.note),
    }
    lines = [f"  {name:<12} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}"]) + "\n"


def _container_field(kind: str) -> str:
    return {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}.get(kind, "series")


def _publisher_field(kind: str) -> str:
    return {"techreport": "institution", "phdthesis": "school", "misc": "howpublished"}.get(kind, "publisher")


def _name(name: Name) -> str:
    if not name.is_person:
        return f"{{{_escaped(name.family)}}}"
    return ", ".join(part for part in (_escaped(name.family), name.suffix, name.dotted) if part)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
