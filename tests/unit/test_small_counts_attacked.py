"""Small counts: a reader who puts all tables of a report together still cannot work one out.

The reader knows nothing of the persons but what the report shows, and that nobody is shown as 0. All that is shown is
put into linear equations over the persons by what three definitions say of them; for each small count the lowest and
the highest that fit are asked of an optimiser. Where they are the same, the count was not suppressed.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from evaluated_results import STATES, rows_of, write_results
from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.reporting.cohort_report.material import Options
from trd_registry.reporting.cohort_report.report import Report, make_report

LEAST = 5
NAMES = ("a", "b", "c")
WORDS = {
    "met": {"+"}, "cannot_tell": {"0"}, "not_met": {"-"}, "out_of_scope": {"out"}, "scope_unknown": {"+?", "-?", "0?"},
    "scope_unknown_and_not_met": {"-?"},
}  # fmt: skip
SPOKEN = {"met": "met", "cannot tell": "cannot_tell", "not met": "not_met", "scope not known": "scope_unknown",
          "out of scope": "out_of_scope"}  # fmt: skip
JOINT = list(product(STATES, repeat=3))

Test = Callable[[tuple[str, ...]], bool]


def is_in(name: str, word: str) -> Test:
    place = NAMES.index(name)
    return lambda joint: joint[place] in WORDS[word]


def both(one: Test, other: Test) -> Test:
    return lambda joint: one(joint) and other(joint)


def isnt(one: Test) -> Test:
    return lambda joint: not one(joint)


def told(report: Report) -> Iterator[tuple[Test, int | None]]:
    """Every count of the report that is one of persons by verdicts; None where it is suppressed beside others."""
    for row in report.tables["prevalence"].as_arrow().to_pylist():
        if all(row[word] is None for word in WORDS):
            continue  # where everything is suppressed, a count may be nobody
        for word in WORDS:
            yield is_in(row["definition"], word), row[word]
    for row in report.tables["agreement"].as_arrow().to_pylist():
        first, second = row["first"], row["second"]
        for column, words in (
            ("both", ("met", "met")), ("first_only", ("met", "not_met")), ("second_only", ("not_met", "met")),
            ("neither", ("not_met", "not_met")),
        ):  # fmt: skip
            if row[column] is not None:
                yield both(is_in(first, words[0]), is_in(second, words[1])), row[column]
        if row["in_bounds"] is not None:
            yield both(isnt(is_in(first, "out_of_scope")), isnt(is_in(second, "out_of_scope"))), row["in_bounds"]
    for row in report.tables["reclassification"].as_arrow().to_pylist():
        one, other = row["first"].partition("@")[0], row["second"].partition("@")[0]
        test = both(is_in(one, SPOKEN[row["by_first"]]), is_in(other, SPOKEN[row["by_second"]]))
        if row["persons"] is not None:
            yield test, row["persons"]
    yield from told_together(report)


def told_together(report: Report) -> Iterator[tuple[Test, int | None]]:
    rows = report.tables["intersections"].as_arrow().to_pylist()
    listed = {row["definitions"]: row["persons"] for row in rows}
    sets = {
        row["definition"]
        for row in report.tables["prevalence"].as_arrow().to_pylist()
        if not row["suppressed"] and row["met"]
    }
    if not listed:
        return
    is_whole = not any("suppressed" in key for key in listed)
    for met in product((True, False), repeat=len(sets)):
        names = {name for name, held in zip(sorted(sets), met, strict=True) if held}
        key = " + ".join(sorted(names)) or "none"
        if key in listed or is_whole:
            yield (
                lambda joint, names=names: {n for n in sets if joint[NAMES.index(n)] == "+"} == names,
                listed.get(key, 0),
            )


def vector(test: Test) -> csr_matrix:
    return csr_matrix(np.array([[1.0 if test(joint) else 0.0 for joint in JOINT]]))


def small_counts(persons: Counter[tuple[str, ...]]) -> Iterator[tuple[str, Test]]:
    """What must not be known: small counts of one definition, of two, and of who meets which together."""
    tests: dict[str, Test] = {f"{name} {word}": is_in(name, word) for name in NAMES for word in WORDS}
    for one, other in permutations(NAMES, 2):
        for here, there in product(SPOKEN.values(), repeat=2):
            tests[f"{one} {here}, {other} {there}"] = both(is_in(one, here), is_in(other, there))
    for met in product((True, False), repeat=3):
        tests[f"together {met}"] = lambda joint, met=met: tuple(state == "+" for state in joint) == met
    for label, test in tests.items():
        if 0 < sum(count for joint, count in persons.items() if test(joint)) < LEAST:
            yield label, test


def worked_out(folder: Path, states: Sequence[Sequence[str]]) -> list[str]:
    """The small counts that all tables together give away."""
    rows = [row for name, mine in zip(NAMES, states, strict=True) for row in rows_of(name, mine)]
    pairs = tuple(permutations(NAMES, 2))
    with Evaluated(write_results(folder, rows)) as evaluated:
        report = make_report(evaluated, Options(least=LEAST, reclassify=pairs))
    shown, values, hidden = [vector(lambda _: True)], [float(len(states[0]))], []
    for test, count in told(report):
        if count is None:
            hidden.append(-vector(test))
        else:
            shown.append(vector(test))
            values.append(float(count))
    equal, at_least = vstack(shown), vstack(hidden) if hidden else None
    found = []
    for label, test in small_counts(Counter(zip(*states, strict=True))):
        goal = vector(test).toarray()[0]
        ends = []
        for sign in (1, -1):
            bounds = None if at_least is None else -np.ones(at_least.shape[0])
            done = linprog(sign * goal, A_eq=equal, b_eq=values, A_ub=at_least, b_ub=bounds, method="highs")
            assert done.status == 0, done.message
            ends.append(sign * done.fun)
        if ends[1] - ends[0] < 1 - 1e-6:
            found.append(f"{label} {ends}")
    return found


def cohort(seed: int) -> list[list[str]]:
    """Three definitions that say much the same of most persons, so that many counts of two are small."""
    chance = random.Random(seed)
    persons = chance.choice([40, 120, 400])
    weights = [chance.choice([0, 0.2, 1, 5, 30]) for _ in STATES]
    weights[1] += 10
    first = chance.choices(list(STATES), weights, k=persons)
    others = []
    for _ in range(2):
        kept = chance.choice([0.5, 0.9, 0.97])
        harder = chance.random() < 0.5
        others.append([
            state if chance.random() < kept else "-" if harder else chance.choices(list(STATES), weights)[0]
            for state in first
        ])  # fmt: skip
    return [first, *others]


@pytest.mark.parametrize("seed", [1, 4, 482])
def test_no_small_count_follows_from_all_tables_together(tmp_path: Path, seed: int) -> None:
    states = cohort(seed)
    assert list(small_counts(Counter(zip(*states, strict=True)))), "nothing to hide: the test would prove nothing"
    assert worked_out(tmp_path / "out", states) == []
