"""What a citation of a vocabulary holds: the table it is taken from, if it is one, our encoding, and the registry."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from trd_registry.reporting.citing.address import REGISTRY_AUTHORS, REGISTRY_NAME, vocabulary_address
from trd_registry.reporting.citing.citation import registry_reference
from trd_registry.reporting.citing.names import Name
from trd_registry.reporting.citing.reference import Reference, reference_of

_OPENINGS: Mapping[str, str] = {
    "treatments": "Treatments were named and classed by",
    "dose-table": "Doses were judged by",
    "psychotherapies": "Psychotherapies were named and called evidence-based by",
    "scales": "Rating scales, degrees of severity and categories of response were read by",
    "data-sources": "What kinds of data record of the facts that definitions ask for was judged by",
}


@dataclass(frozen=True, slots=True)
class VocabularyCitation:
    """One version of a vocabulary with all that is cited beside it."""

    document: Mapping[str, Any]
    digest: str
    #: The one publication that a table is taken from; None where entries come from many.
    paper: Reference | None
    encoding: Reference
    swhid: str | None

    @property
    def references(self) -> tuple[Reference, ...]:
        """The entries of a bibliography; the encoding names the registry as its place of publication."""
        return (self.encoding,) if self.paper is None else (self.paper, self.encoding)

    @property
    def numbered(self) -> tuple[Reference, ...]:
        """The entries of a list in which the registry has a number of its own."""
        return (*self.references, registry_reference())

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever cites this should know and would not see in the citation."""
        notes = []
        if self.paper is None:
            name, count = self.document["vocabulary"], len(self.document["sources"])
            notes.append(f"Its entries come from {count} sources, which it names: trd show {name}")
        if self.document.get("evidence") == "recalled":
            notes.append("Its figures are recalled: nobody has checked them against the source.")
        return tuple(notes)


def cite_vocabulary(document: Mapping[str, Any], digest: str, swhid: str | None = None) -> VocabularyCitation:
    """Gathers what is cited with a vocabulary.

    Args:
        document: The vocabulary as its file has it.
        digest: Of the bytes of that file.
        swhid: The content identifier of the file, where it is at hand.
    """
    name, version = document["vocabulary"], document["version"]
    notes = [f"{name}@{version}, {digest}", swhid or ""]
    encoding = Reference(
        key=f"trd-registry-{name}-{version}",
        type="encoding",
        title=f"{document['title']} ({name}), vocabulary as data",
        authors=(Name(REGISTRY_AUTHORS),),
        publisher=REGISTRY_NAME,
        version=version,
        url=vocabulary_address(name, version),
        note="; ".join(note for note in notes if note),
    )
    return VocabularyCitation(document, digest, _paper(document), encoding, swhid)


def as_vocabulary_methods(citation: VocabularyCitation) -> str:
    """One paragraph for a methods section."""
    document = citation.document
    name, version = document["vocabulary"], document["version"]
    digests = "; ".join(part for part in (citation.digest, citation.swhid or "") if part)
    said = (
        f"{_OPENINGS[document['kind']]} the vocabulary {name} of the {REGISTRY_NAME}, version {version} "
        f"({document['title'].rstrip('. ')}; {vocabulary_address(name, version)}; content digest {digests})."
    )
    if document.get("evidence") == "recalled":
        said += " NOT CHECKED: its figures are recalled and have not been compared with the source."
    return said + "\n"


def _paper(document: Mapping[str, Any]) -> Reference | None:
    """The publication of a table, with the place in it; sources of vocabularies do not state their type."""
    key = document.get("source")
    if key is None:
        return None
    source = document["sources"][key]
    kind = "article" if source.keys() & {"doi", "pmid"} else "webpage" if "url" in source else "report"
    reference, _ = reference_of(f"{document['vocabulary']}-{key}", {"type": kind, **source})
    return replace(reference, note=" ".join(str(source.get("locator", "")).split()))
