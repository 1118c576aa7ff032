"""Whether a condition can still hold when certain tests in it fail: how one finds what a rule cannot do without.

Three-valued: a test about which nothing is assumed is unknown, so the answer False means that no history
can meet the condition as long as the failed tests fail. That is sound for every tree, whatever it holds.
"""

from collections.abc import Callable
from typing import TypeAlias

from trd_registry.model.nodes import All, Any, Condition, FirstStated, Node, Not
from trd_registry.model.truth import Truth, all_of, any_of, negate

Assume: TypeAlias = Callable[[Node], Truth]


def holds(node: Condition, assume: Assume) -> Truth:
    """Whether the condition holds if its tests are as assumed; None for a test that may hold or not."""
    match node:
        case All():
            return all_of(holds(part, assume) for part in node.parts)
        case Any() | FirstStated():
            return any_of(holds(part, assume) for part in node.parts)
        case Not():
            return negate(holds(node.part, assume))
    return assume(node)


def needs(node: Condition | None, fails: Callable[[Node], bool]) -> bool:
    """Whether the condition cannot hold while the tests picked out by ``fails`` do not."""
    return node is not None and holds(node, lambda test: False if fails(test) else None) is False


def tests_fact(*names: str) -> Callable[[Node], bool]:
    """Picks out the tests on facts of these names; a name that ends in a point stands for all that begin so."""

    def is_one(node: Node) -> bool:
        fact = str(getattr(node, "fact", ""))
        return any(fact.startswith(name) if name.endswith(".") else fact == name for name in names)

    return is_one
