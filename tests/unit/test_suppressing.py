"""Small counts: none is shown, and none follows from its neighbours and totals."""

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from trd_registry.reporting.cohort_report.cells import HIDDEN
from trd_registry.reporting.cohort_report.suppressing import hide_grid, hide_row, is_small, thinned
from trd_registry.reporting.cohort_report.suppressing_combinations import hidden_combinations

LEAST = 5
counts = st.integers(0, 12)


@given(st.lists(counts, min_size=2, max_size=6))
def test_a_row_hides_every_small_count_and_is_not_worked_out_from_its_total(row: list[int]) -> None:
    shown = hide_row(row, LEAST)
    assert not any(isinstance(one, int) and is_small(one, LEAST) for one in shown)
    hidden = [count for count, one in zip(row, shown, strict=True) if one is HIDDEN]
    others = [one for one in shown if isinstance(one, int) and one]
    if any(is_small(one, LEAST) for one in row):
        assert not others or (len(hidden) >= 2 and sum(hidden) >= LEAST)
    else:
        assert not hidden


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3))
def test_no_small_count_of_a_grid_follows_from_its_totals(grid: list[list[int]]) -> None:
    shown = hide_grid(grid, LEAST)
    flat = [one for row in shown for one in row]
    assert not any(isinstance(one, int) and is_small(one, LEAST) for one in flat)
    hidden = [(r, c) for r, c in product(range(3), repeat=2) if shown[r][c] is HIDDEN]
    if any(one for one in flat if isinstance(one, int)):  # else everything that could be hidden is
        assert all(can_differ(cell, hidden) for cell in hidden)


def can_differ(cell: tuple[int, int], hidden: list[tuple[int, int]]) -> bool:
    """Whether a person more in the cell can be made up for by other hidden cells: along a way back to it."""
    reached, waiting = {cell[0]}, [cell[0]]
    columns: set[int] = set()
    while waiting:
        row = waiting.pop()
        for r, c in hidden:
            if r == row and (r, c) != cell and c not in columns:
                columns.add(c)
                more = {q for q, d in hidden if d == c and (q, d) != cell} - reached
                reached |= more
                waiting += more
    return cell[1] in columns


@given(st.lists(st.tuples(counts, counts), max_size=6), counts)
def test_neighbours_in_a_chain_differ_by_nobody_or_by_enough(steps: list[tuple[int, int]], after: int) -> None:
    rows, certain, possible = [], 0, 0
    for one, other in steps:
        certain, possible = certain + one, possible + one + other
        rows.append((certain, possible))
    last = (possible + after, possible + after)
    shown = [row for row, fits in zip(rows, thinned(rows, LEAST, last), strict=True) if fits] + [last]
    for row, following in pairwise(shown):
        assert not any(is_small(two - one, LEAST) for one, two in zip(row, following, strict=True))
        assert not is_small(row[0], LEAST)
        assert not is_small(row[1] - row[0], LEAST)


@given(st.dictionaries(st.frozensets(st.sampled_from("abc")), st.integers(1, 12), min_size=1))
def test_what_is_hidden_of_a_total_that_is_shown_elsewhere_is_enough(found: dict[frozenset[str], int]) -> None:
    hidden = hidden_combinations(found, LEAST)
    assert {names for names, count in found.items() if count < LEAST} <= hidden
    for wanted in product((True, False, None), repeat=3):
        if sum(one is not None for one in wanted) > 2:
            continue
        mine = [
            names
            for names in found
            if all(one is None or (name in names) == one for name, one in zip("abc", wanted, strict=True))
        ]
        inside = [names for names in mine if names in hidden]
        assert not inside or inside == mine or (len(inside) >= 2 and sum(found[one] for one in inside) >= LEAST)
