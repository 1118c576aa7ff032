"""Intervals against the numbers that lie in them, tried one by one on a small grid."""

from itertools import product
from math import inf, nan

import pytest

from trd_registry.model.interval import Interval, format_number, hull, total

#: Quarters lie between any two bounds of the grid.
NUMBERS = [quarter / 4 for quarter in range(-16, 25)]
BOUNDS = (-inf, 0, 1, 2, inf)


def _all() -> list[Interval]:
    found = []
    for lower, upper, lower_open, upper_open in product(BOUNDS, BOUNDS, (False, True), (False, True)):
        is_empty = lower > upper or (lower == upper and (lower_open or upper_open))
        if not is_empty and lower != inf and upper != -inf:
            found.append(Interval(lower, upper, lower_open, upper_open))
    return found


INTERVALS = _all()


def lies_in(number: float, one: Interval) -> bool:
    """What the four fields say, written out."""
    if number < one.lower or number > one.upper:
        return False
    return not (number == one.lower and one.lower_open) and not (number == one.upper and one.upper_open)


def numbers(one: Interval) -> list[float]:
    return [number for number in NUMBERS if lies_in(number, one)]


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_what_lies_in_it(one: Interval) -> None:
    assert [number for number in NUMBERS if number in one] == numbers(one)
    assert one.is_exact == (len(numbers(one)) == 1)


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_comparisons_hold_where_they_hold_of_every_number(one: Interval) -> None:
    for threshold in (-1, 0, 0.5, 1, 2, 3):
        for found, holds in (
            (one.at_least(threshold), lambda number, cut=threshold: number >= cut),
            (one.above(threshold), lambda number, cut=threshold: number > cut),
            (one.at_most(threshold), lambda number, cut=threshold: number <= cut),
            (one.below(threshold), lambda number, cut=threshold: number < cut),
            (one.exactly_equals(threshold), lambda number, cut=threshold: number == cut),
        ):
            said = {holds(number) for number in numbers(one)}
            assert found is (said.pop() if len(said) == 1 else None)


def test_what_two_have_in_common_and_what_holds_both() -> None:
    for one, other in product(INTERVALS, INTERVALS):
        common = [number for number in numbers(one) if lies_in(number, other)]
        met = one.meet(other)
        assert (numbers(met) if met is not None else []) == common
        both = hull([one, other])
        assert {*numbers(one), *numbers(other)} <= set(numbers(both))
        for end, is_open, of_each in (
            ("lower", "lower_open", (one.lower, other.lower)),
            ("upper", "upper_open", (one.upper, other.upper)),
        ):
            extreme = min(of_each) if end == "lower" else max(of_each)
            assert getattr(both, end) == extreme
            reaching = [each for each in (one, other) if getattr(each, end) == extreme]
            assert getattr(both, is_open) == all(getattr(each, is_open) for each in reaching)


def test_sums_hold_every_sum_and_no_more() -> None:
    for one, other in product(INTERVALS, INTERVALS):
        summed = total([one, other])
        assert all(first + second in summed for first in numbers(one) for second in numbers(other))
        assert (summed.lower, summed.upper) == (one.lower + other.lower, one.upper + other.upper)
        assert summed.lower_open == (one.lower_open or other.lower_open)
        assert summed.upper_open == (one.upper_open or other.upper_open)


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_multiples(one: Interval) -> None:
    assert one.times(0) == Interval(0, 0)
    for factor in (0.5, 1, 3):
        scaled = one.times(factor)
        assert (scaled.lower, scaled.upper) == (one.lower * factor, one.upper * factor)
        assert (scaled.lower_open, scaled.upper_open) == (one.lower_open, one.upper_open)
    with pytest.raises(ValueError, match="at least zero"):
        one.times(-0.5)


@pytest.mark.parametrize(
    ("lower", "upper", "lower_open", "upper_open"),
    [(2, 1, False, False), (1, 1, True, False), (1, 1, False, True), (nan, 1, False, False), (1, nan, False, False)],
)
def test_an_empty_interval_cannot_be_made(lower: float, upper: float, lower_open: bool, upper_open: bool) -> None:
    with pytest.raises(ValueError, match="interval"):
        Interval(lower, upper, lower_open, upper_open)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Interval(), "unknown"),
        (Interval(6, 6), "6"),
        (Interval(6), "at least 6"),
        (Interval(6, lower_open=True), "above 6"),
        (Interval(upper=6), "at most 6"),
        (Interval(upper=6, upper_open=True), "below 6"),
        (Interval(25, 50, upper_open=True), "at least 25, below 50"),
    ],
)
def test_in_words(one: Interval, said: str) -> None:
    assert str(one) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (6.0, "6"), (7.5, "7.5"), (33.3333, "33.33"), (0.025, "0.025"), (0.12345, "0.123"), (-0.5, "-0.5"), (0, "0"),
        (1, "1"), (1.005001, "1.01"), (1234567, "1234567"), (inf, "none"), (-inf, "none"),
    ],
)  # fmt: skip
def test_numbers_as_a_person_writes_them(number: float, said: str) -> None:
    assert format_number(number) == said
