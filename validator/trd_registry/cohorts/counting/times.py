"""Days until a definition came to be met, as quartiles over those whose dates tell."""

from collections.abc import Mapping
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
