"""An outline as lines of text, or as Markdown."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from trd_registry.reporting.telling.outline import Item, Outline

WIDTH = 80
STEP = 2


def as_text(outline: Outline) -> list[str]:
    """Lines of at most 80 columns, unless a single word is longer; headings in capitals, items indented."""
    lines = [*_wrapped(outline.title, "", ""), ""]
    for paragraph in outline.lead:
        lines += [*_wrapped(paragraph, "", ""), ""]
    for section in outline.sections:
        lines += [section.title.upper(), *_items(section.items, STEP), ""]
    return lines[:-1]


def _items(items: Sequence[Item], indent: int) -> Iterator[str]:
    for one in items:
        first = " " * indent + ("- " if indent > STEP else "")
        yield from _wrapped(one.text, first, " " * (indent + STEP))
        yield from _items(one.items, indent + STEP)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    ) or [""]


def as_markdown(outline: Outline) -> list[str]:
    """A Markdown page: headings, and lists under lists."""
    lines = [f"# {_safe(outline.title)}", ""]
    for paragraph in outline.lead:
        lines += [_safe(paragraph), ""]
    for section in outline.sections:
        lines += [f"## {_safe(section.title)}", "", *_bullets(section.items, 0), ""]
    return lines


def _bullets(items: Sequence[Item], depth: int) -> Iterator[str]:
    for one in items:
        yield f"{'  ' * depth}- {_safe(one.text)}"
        yield from _bullets(one.items, depth + 1)


def _safe(text: str) -> str:
    """The text with what Markdown or HTML would take for its own made harmless."""
    for sign in "\\`*_[]":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("&", "&amp;").replace("<", "&lt;")
