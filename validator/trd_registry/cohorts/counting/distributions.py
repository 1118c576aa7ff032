"""Scores, stages, bands and tiers over all persons, as what is certain and what is possible."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.counting.evaluated import Evaluated, Ran

#: Column of names that are possible -> what it is called.
KINDS: Mapping[str, str] = {"stages": "stage", "bands": "band", "tiers_possible": "class"}


#: Kinds of definitions that have stages, bands or classes.
GIVE_LEVELS = ("stages", "score", "tiers")


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """Persons up to a score: whose score is certainly, and whose possibly, so low."""

    score: float
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one definition among the persons who are not certainly out of its scope."""

    ran: Ran
    persons: int
    #: Every value at which a count changes, rising; the last may be infinite, where a score has no upper end.
    steps: tuple[ScoreStep, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One stage, band or class."""

    name: str
    #: Persons of whom it is certain.
    certain: int
    #: Persons for whom it is certain or possible.
    possible: int


@dataclass(frozen=True, slots=True)
class Levels:
    """The stages, bands or classes of one definition."""

    ran: Ran
    #: ``stage``, ``band`` or ``class``; a person may be in several classes, but at one stage only.
    kind: str
    persons: int
    levels: tuple[Level, ...]


def score_distributions(evaluated: Evaluated) -> list[Scores]:
    """One for each definition that gives a score to anybody."""
    counted = evaluated.rows(
        "SELECT definition, version, score, sum(possible)::BIGINT AS possible, sum(certain)::BIGINT AS certain FROM ("
        "SELECT definition, version, lower AS score, count(*) AS possible, 0 AS certain FROM {results} "
        "WHERE applicable IS NOT FALSE AND lower IS NOT NULL GROUP BY ALL UNION ALL "
        "SELECT definition, version, upper, 0, count(*) FROM {results} "
        "WHERE applicable IS NOT FALSE AND upper IS NOT NULL GROUP BY ALL) GROUP BY ALL ORDER BY ALL"
    )
    found = []
    for ran in evaluated.definitions:
        certain = possible = 0
        steps = []
        for row in counted:
            if (row["definition"], row["version"]) == (ran.definition, ran.version):
                certain, possible = certain + row["certain"], possible + row["possible"]
                steps.append(ScoreStep(row["score"], certain, possible))
        if steps:
            found.append(Scores(ran, possible, tuple(steps)))
    return found


def level_distributions(evaluated: Evaluated, order: Mapping[tuple[str, str], Sequence[str]]) -> list[Levels]:
    """One for each definition and kind of level.

    Args:
        evaluated: The results.
        order: Reference and kind -> the names in their order, as far as they are known; others follow.
    """
    found = []
    for ran in evaluated.definitions:
        for column, kind in KINDS.items() if ran.kind in GIVE_LEVELS else ():
            persons, rows = _levels(evaluated, ran, column)
            if persons:
                found.append(Levels(ran, kind, persons, _ordered(rows, order.get((ran.reference, kind), ()))))
    return found


def _levels(evaluated: Evaluated, ran: Ran, column: str) -> tuple[int, list[Mapping[str, object]]]:
    """How many persons have names in a column of lists, and for each name how many certainly and possibly."""
    # A stage is certain where it is the only one that is possible; certain classes have a column of their own.
    certainly = "tiers" if column == "tiers_possible" else f"CASE WHEN len({column}) = 1 THEN {column} END"
    source = (
        f"(SELECT {column} AS possible, {certainly} AS certain FROM {{results}} "
        f"WHERE definition = ? AND version = ? AND applicable IS NOT FALSE AND {column} IS NOT NULL)"
    )
    name = (ran.definition, ran.version)
    persons = evaluated.rows(f"SELECT count(*) AS persons FROM {source}", name)[0]["persons"]
    rows = evaluated.rows(
        "SELECT name, sum(certain)::BIGINT AS certain, sum(possible)::BIGINT AS possible FROM ("
        f"SELECT unnest(possible) AS name, 0 AS certain, 1 AS possible FROM {source} UNION ALL "
        f"SELECT unnest(certain), 1, 0 FROM {source}) GROUP BY ALL ORDER BY ALL",
        name * 2,
    )
    return persons, list(rows)


def _ordered(rows: Iterable[Mapping[str, object]], names: Sequence[str]) -> tuple[Level, ...]:
    known = {str(row["name"]): Level(str(row["name"]), _int(row["certain"]), _int(row["possible"])) for row in rows}
    others = sorted(name for name in known if name not in names)
    return tuple(known.get(name, Level(name, 0, 0)) for name in (*names, *others))


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value
