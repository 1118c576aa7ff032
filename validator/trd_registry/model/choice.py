"""A category that is known to be one of several."""

from collections.abc import Set as AbstractSet
from typing import TypeAlias

from trd_registry.model.truth import Truth

#: The values still possible; ``None`` where any value at all is (an unnamed drug).
Choice: TypeAlias = frozenset[str] | None


def is_among(possible: Choice, wanted: AbstractSet[str]) -> Truth:
    """Whether the category is one of the wanted values."""
    if possible is None:
        return None if wanted else False
    if not possible & wanted:
        return False
    return True if possible <= wanted else None
