"""Persons by what one definition says of them, as one bit a person: sets that are counted together in no time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from trd_registry.cohorts.counting.evaluated import Evaluated, Ran
from trd_registry.model.finding import InvalidInput


class State(IntEnum):
    """What a definition with a verdict says of a person; the last three only if the person is in its scope."""

    MET = 0
    NOT_MET = 1
    CANNOT_TELL = 2
    MET_IF = 3
    NOT_MET_IF = 4
    CANNOT_TELL_IF = 5
    OUT = 6


#: Where the definition may speak of the person.
SPEAKS: tuple[State, ...] = tuple(state for state in State if state is not State.OUT)

_WORDS = {"met": State.MET, "not_met": State.NOT_MET, "indeterminate": State.CANNOT_TELL}


@dataclass(frozen=True, slots=True)
class Judged:
    """The persons of each state: bit k of a set is the k-th person in the order of their names."""

    ran: Ran
    #: One set for each of `SPEAKS`; everybody else is out of scope.
    sets: tuple[int, ...]
    persons: int

    @property
    def met(self) -> int:
        """Those who certainly meet it."""
        return self.sets[State.MET]

    def count(self, state: State) -> int:
        """How many persons are in a state."""
        if state is State.OUT:
            return self.persons - sum(one.bit_count() for one in self.sets)
        return self.sets[state].bit_count()


def judge_sets(evaluated: Evaluated, progress: Callable[[int], None] | None = None) -> dict[str, Judged]:
    """Reference -> its persons, for every definition that gives a verdict, in the order in which they were run.

    A definition that only stages or scores, without a cut by its authors, is left out.

    Args:
        evaluated: The results.
        progress: Told how many more definitions were read.

    Raises InvalidInput where a definition does not have one row for each person.
    """
    places = Places(evaluated)
    found = {}
    for ran in evaluated.definitions:
        judged = _judged(evaluated, ran, places)
        if judged is not None:
            found[ran.reference] = judged
        if progress is not None:
            progress(1)
    return found


class Places:
    """Which bit a person has: the place in the order of the names, by the first definition that was run."""

    def __init__(self, evaluated: Evaluated) -> None:
        first = evaluated.definitions[0]
        query = (
            "CREATE OR REPLACE TEMP TABLE places AS SELECT person, row_number() OVER (ORDER BY person) - 1 AS place "
            "FROM {results} WHERE definition = ? AND version = ?"
        )
        evaluated.rows(query, (first.definition, first.version))
        query = f"SELECT {_MARK} AS mark, count(DISTINCT person) AS persons FROM places"
        row = evaluated.rows(query)[0]
        if row["persons"] != evaluated.persons:
            raise _uneven(evaluated, first)
        #: Tells whether rows stand in this order: made of all names with their places.
        self.mark = row["mark"]


#: Made of every name together with its place. As one text: a hash of two columns is that of each, joined in such
#: a way that names in another order would give the same.
_MARK = "bit_xor(hash(concat(place, ' ', person)))"

#: The rows of one definition, each with its number. Mostly they stand in the order of the names, so that the number is
#: the place; to look up every place by its name takes several times as long.
_NUMBERED = "(SELECT *, row_number() OVER () - 1 AS place FROM (FROM {results} WHERE definition = ? AND version = ?))"
_LOOKED_UP = "(SELECT * FROM {results} JOIN places USING (person) WHERE definition = ? AND version = ?)"


def _judged(evaluated: Evaluated, ran: Ran, places: Places) -> Judged | None:
    tests = [f"{scope} AND verdict = '{word}'" for scope in ("applicable", "applicable IS NULL") for word in _WORDS]
    name = (ran.definition, ran.version)
    if evaluated.rows("SELECT count(*) AS rows FROM {results} WHERE definition = ? AND version = ?", name) != [
        {"rows": evaluated.persons}
    ]:
        raise _uneven(evaluated, ran)
    last = evaluated.persons - 1
    sets = [f"bitstring_agg(place, 0, {last}) FILTER ({test})::BLOB AS set_{k}" for k, test in enumerate(tests)]
    asked = (
        f"SELECT {', '.join(sets)}, bit_count(bitstring_agg(place, 0, {last})) AS persons, "
        f"{_MARK} AS mark, count(*) FILTER (applicable IS NOT FALSE) AS spoken_of, "
        "count(*) FILTER (applicable IS NOT FALSE AND verdict IS NULL) AS without FROM "
    )
    row = evaluated.rows(asked + _NUMBERED, name)[0]
    if row["mark"] != places.mark:
        row = evaluated.rows(asked + _LOOKED_UP, name)[0]
    if row["persons"] != evaluated.persons:
        raise _uneven(evaluated, ran)
    if row["without"] == row["spoken_of"] and (row["spoken_of"] or ran.kind in ("stages", "tiers", "score")):
        return None
    judged = Judged(ran, tuple(int.from_bytes(row[f"set_{k}"] or b"", "big") for k in range(6)), evaluated.persons)
    if sum(one.bit_count() for one in judged.sets) != row["spoken_of"]:
        raise evaluated.damaged("results.parquet", f"{ran.reference} has a verdict for some of its persons only.")
    return judged


def _uneven(evaluated: Evaluated, ran: Ran) -> InvalidInput:
    what = f"{ran.reference} does not have one row for each of {evaluated.persons:,} persons."
    return evaluated.damaged("results.parquet", what)


#: Persons by their states under two definitions; cells without anybody are left out.
Crossed = Mapping[tuple[State, State], int]


def cross(one: Judged, other: Judged) -> Crossed:
    """Persons by what two definitions say of them."""
    found: dict[tuple[State, State], int] = {}
    left = [one.count(state) for state in SPEAKS]
    right = [other.count(state) for state in SPEAKS]
    rest = one.persons
    for here, mine in zip(SPEAKS, one.sets, strict=True):
        if not mine:
            continue
        for there, theirs in zip(SPEAKS, other.sets, strict=True):
            if theirs and (number := (mine & theirs).bit_count()):
                found[here, there] = number
                left[here] -= number
                right[there] -= number
                rest -= number
    found |= {(state, State.OUT): left[state] for state in SPEAKS if left[state]}
    found |= {(State.OUT, state): right[state] for state in SPEAKS if right[state]}
    rest -= sum(left) + sum(right)
    return {**found, **({(State.OUT, State.OUT): rest} if rest else {})}


def intersections(judged: Iterable[Judged]) -> dict[frozenset[str], int]:
    """Persons by exactly which of the definitions they certainly meet; combinations without anybody are left out."""
    several = list(judged)
    parts: dict[frozenset[str], int] = {frozenset(): (1 << several[0].persons) - 1} if several else {}
    for one in several:
        split: dict[frozenset[str], int] = {}
        for names, members in parts.items():
            inside = members & one.met
            if inside:
                split[names | {one.ran.reference}] = inside
            if members != inside:
                split[names] = members ^ inside
        parts = split
    return {names: members.bit_count() for names, members in parts.items()}
