"""What stands around the rules: what is known, who uses the definition, criticism, kinship, gaps, sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.english.bounds import listed
from trd_registry.model.definition import Document
from trd_registry.reporting.telling.outline import Item, Section, item, section, sentence
from trd_registry.reporting.telling.provenance import locator_of

_ACCESS = {
    "open": "openly accessible",
    "library": "through a library",
    "authors": "from the authors",
    "unknown": "access not known",
}
_WORTH = {
    "high": "without it rules cannot run, or run wrongly",
    "middle": "it would settle a reading",
    "low": "a detail",
}
_RELATIONS = {
    "revises": "Revises",
    "variant_of": "Is a variant of",
    "derives_from": "Derives from",
    "cites": "Cites",
}


def known_told(document: Document) -> Section:
    """What is known of a method that cannot be executed."""
    return section("What is known", _said(document.get("known", ()), "says"))


def background_told(document: Document) -> list[Section]:
    """Kinship, use, criticism, what is wanted, and the sources."""
    return [
        section("Related definitions", _relations(document.get("relations", {}))),
        section("Who uses it, and how", (_usage(one) for one in document.get("usages", ()))),
        section("Criticism", _said(document.get("critiques", ()), "says")),
        section("Wanted", (item(sentence(wanted_in_words(one))) for one in document.get("wanted", ()))),
        section("Sources", (_source(key, one) for key, one in document["sources"].items())),
    ]


def wanted_in_words(wanted: str | Mapping[str, str]) -> str:
    """What is missing, where it stands, what it is worth and how it can be had."""
    if isinstance(wanted, str):
        return wanted
    worth = _WORTH.get(wanted.get("worth", ""), wanted.get("worth", ""))
    access = _ACCESS.get(wanted.get("access", ""), wanted.get("access", ""))
    where = listed([f"[{wanted['in']}, {wanted['at']}]"])
    return f"{wanted['what']} {where} ({'; '.join(text for text in (worth, access) if text)})"


def _said(entries: Any, key: str) -> Iterator[Item]:
    for entry in entries:
        yield item(f"{sentence(entry[key])}{locator_of(entry.get('from'))}")


def _usage(entry: Mapping[str, Any]) -> Item:
    how = f": {entry['how']}" if entry.get("how") else ""
    return item(f"{sentence(entry['who'] + how)}{locator_of(entry.get('from'))}")


def _relations(relations: Mapping[str, list[str]]) -> Iterator[Item]:
    for kind, names in relations.items():
        yield item(f"{_RELATIONS.get(kind, kind.replace('_', ' ').capitalize())} {listed(names, 'and')}.")


def _source(key: str, source: Mapping[str, Any]) -> Item:
    container = " ".join(str(source[name]) for name in ("container", "volume") if name in source)
    container += f"({source['issue']})" if "issue" in source else ""
    container += f":{source['pages']}" if "pages" in source else ""
    names = [source.get("authors", ""), source["title"], container, source.get("number", ""), str(source["year"])]
    where = f" doi:{source['doi']}" if "doi" in source else f" {source['url']}" if "url" in source else ""
    text = " ".join(sentence(name) for name in names if name)
    note = f" {sentence(source['note'])}" if source.get("note") else ""
    return item(f"[{key}] {text}{where} Seen: {source['seen'].replace('-', ' ')}.{note}")
