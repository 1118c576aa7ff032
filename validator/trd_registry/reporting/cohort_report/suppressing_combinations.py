"""Combinations of definitions that are met: which are not shown, so that no small one can be worked out."""

from collections.abc import Callable, Collection, Mapping
from itertools import combinations

from trd_registry.reporting.cohort_report.suppressing import is_small

Combination = frozenset[str]

#: Equations are solved in the whole numbers modulo this prime, which is exact and quick.
_PRIME = 2**31 - 1


def hidden_combinations(
    counts: Mapping[Combination, int], least: int, pairs: Collection[Combination] = ()
) -> set[Combination]:
    """Combinations that are not shown: small ones, and others through which they could be worked out.

    Totals that the report shows elsewhere are those of all persons, of one definition, and of the four cells of two:
    what is hidden in each of them must be at least two combinations and the least count of persons. Nor may a small
    one follow from all that is shown of these definitions and pairs together.

    Args:
        counts: Persons by the combination that they meet.
        least: The least count that may be shown.
        pairs: Those of which it is shown who certainly meets both.
    """
    hidden = {names for names, count in counts.items() if is_small(count, least)}
    names = sorted({name for one in counts for name in one})
    shown_elsewhere: list[Callable[[Combination], bool]] = [lambda _: True]
    for a in names:
        shown_elsewhere += [lambda one, a=a, held=held: (a in one) == held for held in (True, False)]  # type: ignore[misc]
    for a, b in combinations(names, 2):
        shown_elsewhere += [
            lambda one, a=a, b=b, cell=cell: (a in one, b in one) == cell  # type: ignore[misc]
            for cell in ((True, True), (True, False), (False, True), (False, False))
        ]
    changed = bool(hidden)
    while changed:
        changed = False
        for belongs in shown_elsewhere:
            mine = [one for one in hidden if belongs(one)]
            more = [one for one, count in counts.items() if count and belongs(one) and one not in hidden]
            if mine and more and (len(mine) < 2 or sum(counts[one] for one in mine) < least):
                hidden.add(min(more, key=lambda one: (counts[one], sorted(one))))
                changed = True
        if not changed:
            told = [one for one in determined(hidden, pairs) if is_small(counts[one], least)]
            more = [one for one, count in counts.items() if count and one not in hidden]
            if told and more:
                hidden.add(min(more, key=lambda one: (len(one ^ told[0]), counts[one], sorted(one))))
                changed = True
    return hidden


def determined(hidden: Collection[Combination], pairs: Collection[Combination]) -> list[Combination]:
    """Hidden combinations that follow from totals: of all persons, of each definition, and of pairs.

    Args:
        hidden: Combinations that are not shown; all others are known.
        pairs: Those of which it is known who meets both.
    """
    order = sorted(hidden, key=sorted)
    names = sorted({name for one in order for name in one})
    totals = [frozenset(), *(frozenset([name]) for name in names), *sorted(pairs, key=sorted)]
    rows = _reduced([[int(total <= one) for one in order] for total in totals])
    found = []
    for row in rows:
        places = [place for place, value in enumerate(row) if value]
        if len(places) == 1:
            found.append(order[places[0]])
    return found


def _reduced(rows: list[list[int]]) -> list[list[int]]:
    """The equations solved as far as they go: a row with one entry says what that one is."""
    done: list[list[int]] = []
    for given in rows:
        row = given
        for other in done:
            lead = next(place for place, value in enumerate(other) if value)
            row = _less(row, other, row[lead])
        lead = next((place for place, value in enumerate(row) if value), -1)
        if lead >= 0:
            inverse = pow(row[lead], -1, _PRIME)
            row = [value * inverse % _PRIME for value in row]
            done = [*(_less(other, row, other[lead]) for other in done), row]
    return done


def _less(row: list[int], other: list[int], times: int) -> list[int]:
    """A row less another so many times."""
    if not times:
        return row
    return [(here - times * there) % _PRIME for here, there in zip(row, other, strict=True)]
