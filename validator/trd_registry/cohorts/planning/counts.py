"""Many counts of trials in few sums: four of them side by side in one whole number.

An aggregate costs the database the same whatever it holds, and most of what definitions ask for are counts.
"""

from dataclasses import dataclass, field

#: The bits of one count; a patient with more trials than they can tell is refused when histories are settled.
WIDTH = 15

_TOGETHER = 4


@dataclass
class Counts:
    """Conditions on trials, each with its place in the sums."""

    _places: dict[str, int] = field(default_factory=dict)

    def add(self, condition: str) -> str:
        """How many trials of a patient meet the condition (TRUE, not NULL), as a text on the table of patients."""
        place = self._places.setdefault(condition, len(self._places))
        number, shift = divmod(place, _TOGETHER)
        return f"((coalesce(counts_{number}, 0) >> {WIDTH * shift}) & {(1 << WIDTH) - 1})"

    def columns(self) -> list[str]:
        """The sums, with their names."""
        conditions = list(self._places)
        found = []
        for number, start in enumerate(range(0, len(conditions), _TOGETHER)):
            parts = (
                f"CASE WHEN {condition} THEN {1 << WIDTH * shift} ELSE 0 END::BIGINT"
                for shift, condition in enumerate(conditions[start : start + _TOGETHER])
            )
            found.append(f"sum({' + '.join(parts)})::BIGINT AS counts_{number}")
        return found
