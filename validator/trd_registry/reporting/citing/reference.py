"""One thing to be cited, in parts that every format can arrange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.reporting.citing.names import Name, parse_names


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication, an encoding or the registry; a part that is not known is empty and is left out."""

    key: str
    #: The type of a source in a definition file, or ``encoding`` or ``registry``.
    type: str
    title: str = ""
    authors: tuple[Name, ...] = ()
    #: Whether there are more authors than are listed.
    more_authors: bool = False
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    number: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    version: str = ""
    note: str = ""

    @property
    def form(self) -> str:
        """The type to cite it as: a guideline that appeared in a journal is cited as an article."""
        in_journal = self.container and (self.volume or self.pages or self.doi)
        return "article" if self.type == "guideline" and in_journal else self.type

    @property
    def page_range(self) -> tuple[str, str]:
        """First and last page; ``456-67`` ends on 467. The last is empty where there is one page or none."""
        first, _, last = self.pages.replace("\N{EN DASH}", "-").replace("--", "-").partition("-")
        first, last = first.strip(), last.strip()
        if first.isdigit() and last.isdigit() and len(last) < len(first):
            last = first[: -len(last)] + last
        return first, last


def reference_of(key: str, source: Mapping[str, Any]) -> tuple[Reference, tuple[str, ...]]:
    """A source of a definition as a reference, and the names of the parts left out of it.

    What nobody has checked yet (``identifiers_recalled``) is left out: a wrong DOI in a paper is
    copied for years. An address that holds such an identifier goes with it.
    """
    recalled = set(source.get("identifiers_recalled", ()))
    unchecked = [str(source[part]) for part in ("doi", "pmid") if part in recalled and part in source]
    left_out = {part for part in recalled if part in source}
    if any(identifier in str(source.get("url", "")) for identifier in unchecked):
        left_out.add("url")
    kept = {part: value for part, value in source.items() if part not in left_out}
    names, more = parse_names(kept.get("authors", ""))
    plain = (
        "title", "container", "volume", "issue", "pages", "publisher", "number", "doi", "pmid", "pmcid", "url"
    )  # fmt: skip
    parts = {part: " ".join(str(kept.get(part, "")).split()) for part in plain}
    reference = Reference(
        key=key, type=source["type"], authors=names, more_authors=more, year=kept.get("year"), **parts
    )
    return reference, tuple(sorted(left_out))
