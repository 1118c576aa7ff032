"""Agreement over all persons: the bounds are those that trying every way of settling the open verdicts finds."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement, product
from math import comb, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trd_registry.comparing.agreement import ac1_of, kappa_of
from trd_registry.comparing.agreement_bounds import Bounds, Open, ac1_bounds, kappa_bounds, percent_bounds

KINDS = list(product((True, False, None), (True, False, None), (True, False)))
LEFT_OUT = None


def cells(first: bool | None, second: bool | None, may_be_out: bool) -> list[tuple[bool, bool] | None]:
    possible = [(True, False) if one is None else (one,) for one in (first, second)]
    return [*product(*possible), *([LEFT_OUT] if may_be_out else [])]


def tables(persons: Open) -> Iterator[tuple[int, int, int, int]]:
    """Every table that some way of settling gives."""
    ways = [combinations_with_replacement(cells(*kind), number) for kind, number in persons.items()]
    for settled in product(*ways):
        found = Counter(cell for group in settled for cell in group)
        yield found[True, True], found[True, False], found[False, True], found[False, False]


def percent_of(both: int, first: int, second: int, neither: int) -> float | None:
    persons = both + first + second + neither
    return (both + neither) / persons if persons else None


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(KINDS), st.integers(0, 8), max_size=4),
    st.sampled_from([(percent_of, percent_bounds), (kappa_of, kappa_bounds), (ac1_of, ac1_bounds)]),
)
def test_the_bounds_are_those_of_all_ways(
    persons: Open, statistic: tuple[Callable[[int, int, int, int], float | None], Callable[[Open], Bounds]]
) -> None:
    precise, bounds = statistic
    assume(prod(comb(number + len(cells(*kind)) - 1, number) for kind, number in persons.items()) <= 3000)
    values = [value for table in set(tables(persons)) if (value := precise(*table)) is not None]
    lowest, highest = bounds(persons)
    assert lowest == pytest.approx(min(values, default=None))
    assert highest == pytest.approx(max(values, default=None))


@pytest.mark.parametrize("bounds", [percent_bounds, kappa_bounds, ac1_bounds])
def test_nobody_gives_no_bounds(bounds: Callable[[Open], Bounds]) -> None:
    assert bounds({}) == (None, None)


def test_many_persons_take_no_longer() -> None:
    million = dict.fromkeys(KINDS, 1_000_000)
    assert kappa_bounds(million) == pytest.approx((-1, 1), abs=0.5)
    lowest, highest = ac1_bounds({(True, True, False): 900_000, (True, None, False): 100_000})
    assert (lowest, highest) == (pytest.approx(1 - 2e5 / (1e6 + 0.81e6)), 1)
