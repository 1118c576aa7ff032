"""Walks a rule tree: every node below one, and the facts that are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from trd_registry.model.facts import PATIENT_FACTS, TRIAL_FACTS
from trd_registry.model.nodes import (
    All,
    ChoiceTest,
    Comparator,
    Condition,
    DoseMeetsTable,
    FirstStated,
    MeasureTest,
    Node,
    Not,
    SeverityIs,
    TherapyOnList,
)
from trd_registry.model.nodes import Any as AnyOf


def walk(part: Any) -> Iterator[Node]:
    """The node, if it is one, and every node inside it: parts, measures, further conditions, cases, rungs."""
    todo = [part]
    while todo:
        one = todo.pop()
        if isinstance(one, Node):
            yield one
        todo.extend(reversed(_inside(one)))


def _inside(part: Any) -> Sequence[Any]:
    """What stands directly inside a part of a tree, in its order."""
    if isinstance(part, tuple | list):
        return part
    if isinstance(part, dict):
        return tuple(part.values())
    kind: type = type(part)
    return [getattr(part, name) for name in _fields(kind)]


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a kind of part that may hold others; asked very often, so worked out once for each kind."""
    if not is_dataclass(kind):
        return ()
    of_every_node = {field.name for field in fields(Node)} if issubclass(kind, Node) else set()
    return tuple(field.name for field in fields(kind) if field.name not in of_every_node)


#: Nodes that ask for a fact without naming it in a field.
_IMPLIED = {DoseMeetsTable: "dose", TherapyOnList: "evidence_based", SeverityIs: "episode.severity"}


def facts_in(part: Any) -> frozenset[str]:
    """The names of all facts that are asked for anywhere in it."""
    found = set()
    for node in walk(part):
        fact = getattr(node, "fact", None) or _IMPLIED.get(type(node))
        if fact:
            found.add(str(fact))
    return frozenset(found)


def possible_values(part: Any, fact: str) -> frozenset[str] | None:
    """The values that a category can have where the condition holds; None for any at all.

    Sound but not tight: a value that is left out cannot occur; one that is named may still be impossible.
    """
    match part:
        case ChoiceTest() if part.fact == fact:
            return part.among
        case All():
            told = [one for one in (possible_values(inner, fact) for inner in part.parts) if one is not None]
            return frozenset.intersection(*told) if told else None
        case AnyOf() | FirstStated():
            each = [possible_values(inner, fact) for inner in part.parts if constant(inner) is not False]
            return frozenset().union(*(one for one in each if one is not None)) if None not in each else None
        case Not(part=ChoiceTest() as inner) if inner.fact == fact:
            known = TRIAL_FACTS.get(fact) or PATIENT_FACTS.get(fact)
            return known.domain - inner.among if known is not None and known.domain is not None else None
        case Not(part=AnyOf() as inner):
            return possible_values(All(place=inner.place, parts=tuple(_denied(one) for one in inner.parts)), fact)
        case Not(part=Not() as inner):
            return possible_values(inner.part, fact)
    return None


def _denied(node: Condition) -> Condition:
    return Not(place=node.place, part=node)


def constant(node: Any) -> bool | None:
    """True where a condition always holds, False where it never does, because of what its options leave out."""
    match node:
        case All():
            parts = [constant(part) for part in node.parts]
            return False if False in parts else True if all(part is True for part in parts) else None
        case AnyOf():
            parts = [constant(part) for part in node.parts]
            return True if True in parts else False if all(part is False for part in parts) else None
        case Not():
            inner = constant(node.part)
            return None if inner is None else not inner
    return None


_OPPOSITE: Mapping[str, Comparator] = {
    "at_least": "below",
    "at_most": "above",
    "above": "at_most",
    "below": "at_least",
}


def pushed(node: Condition, *, negated: bool = False) -> Condition:
    """The same condition with denials moved inward: onto the bound of a measure where there is one."""
    match node:
        case Not():
            return pushed(node.part, negated=not negated)
        case All() | AnyOf():
            parts = tuple(pushed(part, negated=negated) for part in node.parts)
            kind = type(node) if not negated else AnyOf if isinstance(node, All) else All
            return kind(place=node.place, id=node.id, stated=node.stated, readings=node.readings, parts=parts)
        case MeasureTest() if negated and len(node.bounds) == 1 and node.bounds[0].comparator in _OPPOSITE:
            bound = node.bounds[0]
            return replace(node, bounds=(replace(bound, comparator=_OPPOSITE[bound.comparator]),))
    return Not(place=node.place, part=node) if negated else node
