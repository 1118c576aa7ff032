"""Days until a definition came to be met, as quartiles over those whose dates tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.counting.evaluated import Evaluated

#: Shares of persons.
QUARTERS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Times:
    """The days of one definition."""

    #: Who certainly meet it.
    persons: int
    #: Of these, those whose dates tell.
    dated: int
    #: For each of `QUARTERS` the fewest and the most days within which that share of them met it.
    days: tuple[tuple[float | None, float | None], ...]


def times_by_definition(evaluated: Evaluated) -> Mapping[str, Times]:
    """Reference -> its days; nothing for a definition that nobody meets."""
    lowest, highest = (f"quantile_disc({end}, {list(QUARTERS)})" for end in ("days_lower", "days_upper"))
    rows = evaluated.rows(
        "SELECT definition, version, count(*) AS persons, count(days_lower) AS dated, "
        f"{lowest} AS lowest, {highest} AS highest FROM {{times}} GROUP BY ALL"
    )
    unknown = [None] * len(QUARTERS)
    return {
        f"{row['definition']}@{row['version']}": Times(
            row["persons"],
            row["dated"],
            tuple(zip(row["lowest"] or unknown, row["highest"] or unknown, strict=True)),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Day:
    """Persons who met a definition up to a day: certainly, and certainly or possibly."""

    days: float
    certain: int
    possible: int


def time_curves(evaluated: Evaluated) -> Mapping[str, Sequence[Day]]:
    """Reference -> every day on which a count changes, rising, over the persons whose dates tell."""
    rows = evaluated.rows(
        "SELECT definition, version, days, sum(certain)::BIGINT AS certain, sum(possible)::BIGINT AS possible FROM ("
        "SELECT definition, version, days_lower AS days, 0 AS certain, 1 AS possible FROM {times} "
        "WHERE days_lower IS NOT NULL UNION ALL "
        "SELECT definition, version, days_upper, 1, 0 FROM {times} WHERE days_lower IS NOT NULL) "
        "GROUP BY ALL ORDER BY definition, version, days"
    )
    found: dict[str, list[Day]] = {}
    for row in rows:
        curve = found.setdefault(f"{row['definition']}@{row['version']}", [])
        before = curve[-1] if curve else Day(0, 0, 0)
        curve.append(Day(row["days"], before.certain + row["certain"], before.possible + row["possible"]))
    return found
