"""What is known of all pairs of some definitions: which implies which, and who refutes it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

#: What a definition says of a history, in one letter: met, not met, out of its scope, or unsettled.
MET, NOT_MET, OUTSIDE, OPEN = "m", "n", "o", "i"

#: How a definition relates to another. ``implies``: whoever meets the one meets the other. ``in_scope``: of the
#: patients that the other speaks of. ``differs``: not even of those. ``not_settled``: the search gave up or was
#: stopped.
IMPLIES, IN_SCOPE, DIFFERS, NOT_SETTLED = "implies", "in_scope", "differs", "not_settled"


@dataclass
class Relations:
    """What is known of all pairs of some definitions."""

    #: References in order.
    references: Sequence[str]
    #: With so many trials or fewer the search was exhaustive; where a rule looks at dates, with ``dated_trials``, or
    #: one more than the first definition needs.
    trials: int
    dated_trials: int
    #: Histories, and what every definition says of each, one letter a definition.
    histories: list[Mapping[str, Any]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    #: Pairs (by their numbers) proved: no history in the second's scope meets the first and not it ...
    in_scope: set[tuple[int, int]] = field(default_factory=set)
    #: ... or at all.
    implied: set[tuple[int, int]] = field(default_factory=set)
    #: Pairs of which neither was shown: the solver gave up, or the search was stopped before it came to them.
    open: set[tuple[int, int]] = field(default_factory=set)
    #: Reference of a definition that ``trials`` trials cannot meet -> the bound of the search for it.
    more_trials: dict[str, int] = field(default_factory=dict)

    @property
    def in_scope_alone(self) -> set[tuple[int, int]]:
        """Pairs of which the one implies the other of the patients that this speaks of, and not of all."""
        return self.in_scope - self.implied - self.open

    def shown(self, one: int, other: int, says: str) -> int | None:
        """The history with the fewest trials that meets the one and of which the other says so, if there is one."""
        found = [
            (len(self.histories[at].get("trials", ())), at)
            for at, letters in enumerate(self.verdicts)
            if letters[one] == MET and letters[other] in says
        ]
        return min(found)[1] if found else None

    def between(self, one: str, other: str) -> str | None:
        """How one definition relates to another, by reference; None where it was not worked out."""
        if one == other or not {one, other} <= set(self.references):
            return None
        return self.relation(self.references.index(one), self.references.index(other))

    def relation(self, one: int, other: int) -> str:
        """How the one relates to the other."""
        if (one, other) in self.implied:
            return IMPLIES
        if (one, other) in self.open:
            return NOT_SETTLED
        return IN_SCOPE if (one, other) in self.in_scope else DIFFERS


@dataclass(frozen=True)
class Known:
    """What an earlier run found out."""

    #: They are judged anew and save searching.
    histories: Sequence[Mapping[str, Any]] = ()
    #: Pairs of references proved within a bound that still holds: of the patients that the second speaks of ...
    in_scope: AbstractSet[tuple[str, str]] = frozenset()
    #: ... or at all.
    implied: AbstractSet[tuple[str, str]] = frozenset()
    #: Reference of a definition -> the bound of the search for it, where it needs more trials than usual.
    more_trials: Mapping[str, int] = field(default_factory=dict)
