"""Statements of ``trd show`` as plain data that a template can draw."""

import re
from collections.abc import Container, Iterable
from typing import Any

from markupsafe import Markup, escape

from trd_registry.reporting.telling.outline import Item, Section

#: A web address, a DOI, or the key of a source as a locator begins with it: ``[article, page 3; primary]``.
_LINKED = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:)\]])|doi:(?P<doi>10\.\S+[^\s.,;:)\]])|\[(?P<key>[a-z0-9-]+)(?=[,;\]])"
)


def section_data(section: Section, sources: Container[str] = ()) -> dict[str, Any]:
    """Title, anchor and items; ``sources`` are the keys that a locator may lead to."""
    return {"title": section.title, "anchor": anchor(section.title), "items": items_data(section.items, sources)}


def items_data(items: Iterable[Item], sources: Container[str] = ()) -> list[dict[str, Any]]:
    """Items with the items below them: text with its links, and the key of the source that an item tells."""
    return [
        {
            "text": linked(one.text, sources),
            "source": _told_source(one.text, sources),
            "items": items_data(one.items, sources),
        }
        for one in items
    ]


def _told_source(text: str, sources: Container[str]) -> str:
    """``article`` of ``[article] Markowitz JC ...``, the entry of a source itself."""
    key = text[1:].partition("] ")[0] if text.startswith("[") else ""
    return key if key in sources else ""


def linked(text: str, sources: Container[str] = ()) -> Markup:
    """Text with its web addresses, DOIs and locators as links; the text itself is escaped."""
    parts, end = [], 0
    for found in _LINKED.finditer(text):
        key = found["key"]
        if key is not None and (key not in sources or text.startswith(f"[{key}] ", found.start())):
            continue
        parts.append(escape(text[end : found.start()]))
        if key is not None:
            parts.append(Markup('[<a href="#source-{}">{}</a>').format(key, key))
        elif found["doi"]:
            parts.append(Markup('<a href="https://doi.org/{}">doi:{}</a>').format(found["doi"], found["doi"]))
        else:
            parts.append(Markup('<a href="{}">{}</a>').format(found["url"], found["url"]))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def anchor(title: str) -> str:
    """``What is needed`` as ``what-is-needed``."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in title.casefold()).split())
