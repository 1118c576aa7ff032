"""Scores and stages beside verdicts: where one table with another would tell of a few persons."""

from collections.abc import Sequence

from trd_registry.cohorts.counting.distributions import Levels, Scores
from trd_registry.cohorts.counting.states import Judged, State
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.suppressing import is_small


def counted_apart(several: Sequence[Scores | Levels], material: Material) -> set[str]:
    """Definitions of which it would be told that they speak of all persons but a few, or of a few more."""
    found: dict[str, set[int]] = {}
    for one in several:
        found.setdefault(one.ran.reference, {material.persons}).add(one.persons)
    return {
        name
        for name, counts in found.items()
        if any(is_small(abs(one - other), material.least) for one in counts for other in counts)
    }


def from_the_top(one: Levels) -> list[tuple[int, int]]:
    """For each level the persons who are certainly at it or above, and those certainly below it."""
    certain = [level.certain for level in one.levels]
    return [(sum(certain[place:]), sum(certain[:place])) for place in range(len(certain) + 1)]


def tells_verdicts(parts: Sequence[tuple[int, int]], persons: int, judged: Judged | None, least: int) -> bool:
    """Whether counts above and below some point leave a few of those who meet the definition, or do not.

    Args:
        parts: Persons above and below each point at which the cut for TRD may lie.
        persons: All of whom the definition may speak.
        judged: Its verdicts; None where it gives none.
        least: The least count that may be shown.
    """
    if judged is None:
        return False
    met, not_met = judged.count(State.MET), judged.count(State.NOT_MET)
    return any(
        is_small(abs(one), least)
        for above, below in parts
        for one in (met - above, not_met - below, persons - met - below, persons - not_met - above)
    )
