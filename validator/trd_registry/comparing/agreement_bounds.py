"""The lowest and highest agreement over all persons, for every way of settling what cannot be told.

A person whose verdict is open under one definition or both may turn out to be in any cell of the table that the known
verdict allows; one whose scope is open may also turn out not to be judged by both, and so be in no cell. The bounds are
sharp: each is reached by some way of settling it. They are found without trying all ways, by what can be shown of the
coefficients (a, d: judged alike as met, as not met; b, c: met by the first, by the second alone; n all; s = b + c):

- Kappa is 1 - n s / D with D = 2ad + (a + d)s + b² + c², AC1 is 1 - 2ns / (n² + (a - d)²). With n fixed, moving a
  person from b or c to a or d lowers neither, so that whoever can agree does so at the maximum, none at the minimum.
- A person more in a or d does not lower kappa. Along b, and along c, kappa falls and then rises, so that its maximum
  has all or none of those who may be left out. Persons who may be in a or in d are shared so that D is largest; it is
  a parabola in their number. For a given s kappa is lowest where b and c are nearest to each other; it falls with s
  while the smaller can be raised, and has one turn where only the larger is left to grow.
- A person more in b or c does not raise AC1. It is highest at a corner of what a and d can be, and lowest where the
  larger of a and d is smallest, and the smaller at the one turn of AC1 or at an end.

The tests compare all this with trying every way on small tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor, sqrt
from typing import NamedTuple

from trd_registry.comparing.agreement import ac1_of, kappa_of
from trd_registry.model.truth import Truth

#: Verdicts of the first and second definition, None where open, and whether the person may be out of scope of one of
#: them -> how many persons. Those certainly out of scope of either are in no table and do not belong here.
Open = Mapping[tuple[Truth, Truth, bool], int]

Bounds = tuple[float | None, float | None]


class _Cells(NamedTuple):
    """How many persons, by what they can be; those of the second kind may also be left out."""

    agree_met: int = 0
    agree_not: int = 0
    agree_either: int = 0
    first: int = 0
    second: int = 0
    either: int = 0


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The persons where as many as can agree do so, or as few."""

    always: _Cells
    at_most: _Cells

    @property
    def is_empty(self) -> bool:
        return not any(self.always) and not any(self.at_most)


def percent_bounds(persons: Open) -> Bounds:
    """Lowest and highest share, 0 to 1, of persons judged alike; None without persons."""
    alike, unlike = _sorted(persons, alike=True), _sorted(persons, alike=False)
    if alike.is_empty:
        return None, None
    agree = sum((*alike.always[:3], *alike.at_most[:3]))
    fixed = sum(alike.always[3:])
    highest = agree / (agree + fixed) if agree + fixed else 0.0
    differ = sum((*unlike.always[3:], *unlike.at_most[3:]))
    fixed = sum(unlike.always[:3])
    lowest = fixed / (differ + fixed) if differ + fixed else 1.0
    return lowest, highest


def kappa_bounds(persons: Open) -> Bounds:
    """Lowest and highest kappa among the ways in which it is defined; None where it is not defined in any."""
    highest = _largest(kappa_of(*table) for table in _kappa_tops(_sorted(persons, alike=True)))
    if highest is None and any(number and None in key[:2] for key, number in persons.items()):
        highest = 0.0  # one person who is judged differently, beside others in one cell of agreement
    unlike = _sorted(persons, alike=False)
    lowest = _smallest(kappa_of(*table) for table in _kappa_bottoms(unlike))
    if lowest is None:
        met = unlike.always.agree_met + unlike.at_most.agree_met
        lowest = 1.0 if met and unlike.always.agree_not + unlike.at_most.agree_not else None
    return lowest, highest if highest is not None else lowest


def ac1_bounds(persons: Open) -> Bounds:
    """Lowest and highest AC1; None without persons."""
    alike, unlike = _sorted(persons, alike=True), _sorted(persons, alike=False)
    if alike.is_empty:
        return None, None
    highest = _largest(ac1_of(*table) for table in _ac1_tops(alike))
    lowest = _smallest(ac1_of(*table) for table in _ac1_bottoms(unlike))
    # Where nobody is left in a table, those who may be left out are all unlike, or all alike.
    return 1.0 if lowest is None else lowest, -1.0 if highest is None else highest


def _sorted(persons: Open, *, alike: bool) -> _Sorted:
    found = {False: dict.fromkeys(_Cells._fields, 0), True: dict.fromkeys(_Cells._fields, 0)}
    for (first, second, may_be_out), number in persons.items():
        found[may_be_out][_cell(first, second, alike=alike)] += number
    return _Sorted(_Cells(**found[False]), _Cells(**found[True]))


def _cell(first: Truth, second: Truth, *, alike: bool) -> str:
    """Where a person is put: with those judged alike where that is wanted and can be, and the other way round."""
    met_by_both = first is not False and second is not False
    met_by_none = first is not True and second is not True
    by_first = first is not False and second is not True
    by_second = second is not False and first is not True
    together = ("agree_either" if met_by_none else "agree_met") if met_by_both else "agree_not" if met_by_none else ""
    apart = ("either" if by_second else "first") if by_first else "second" if by_second else ""
    return (together or apart) if alike else (apart or together)


def _kappa_tops(persons: _Sorted) -> Iterable[tuple[int, int, int, int]]:
    sure, more = persons.always, persons.at_most
    met, none = sure.agree_met + more.agree_met, sure.agree_not + more.agree_not
    shared = sure.agree_either + more.agree_either
    for b in {sure.first, sure.first + more.first}:
        for c in {sure.second, sure.second + more.second}:
            turn = (none + shared - met) // 2
            for part in _near(turn, 0, shared):
                yield met + part, b, c, none + shared - part


def _kappa_bottoms(persons: _Sorted) -> Iterable[tuple[int, int, int, int]]:
    sure, more = persons.always, persons.at_most
    a, d = sure.agree_met, sure.agree_not
    b = (sure.first, sure.first + more.first + sure.either + more.either)
    c = (sure.second, sure.second + more.second + sure.either + more.either)
    lowest = sure.first + sure.second + sure.either
    highest = lowest + more.first + more.second + more.either
    turns = [2 * b[0], 2 * c[0], 2 * b[1], 2 * c[1], b[0] + c[1], c[0] + b[1]]
    turns += (limit + _turn(a, d, limit) for limit in (b[1], c[1]))
    for differ in {one for turn in turns for one in _near(turn, lowest, highest)}:
        least, most = max(b[0], differ - c[1]), min(b[1], differ - c[0])
        for part in {min(max(half, least), most) for half in (differ // 2, (differ + 1) // 2)}:
            yield a, part, differ - part, d


def _turn(a: int, d: int, limit: int) -> int:
    """Where kappa is lowest along b, if c is at its limit: the root of its derivative."""
    if limit == 0:
        return 0
    rest = limit * (2 * a * d + (a + d) * limit + limit**2) + a * d * (a + d)
    return floor((a * d + sqrt((a * d) ** 2 + limit * rest)) / limit)


def _ac1_tops(persons: _Sorted) -> Iterable[tuple[int, int, int, int]]:
    sure, more = persons.always, persons.at_most
    shared = sure.agree_either + more.agree_either
    a = (sure.agree_met, sure.agree_met + more.agree_met + shared)
    d = (sure.agree_not, sure.agree_not + more.agree_not + shared)
    lowest, highest = sum(sure[:3]), sum(sure[:3]) + sum(more[:3])
    for met in {*a, *(total - one for total in (lowest, highest) for one in d)}:
        if a[0] <= met <= a[1]:
            least, most = max(d[0], lowest - met), min(d[1], highest - met)
            for none in (least, most) if least <= most else ():
                yield met, sure.first, sure.second, none


def _ac1_bottoms(persons: _Sorted) -> Iterable[tuple[int, int, int, int]]:
    sure, more = persons.always, persons.at_most
    differ = sum((*sure[3:], *more[3:]))
    larger = max(sure.agree_met, sure.agree_not)
    least, extra = min((sure.agree_met, more.agree_met), (sure.agree_not, more.agree_not))
    root = sqrt(2) - 1
    turn = floor((larger * (1 - root) - differ * root) / (1 + root))
    for smaller in {least, least + extra, *_near(turn, least, least + extra)}:
        yield larger, differ, 0, smaller


def _near(turn: int, lowest: int, highest: int) -> set[int]:
    """Whole numbers about a turn that are possible; more of them than rounding needs."""
    return {min(max(one, lowest), highest) for one in range(turn - 2, turn + 4)} | {lowest, highest}


def _largest(values: Iterable[float | None]) -> float | None:
    return max((one for one in values if one is not None), default=None)


def _smallest(values: Iterable[float | None]) -> float | None:
    return min((one for one in values if one is not None), default=None)
