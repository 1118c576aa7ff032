"""Many counts of trials in few sums, and many sets of treatments in few: side by side in one whole number.

An aggregate costs the database the same whatever it holds, and most of what definitions ask for are counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from trd_registry.cohorts.planning.sql import NONE, quoted
from trd_registry.cohorts.settled.settle import FEW_NAMES, MOST_TRIALS

#: The bits of one count; a patient with more trials than they can tell is refused when histories are settled.
WIDTH = MOST_TRIALS.bit_length()

#: Counts in one BIGINT, whose highest bit is its sign; sets in one UBIGINT.
_COUNTS, _SETS = 63 // WIDTH, 64 // FEW_NAMES


@dataclass
class Counts:
    """Conditions on trials, each with its place in the sums."""

    _places: dict[str, int] = field(default_factory=dict)

    def add(self, condition: str) -> str:
        """How many trials of a patient meet the condition (TRUE, not NULL), as a text on the table of patients."""
        place = self._places.setdefault(condition, len(self._places))
        number, shift = divmod(place, _COUNTS)
        return f"((coalesce(counts_{number}, 0) >> {WIDTH * shift}) & {(1 << WIDTH) - 1})"

    def columns(self) -> list[str]:
        """The sums, with their names."""
        found = []
        for number, conditions in enumerate(_parts(self._places, _COUNTS)):
            parts = (
                f"CASE WHEN {condition} THEN {1 << WIDTH * shift}::BIGINT ELSE 0::BIGINT END"
                for shift, condition in enumerate(conditions)
            )
            found.append(f"sum({' + '.join(parts)})::BIGINT AS counts_{number}")
        return found


@dataclass
class Names:
    """Which treatments the trials have that meet conditions; meant for patients whose treatments are not tangled."""

    _places: dict[str, int] = field(default_factory=dict)

    def add(self, condition: str) -> str:
        """The treatments of the trials that meet the condition, as bits: a text on the table of patients."""
        place = self._places.setdefault(condition, len(self._places))
        number, shift = divmod(place, _SETS)
        return f"((coalesce(names_{number}, {NONE}) >> {FEW_NAMES * shift}) & {(1 << FEW_NAMES) - 1}::UBIGINT)"

    def columns(self) -> list[str]:
        """The sets, with their names."""
        found = []
        for number, conditions in enumerate(_parts(self._places, _SETS)):
            parts = (
                f"(CASE WHEN {condition} THEN {FEW} ELSE {NONE} END << {FEW_NAMES * shift})"
                for shift, condition in enumerate(conditions)
            )
            found.append(f"bit_or({' | '.join(parts)}) AS names_{number}")
        return found


#: The treatment of a trial, where its patient has few.
FEW = f"({quoted('names')} & {(1 << FEW_NAMES) - 1}::UBIGINT)"


def _parts(places: dict[str, int], size: int) -> Iterator[list[str]]:
    conditions = list(places)
    return (conditions[start : start + size] for start in range(0, len(conditions), size))
