"""Small counts in the tables that are not of verdicts: steps, rows, missing facts, stages and combinations."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from evaluated_results import rows_of, write_results
from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.reporting.cohort_report.material import Options
from trd_registry.reporting.cohort_report.report import Report, make_report
from trd_registry.reporting.cohort_report.suppressing import hide_grid, hide_row
from trd_registry.reporting.cohort_report.suppressing_combinations import determined, hidden_combinations

LEAST = 5


def report_of(folder: Path, least: int = LEAST) -> Report:
    with Evaluated(folder) as evaluated:
        return make_report(evaluated, Options(least=least))


def records(report: Report, table: str) -> list[dict[str, object]]:
    found = report.tables[table].as_arrow().to_pylist()
    assert isinstance(found, list)
    return found


def is_small(count: float) -> bool:
    return 0 < abs(count) < LEAST


def test_rows_read_do_not_tell_how_many_were_rejected_where_persons_are_told(tmp_path: Path) -> None:
    rows = {"persons": {"read": 103, "used": 100, "rejected": 3}, "trials": {"read": 500, "used": 450, "rejected": 50}}
    folder = write_results(tmp_path / "out", rows_of("alpha", ["+", "-"] * 50), rows=rows, opened={"trials": 98})
    persons, trials = records(report_of(folder), "rows")
    assert [persons[name] for name in ("read", "used", "rejected")] == [None, None, None]
    assert trials["rejected"] == 50
    html = report_of(folder).as_html()
    assert "103" not in html
    assert "98 persons" not in html
    assert "98 persons" in report_of(folder, 0).as_html()


@pytest.mark.parametrize("seed", range(6))
def test_steps_and_what_is_left_after_them_tell_of_no_few_persons(tmp_path: Path, seed: int) -> None:
    # Persons by what two steps say of them, and so by a definition that asks for both.
    chance = random.Random(seed)
    cells = [chance.randrange(10) for _ in range(9)]
    grid = [[10 * cells[3 * r + c] if (r + c) % 2 else cells[3 * r + c] for c in range(3)] for r in range(3)]
    grid[0][0] += 20
    states = [
        "+" if r == c == 0 else "-" if 2 in (r, c) else "0"
        for r in range(3)
        for c in range(3)
        for _ in range(grid[r][c])
    ]
    n, (first, second) = len(states), ([sum(row) for row in grid], [sum(column) for column in zip(*grid, strict=True)])
    possible = grid[0][0] + grid[0][1] + grid[1][0] + grid[1][1]
    names = ("holds", "unknown", "fails")
    steps = [
        {**dict(zip(names, first, strict=True)), "certain": first[0], "possible": first[0] + first[1]},
        {**dict(zip(names, second, strict=True)), "certain": grid[0][0], "possible": possible, "step": 1},
    ]
    folder = write_results(
        tmp_path / "out",
        [*rows_of("alpha", states), *rows_of("beta", ["-"] * n)],
        steps=[{"definition": "alpha", "part": "criterion", "label": "x", **one} for one in steps],
    )
    one, two = records(report_of(folder), "attrition")
    for row in (one, two):
        assert not [row[name] for name in (*names, "certain", "possible") if is_small(row[name] or 0)]
    told = [row for row in (one, two) if row["certain"] is not None]
    for row, after in pairwise(told):
        assert not is_small(row["certain"] - after["certain"])
        assert not is_small(row["possible"] - after["possible"])
    if two["fails"] is not None and one["possible"] is not None:
        # Who fails the second step and had failed the first; who passes the second alone.
        assert not is_small(grid[2][2])
        assert not is_small(two["holds"] - two["certain"])


def test_facts_that_are_suppressed_stand_last_and_in_no_order_of_their_counts(tmp_path: Path) -> None:
    facts = [("c", 20, 20), ("b", 20, 18), ("z", 20, 12), ("a", 30, 4)]
    missing = [{"definition": "alpha", "fact": f, "persons": n, "decisive": d} for f, n, d in facts]
    folder = write_results(tmp_path / "out", rows_of("alpha", ["+", "0"] * 50), missing=missing, sample=60)
    found = records(report_of(folder), "missing")
    assert [(row["fact"], row["persons"]) for row in found] == [("c", 20), ("z", 20), ("a", None), ("b", None)]
    assert sum(row["open"] for row in records(report_of(folder), "missing_facts")) == 40


def test_stages_are_withheld_where_with_verdicts_they_leave_a_few_persons(tmp_path: Path) -> None:
    rows = rows_of("alpha", ["+"] * 50 + ["-"] * 50)
    for place, row in enumerate(rows):
        row["stages"] = ["II"] if place < 30 else ["III"] if place < 47 else ["II", "III"] if place < 50 else ["I"]
    folder = write_results(tmp_path / "out", rows, kinds={"alpha": "stages"})
    assert [row["certain"] for row in records(report_of(folder, 0), "levels")] == [50, 30, 17]
    # 50 who meet it, less 30 and 17 at a stage, would be three.
    assert {row["certain"] for row in records(report_of(folder), "levels")} == {None}


def test_how_many_combinations_are_suppressed_is_not_told(tmp_path: Path) -> None:
    names = ("alpha", "beta", "gamma")
    patterns = ["+++"] * 40 + ["---"] * 40 + ["++-", "+-+", "-++", "+--", "--+"] + ["-+-"] * 20
    rows = [row for place, name in enumerate(names) for row in rows_of(name, [one[place] for one in patterns])]
    table = records(report_of(write_results(tmp_path / "out", rows)), "intersections")
    together = next(row for row in table if "suppressed" in str(row["definitions"]))
    assert not any(character.isdigit() for character in str(together["definitions"]))
    assert int(str(together["persons"])) >= LEAST


def test_as_many_hidden_as_persons_among_them_would_be_one_each() -> None:
    assert hide_row([95, 1, 1, 1, 1, 1], LEAST)[0].__class__ is not int
    assert hide_row([40, 20, 2], LEAST)[0] == 40
    shown = hide_grid([[50, 3], [0, 47]], LEAST)
    assert not [count for row in shown for count in row if isinstance(count, int)]


def test_pairs_that_with_others_tell_of_a_few_persons_are_withheld(tmp_path: Path) -> None:
    # Whoever meets the inner meets the outer too, and six more do; of these three meet the third.
    rows = [
        *rows_of("inner", ["+"] * 40 + ["-"] * 60),
        *rows_of("outer", ["+"] * 46 + ["-"] * 54),
        *rows_of("third", ["-"] * 20 + ["+"] * 23 + ["-"] * 57),
    ]
    folder = write_results(tmp_path / "out", rows)
    told = {row["pair"]: row["both"] for row in records(report_of(folder, 0), "agreement")}
    assert told == {"inner and outer": 40, "inner and third": 20, "outer and third": 23}
    told = {row["pair"]: row["both"] for row in records(report_of(folder), "agreement")}
    assert told["inner and outer"] == 40
    assert None in (told["inner and third"], told["outer and third"])


def test_a_combination_that_follows_from_pairs_is_not_hidden_alone() -> None:
    a, b, ab = frozenset("a"), frozenset("b"), frozenset("ab")
    nobody: frozenset[str] = frozenset()
    assert set(determined([nobody, a, b, ab], [])) == set()
    # With the pair known all four follow: from it, from those of one, from all.
    assert set(determined([nobody, a, b, ab], [ab])) == {nobody, a, b, ab}
    counts = {nobody: 100, a: 3, b: 30, ab: 40, frozenset("c"): 20, frozenset("abc"): 50, frozenset("ac"): 6}
    pairs = [frozenset(one) for one in ("ab", "ac", "bc")]
    hidden = hidden_combinations(counts, LEAST, pairs)
    assert a in hidden
    assert a not in determined(hidden, pairs) or hidden == set(counts)
