"""Many counts of trials in few sums, and many sets of treatments in few: side by side in one whole number.

An aggregate costs the database the same whatever it holds, and most of what definitions ask for are counts.
"""

from dataclasses import dataclass, field

from trd_registry.cohorts.planning.sql import NONE, quoted
from trd_registry.cohorts.settled.settle import FEW_NAMES, MOST_TRIALS

#: The bits of one count; a patient with more trials than they can tell is refused when histories are settled.
WIDTH = MOST_TRIALS.bit_length()

#: Counts in one BIGINT, whose highest bit is its sign.
_COUNTS = 63 // WIDTH

#: The bits of one UBIGINT.
_BITS = 64


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
        for number, start in enumerate(range(0, len(self._places), _COUNTS)):
            parts = (
                f"CASE WHEN {condition} THEN {1 << WIDTH * shift}::BIGINT ELSE 0::BIGINT END"
                for shift, condition in enumerate(list(self._places)[start : start + _COUNTS])
            )
            found.append(f"sum({' + '.join(parts)})::BIGINT AS counts_{number}")
        return found


@dataclass
class Sets:
    """Which values the trials have that meet conditions; meant for patients of whose trials every value is known."""

    _places: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    _parts: list[list[str]] = field(default_factory=list)
    _full: list[int] = field(default_factory=list)

    def add(self, label: str, width: int, condition: str) -> str:
        """The values of the trials that meet the condition, as bits: a text on the table of patients.

        The label of every trial is of ``width`` bits at most, or NULL.
        """
        if (label, condition) not in self._places:
            number = next((place for place, full in enumerate(self._full) if full + width <= _BITS), len(self._full))
            if number == len(self._full):
                self._full.append(0)
                self._parts.append([])
            shift = self._full[number]
            self._full[number] += width
            self._parts[number].append(
                f"(CASE WHEN {condition} THEN coalesce({label}, {NONE}) ELSE {NONE} END << {shift})"
            )
            self._places[label, condition] = number, shift
        number, shift = self._places[label, condition]
        return f"((coalesce(sets_{number}, {NONE}) >> {shift}) & {(1 << width) - 1}::UBIGINT)"

    def columns(self) -> list[str]:
        """The sets, with their names."""
        return [f"bit_or({' | '.join(parts)}) AS sets_{number}" for number, parts in enumerate(self._parts)]


#: The treatment of a trial, where its patient has few.
FEW = f"({quoted('names')} & {(1 << FEW_NAMES) - 1}::UBIGINT)"
