"""Citations as plain text, in the manner of medical journals (Vancouver)."""

from trd_registry.reporting.citing.citation import Cited
from trd_registry.reporting.citing.reference import Reference

#: Vancouver lists this many authors, then ``et al.``
_LISTED = 6


def as_text(citation: Cited) -> str:
    """Numbered references: the paper, if there is one, the encoding, the registry."""
    lines = [f"{number}. {_sentence(one)}" for number, one in enumerate(citation.numbered, start=1)]
    return "\n".join(lines) + "\n"


def short_name(reference: Reference) -> str:
    """The paper in running text: ``Markowitz et al., 2022``."""
    names = [name.family for name in reference.authors]
    is_short = len(names) <= 2 and not reference.more_authors
    who = " and ".join(names) if is_short else f"{names[0]} et al." if names else ""
    return ", ".join(part for part in (who, str(reference.year or "")) if part)


def _sentence(reference: Reference) -> str:
    parts = [_authors(reference), _title(reference), *_place(reference), *_identifiers(reference), reference.note]
    return " ".join(_stop(part) for part in parts if part)


def _authors(reference: Reference) -> str:
    listed = [name.vancouver for name in reference.authors[:_LISTED]]
    if listed and (reference.more_authors or len(reference.authors) > _LISTED):
        listed.append("et al")
    return ", ".join(listed)


def _title(reference: Reference) -> str:
    medium = {"encoding": "[data set]", "registry": "[software and data]", "webpage": "[Internet]"}
    title = " ".join(part for part in (reference.title.rstrip("."), medium.get(reference.type, "")) if part)
    return f"{title}, version {reference.version}" if reference.version else title


def _place(reference: Reference) -> list[str]:
    """Container, year and the numbers within it: ``Am J Psychiatry. 2022;179(2):90-93``."""
    issue = f"({reference.issue})" if reference.issue else ""
    numbers = f"{reference.volume}{issue}"
    if reference.pages:
        numbers = f"{numbers}:{reference.pages}" if numbers else f"p. {reference.pages}"
    year = ";".join(part for part in (str(reference.year or ""), numbers) if part)
    publisher = "; ".join(part for part in (reference.publisher, year) if part) if reference.publisher else year
    container = (
        f"In: {reference.container}" if reference.type == "chapter" and reference.container else reference.container
    )
    return [container, publisher, reference.number]


def _identifiers(reference: Reference) -> list[str]:
    found = [
        f"doi:{reference.doi}" if reference.doi else "",
        f"PMID: {reference.pmid}" if reference.pmid else "",
        f"PMCID: {reference.pmcid}" if reference.pmcid else "",
    ]
    if not reference.doi:
        found.append(reference.url)
    return found


def _stop(part: str) -> str:
    # A full stop after an address or an identifier would be copied along with it; a title may end in its own mark.
    looks_like_identifier = part.startswith(("http", "doi:"))
    return part if part.endswith((".", "?", "!")) or looks_like_identifier else f"{part}."
