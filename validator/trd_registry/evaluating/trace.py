"""The record of a judgement: one entry for every node looked at, in the shape of the rule tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bounds, Node, Statement
from trd_registry.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Gap:
    """An unknown fact that a node wanted, with values worth trying to see what knowing it would change.

    ``fact`` is the name a user would fill in: ``trials[2].weeks``, ``episode.onset``, ``trials[ect]``.
    """

    fact: str
    #: Where the fact belongs: a trial's place, ``patient``, or ``list`` for the completeness of a list.
    owner: str
    name: str
    probes: tuple[Any, ...] = ()


def list_gap(place: str) -> Gap:
    """The missing assurance that a list or a record leaves nothing out, by the place of its stand-in."""
    return Gap(place, "list", place.partition("[")[2].removesuffix("]"))


@dataclass(slots=True)
class Trace:
    """What one node made of a history."""

    #: The kind of node, as in the rule tree (``Count``, ``NumberTest``) or one of the steps between
    #: (``eligible``, ``adequate``, ``failed``, ``proven``, ``Rung``, ``Tier``, ``Case``, ``Trial``).
    node: str
    #: Where it stands in the definition file: ``/criterion/all/0``.
    place: str
    #: A truth (None is unknown), a number between two bounds, or the values that are still possible.
    value: Truth | Interval | frozenset[str]
    #: What else belongs to it: the fact it looked at, what it found, the bounds it asks for.
    says: Mapping[str, Any] = field(default_factory=dict)
    #: The name that the definition gives it; empty where it gives none.
    id: str = ""
    #: Source, locator and evidence of the rule; None where a node above states them.
    stated: Statement | None = None
    #: The readings that were settled here.
    readings: tuple[str, ...] = ()
    #: The entries from which its value follows.
    children: tuple["Trace", ...] = ()
    #: The unknown facts that it wanted.
    gaps: tuple[Gap, ...] = ()
    #: The node itself, for whoever wants to tell the rule in words.
    rule: Node | None = None
    #: Judgements of other trials that the node looked at, told with those trials and not again here.
    beside: tuple["Trace", ...] = ()
    #: Numbers that were compared on the way, each with its bounds.
    compared: tuple[tuple[Bounds, Interval], ...] = ()

    @classmethod
    def of(
        cls,
        node: Node,
        value: Truth | Interval | frozenset[str],
        says: Mapping[str, Any] | None = None,
        children: tuple["Trace", ...] = (),
        gaps: tuple[Gap, ...] = (),
    ) -> "Trace":
        """The entry for a node of the rule tree."""
        name = type(node).__name__
        return cls(name, node.place, value, says or {}, node.id, node.stated, node.readings, children, gaps, node)

    @property
    def is_settled(self) -> bool:
        """Whether no missing fact can change this value."""
        if isinstance(self.value, Interval):
            return self.value.is_exact
        if isinstance(self.value, frozenset):
            return len(self.value) <= 1
        return self.value is not None

    def open_gaps(self) -> Iterator[Gap]:
        """The unknown facts on which this value still depends; settled branches are left out."""
        if self.is_settled:
            return
        yield from self.gaps
        for child in self.children:
            yield from child.open_gaps()

    def walk(self) -> Iterator["Trace"]:
        """The entry itself and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def walk_all(self) -> Iterator["Trace"]:
        """The entry itself, all below it, and the judgements of other trials that were looked at."""
        yield self
        for child in (*self.children, *self.beside):
            yield from child.walk_all()
