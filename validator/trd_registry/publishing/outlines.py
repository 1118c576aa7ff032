"""Statements of ``trd show`` as plain data that a template can draw."""

from collections.abc import Iterable
from typing import Any

from trd_registry.reporting.telling.outline import Item, Section


def section_data(section: Section) -> dict[str, Any]:
    """Title, anchor and items."""
    return {"title": section.title, "anchor": anchor(section.title), "items": items_data(section.items)}


def items_data(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Items with the items below them."""
    return [{"text": one.text, "items": items_data(one.items)} for one in items]


def anchor(title: str) -> str:
    """``What is needed`` as ``what-is-needed``."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in title.casefold()).split())
