"""How alike rows of answers are, and the order that follows from it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trd_registry.comparing.agreement import percent_agreement
from trd_registry.comparing.ordering import cluster, groups, table_of
from trd_registry.comparing.similarity import (
    LEAST,
    Answer,
    by_distance,
    by_nearness,
    distance,
    each_once,
    likeness,
    nearest,
)
from trd_registry.comparing.verdict_map import verdict_map

MET, NOT, OPEN = Answer("met", True), Answer("not_met", False), Answer("open")
OUT, NO_CUT = Answer("out"), Answer("no_cut")
SCOPE_OPEN = Answer("open", True, True)
ANSWERS = st.sampled_from([MET, NOT, OPEN, OUT, NO_CUT, SCOPE_OPEN, Answer("unread")])


def row(letters: str) -> tuple[Answer, ...]:
    return tuple({"1": MET, "0": NOT, "?": OPEN, "-": OUT, "n": NO_CUT}[one] for one in letters)


def test_only_what_both_decide_is_counted_and_the_rest_is_said() -> None:
    found = likeness("a", "b", row("1100??-n11"), row("101010101?"))
    assert (found.table.both, found.table.first, found.table.second, found.table.neither) == (2, 1, 1, 1)
    assert (found.alike, found.decided, found.open, found.apart) == (3, 5, 3, 2)


@given(st.lists(st.tuples(ANSWERS, ANSWERS), max_size=40))
def test_every_history_is_counted_once_and_the_other_way_round_says_the_same(both: list[tuple[Answer, Answer]]) -> None:
    ours, theirs = [one for one, _ in both], [other for _, other in both]
    found, turned = likeness("a", "b", ours, theirs), likeness("b", "a", theirs, ours)
    assert found.decided + found.open + found.apart == len(both)
    assert (found.alike, found.open, found.apart, found.kappa) == (
        turned.alike,
        turned.open,
        turned.apart,
        turned.kappa,
    )
    assert found.bounds == turned.bounds


@given(st.lists(st.tuples(st.sampled_from([MET, NOT, OPEN]), st.sampled_from([MET, NOT, OPEN])), max_size=7))
def test_the_bounds_hold_every_way_of_settling_what_is_open(both: list[tuple[Answer, Answer]]) -> None:
    found = likeness("a", "b", [one for one, _ in both], [other for _, other in both])
    if both:
        ways = product(*(product(_ways(one), _ways(other)) for one, other in both))
        shares = [sum(one == other for one, other in settled) / len(settled) for settled in ways]
        assert found.bounds == pytest.approx((min(shares), max(shares)))
    else:
        assert found.bounds == (None, None)


def _ways(one: Answer) -> tuple[bool, ...]:
    return (True, False) if one.verdict is None else (one.verdict,)


def test_agreement_by_chance_is_not_nearness() -> None:
    """Two that are never met agree on everything; one that is met with it on most is nearer all the same."""
    mine = row("1" * 5 + "0" * 15)
    others = {"never": row("?" * 5 + "0" * 15), "mostly": row("1" * 4 + "0" * 16), "reverse": row("0" * 5 + "1" * 15)}
    assert [one.right for one in nearest("mine", mine, others, 3)] == ["mostly", "never", "reverse"]


def test_more_histories_stand_before_fewer_and_too_few_are_not_ranked() -> None:
    mine = row("10" * 15)
    others = {"half": row("10" * 7 + "?" * 16), "all": mine, "few": row("10" * 4 + "?" * 22), "mine": mine}
    found = nearest("mine", mine, others, 5)
    assert [(one.right, one.decided) for one in found] == [("all", 30), ("half", 14)]
    assert all(one.decided >= LEAST for one in found)


def test_a_list_of_pairs_names_everybody_once() -> None:
    rows = {"a": row("1" * 12), "b": row("1" * 11 + "0"), "c": row("0" * 12), "d": row("0" * 11 + "1")}
    pairs = [likeness(one, other, rows[one], rows[other]) for one in rows for other in rows if one < other]
    assert [(one.left, one.right) for one in each_once(by_distance(pairs), 5)] == [("a", "c"), ("b", "d")]
    assert len(by_nearness(pairs)) == 6


def test_distance_knows_who_is_not_spoken_of_and_needs_enough() -> None:
    ours, theirs = row("1" * 6 + "-" * 6 + "?"), row("1" * 6 + "0" * 6 + "1")
    assert distance(ours, theirs) == 0.5
    assert distance(ours, row("?" * 13)) is None
    assert percent_agreement(likeness("a", "b", ours, theirs).table).value == 1


PLACES = st.lists(st.integers(0, 30), min_size=1, max_size=12)


@given(PLACES)
def test_everything_is_placed_once_and_the_same_table_gives_the_same_order(places: list[int]) -> None:
    table = table_of(places, lambda one, other: abs(one - other) / 30)
    tree = cluster(table)
    assert sorted(tree.members) == list(range(len(places)))
    assert tree == cluster(table)
    for height in (0.0, 0.1, 0.5, 2.0):
        found = groups(tree, height)
        assert sorted(one for group in found for one in group) == sorted(tree.members)
        for group in found:
            stands = [tree.members.index(one) for one in group]
            assert stands == list(range(stands[0], stands[0] + len(group))), "a group stands together"
    assert len(groups(tree, 2.0)) == 1


def test_average_linkage_joins_as_worked_by_hand() -> None:
    """Four things: two pairs 1 and 2 apart, the pairs 4, 6, 5 and 7 from each other: joined at the mean, 5.5."""
    table = [[0, 1, 4, 6], [1, 0, 5, 7], [4, 5, 0, 2], [6, 7, 2, 0]]
    tree = cluster(table)
    assert [round(one, 3) for one in (tree.height, *sorted(part.height for part in tree.parts))] == [5.5, 1, 2]
    # The nearest of the two pairs stand at the seam.
    assert tree.members in ((1, 0, 2, 3), (3, 2, 0, 1))
    assert groups(tree, 1.5) == [(1, 0), (2,), (3,)]


def test_what_cannot_be_compared_is_far_and_what_has_no_cut_stands_apart() -> None:
    answers = {"a": row("1" * 11 + "0"), "b": row("0" * 12), "like-a": row("1" * 12), "stages": row("n" * 11 + "-")}
    found = verdict_map(answers, [f"h{number}" for number in range(12)])
    assert found.rows[-1] == "stages"
    assert found.without_cut == ("stages",)
    assert {frozenset(group) for group in found.groups} == {frozenset({"a", "like-a"}), frozenset({"b"})}
    assert sorted(found.columns) == sorted(f"h{number}" for number in range(12))
    last = found.columns.index("h11")
    assert found.answers["a"][last] == NOT
    assert len(found.pairs) == 3


def test_nothing_to_compare_is_no_error() -> None:
    found = verdict_map({}, [])
    assert (found.rows, found.columns, found.groups, found.pairs) == ((), (), (), ())
    assert verdict_map({"stages": row("n")}, ["h"]).rows == ("stages",)
