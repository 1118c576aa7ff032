"""What is told, before it is laid out: sections of items, and items under items."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One statement, and those that belong under it."""

    text: str
    items: tuple["Item", ...] = ()
    #: What it is about, where that has a name of its own: a set of trials, a stage, an item of a score.
    about: str = ""

    def walk(self) -> Iterator["Item"]:
        """The item itself and all below it."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under one heading."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A heading, paragraphs under it, and sections."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def item(text: str, under: Iterable[Item] = ()) -> Item:
    """A statement with those under it."""
    return Item(text, tuple(under))


def section(title: str, items: Iterable[Item]) -> Section:
    """A section."""
    return Section(title, tuple(items))


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end, if it has none of its own."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", ":", "?", "!", "]", ".)")) else f"{text}."


def only_filled(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections that say something."""
    return tuple(one for one in sections if one.items)
