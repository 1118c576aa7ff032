"""Tells a condition or a measure in words: a table by node type, and a plain way for a type it does not know."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Any as Anything
from typing import TypeVar

from trd_registry.english.bounds import bounds_in_words
from trd_registry.english.lexicon import Lexicon, plain
from trd_registry.model.nodes import All, Any, Bound, Node

#: Fields that say where a node stands, not what it asks.
_WHEREABOUTS = ("place", "id", "stated", "readings")

Marks = Callable[[Node], str]


def no_marks(_: Node) -> str:
    """For whoever wants the words alone."""
    return ""


class Teller:
    """Tells the nodes of one definition, each followed by its marks: the readings and the locator."""

    def __init__(self, lexicon: Lexicon | None = None, marks: Marks = no_marks) -> None:
        self.lexicon = lexicon or Lexicon()
        self.marks = marks
        #: The modalities of the trials that are spoken of; None where they are not known.
        self.about: frozenset[str] | None = None
        #: Trial set -> the modalities its trials can have, as far as they are known.
        self.kinds: Mapping[str, frozenset[str]] = {}
        #: Facts that are stated of every trial, if only as a list of what is possible.
        self.always_stated: frozenset[str] = frozenset(["modality"])
        #: Whether a trial is a regimen, the set of treatments taken at one time.
        self.of_regimens = False

    @property
    def treatments(self) -> tuple[str, str]:
        """What one treatment and several distinct ones are called."""
        return ("regimen", "different regimens") if self.of_regimens else ("treatment", "different treatments")

    @contextmanager
    def speaking_of(self, sets: Iterable[str]) -> Iterator[None]:
        """While a further condition of trials of these sets is told."""
        before, each = self.about, [self.kinds.get(name) for name in sets]
        self.about = None if None in each else frozenset().union(*(one for one in each if one is not None))
        try:
            yield
        finally:
            self.about = before

    def marked(self, node: Node, *, negated: bool = False) -> str:
        """The node in words, then where it stands."""
        return f"{self.words(node, negated=negated)}{self.marks(node)}"

    def words(self, node: Node, *, negated: bool = False) -> str:
        """The node in words alone; parts inside it carry their own marks."""
        tell = _TABLE.get(type(node))
        if tell is None:
            said = _generic(node)
            return f"it is not so that {said}" if negated else said
        return tell(node, self, negated)


Telling = Callable[[Anything, Teller, bool], str]
_TABLE: dict[type, Telling] = {}
_T = TypeVar("_T", bound=Telling)


def tells(*types: type) -> Callable[[_T], _T]:
    """Enters a function in the table under these types of node."""

    def enter(function: _T) -> _T:
        _TABLE.update(dict.fromkeys(types, function))
        return function

    return enter


def is_vacuous(node: Node | None) -> bool:
    """Whether the node asks nothing, or can never hold: the option of a reading that imposes or admits nothing."""
    return isinstance(node, All | Any) and not node.parts


def _generic(node: Node) -> str:
    """A node without an entry in the table: its name and its fields read out."""
    said = [plain(_spaced(type(node).__name__))]
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name not in _WHEREABOUTS and value not in (None, "", (), frozenset(), False):
            said.append(plain(field.name) if value is True else f"{plain(field.name)} {_read_out(value)}")
    return ", ".join(said)


def _spaced(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _read_out(value: Anything) -> str:
    if isinstance(value, Node):
        return f"({Teller().words(value)})"
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Bound):
        return bounds_in_words((value,))
    if isinstance(value, Collection):
        ordered = sorted(value) if isinstance(value, frozenset) else list(value)
        return " and ".join(_read_out(one) for one in ordered)
    return f"{value:g}" if isinstance(value, float | int) else str(value)
