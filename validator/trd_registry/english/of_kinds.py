"""What a condition comes to for trials of which the kind is known: an option that no such trial has is not told."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from trd_registry.model.nodes import All, ChoiceTest, Condition, FirstStated, Not
from trd_registry.model.nodes import Any as AnyOf
from trd_registry.model.walking import constant, facts_in, walk

Kinds = frozenset[str] | None


def settled_by_kind(node: Condition, kinds: Kinds) -> bool | None:
    """Whether every trial of these modalities meets the condition, or none; None where that is not settled by them.

    A kind is known of every trial, since each names its treatment; what is told so holds without exception.
    """
    found = constant(node)
    if found is not None or kinds is None:
        return found
    match node:
        case ChoiceTest(fact="modality"):
            return True if kinds <= node.among else None if kinds & node.among else False
        case Not():
            inner = settled_by_kind(node.part, kinds)
            return None if inner is None else not inner
        case All():
            parts = [settled_by_kind(part, kinds) for part in node.parts]
            return False if False in parts else None
        case AnyOf():
            parts = [settled_by_kind(part, kinds) for part in node.parts]
            return True if True in parts else False if all(part is False for part in parts) else None
    return None


def possible_parts(node: AnyOf, kinds: Kinds) -> list[Condition]:
    """The alternatives that some trial of these modalities can meet; one with a locator is told in any case."""
    return [
        part
        for part in node.parts
        if settled_by_kind(part, kinds) is not False or any(inner.stated for inner in walk(part))
    ]


def last_word(parts: Sequence[Condition], kinds: Kinds) -> bool | None:
    """What holds where nothing that is asked before is recorded, if the last of several is settled by the kind."""
    return settled_by_kind(parts[-1], kinds) if len(parts) > 1 else None


def reachable_parts(node: FirstStated, always_stated: AbstractSet[str]) -> Sequence[Condition]:
    """The parts up to the first that asks for a fact which is stated of every trial; none after it is ever asked."""
    for number, part in enumerate(node.parts, start=1):
        if facts_in(part) & always_stated:
            return node.parts[:number]
    return node.parts
