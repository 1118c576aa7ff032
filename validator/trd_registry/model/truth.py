"""Three-valued logic after Kleene: true, false and unknown.

Unknown is written ``None``. Every operand is looked at; nothing is short-circuited, because a
trace that stops early hides from the reader why a trial did or did not count.
"""

from collections.abc import Iterable
from typing import TypeAlias

Truth: TypeAlias = bool | None


def all_of(operands: Iterable[Truth]) -> Truth:
    """False when any operand is false; else unknown when any is unknown; else true (also of none)."""
    values = tuple(operands)
    if False in values:
        return False
    return None if None in values else True


def any_of(operands: Iterable[Truth]) -> Truth:
    """True when any operand is true; else unknown when any is unknown; else false (also of none)."""
    values = tuple(operands)
    if True in values:
        return True
    return None if None in values else False


def negate(operand: Truth) -> Truth:
    """The opposite; the opposite of unknown is unknown."""
    return None if operand is None else not operand
