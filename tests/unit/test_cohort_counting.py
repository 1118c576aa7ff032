"""Counts over the results of a cohort: the same as counting person by person, and never over damaged results."""

import json
import random
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from evaluated_results import SCHEMA, STATES, rows_of, write_results
from trd_registry.cohorts.counting.distributions import level_distributions, score_distributions
from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.cohorts.counting.states import State, cross, intersections, judge_sets
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput

_STATE = {"+": State.MET, "-": State.NOT_MET, "0": State.CANNOT_TELL, "+?": State.MET_IF, "-?": State.NOT_MET_IF,
          "0?": State.CANNOT_TELL_IF, "out": State.OUT}  # fmt: skip


def made_up(seed: int, persons: int = 37) -> dict[str, list[str]]:
    chance = random.Random(seed)
    return {name: [chance.choice(list(STATES)) for _ in range(persons)] for name in ("a", "b", "c")}


@pytest.mark.parametrize("is_in_order", [True, False])
def test_pairs_are_counted_as_person_by_person(tmp_path: Path, is_in_order: bool) -> None:
    made = made_up(1)
    rows = [row for name, states in made.items() for row in rows_of(name, states)]
    if not is_in_order:
        random.Random(2).shuffle(rows)
    with Evaluated(write_results(tmp_path / "out", rows)) as evaluated:
        judged = judge_sets(evaluated)
        for one, other in combinations(made, 2):
            wanted = Counter((_STATE[x], _STATE[y]) for x, y in zip(made[one], made[other], strict=True))
            assert cross(judged[f"{one}@1.0.0"], judged[f"{other}@1.0.0"]) == wanted
        met = [frozenset(f"{name}@1.0.0" for name in made if made[name][k] == "+") for k in range(37)]
        assert intersections(judged.values()) == Counter(met)


def test_a_definition_without_a_cut_has_no_verdict_to_count(tmp_path: Path) -> None:
    rows = rows_of("a", ["+", "-", "out"]) + [{**row, "verdict": None} for row in rows_of("b", ["+", "-", "out"])]
    with Evaluated(write_results(tmp_path / "out", rows, kinds={"b": "score"})) as evaluated:
        assert list(judge_sets(evaluated)) == ["a@1.0.0"]


def test_scores_are_cumulative_and_leave_out_who_is_out_of_scope(tmp_path: Path) -> None:
    rows = rows_of("s", ["+", "+", "-", "out"])
    for row, (lower, upper) in zip(rows, [(3, 3), (3, 5), (1, float("inf")), (None, None)], strict=True):
        row |= {"lower": lower, "upper": upper, "verdict": None}
    with Evaluated(write_results(tmp_path / "out", rows, kinds={"s": "score"})) as evaluated:
        (found,) = score_distributions(evaluated)
    steps = [(one.score, one.certain, one.possible) for one in found.steps]
    assert steps == [(1, 0, 1), (3, 1, 3), (5, 2, 3), (float("inf"), 3, 3)]
    assert found.persons == 3


def test_stages_keep_the_order_of_the_definition_and_those_that_nobody_has(tmp_path: Path) -> None:
    rows = rows_of("s", ["+", "+", "-"])
    for row, stages in zip(rows, [["II"], ["I", "II"], ["below"]], strict=True):
        row |= {"stages": stages, "verdict": None}
    with Evaluated(write_results(tmp_path / "out", rows, kinds={"s": "stages"})) as evaluated:
        (found,) = level_distributions(evaluated, {("s@1.0.0", "stage"): ["below", "I", "II", "III"]})
    told = [(one.name, one.certain, one.possible) for one in found.levels]
    assert told == [("below", 1, 1), ("I", 0, 1), ("II", 1, 2), ("III", 0, 0)]


def a_row_twice(folder: Path) -> None:
    table = parquet.read_table(str(folder / "results.parquet"))
    parquet.write_table(pa.concat_tables([table, table.slice(0, 1)]), str(folder / "results.parquet"))


def a_row_less(folder: Path) -> None:
    table = parquet.read_table(str(folder / "results.parquet"))
    parquet.write_table(table.slice(0, len(table) - 1), str(folder / "results.parquet"))


def one_person_in_place_of_another(folder: Path) -> None:
    rows = rows_of("a", ["+", "-", "0"])
    rows[1]["person"] = "P0000"
    parquet.write_table(pa.Table.from_pylist(rows, SCHEMA), str(folder / "results.parquet"))


def half_a_file(folder: Path) -> None:
    whole = (folder / "results.parquet").read_bytes()
    (folder / "results.parquet").write_bytes(whole[: len(whole) // 2])


def no_steps(folder: Path) -> None:
    (folder / "steps.parquet").unlink()


def another_table(folder: Path) -> None:
    parquet.write_table(pa.table({"x": [1]}), str(folder / "missing.parquet"))


def another_run(folder: Path) -> None:
    told = json.loads((folder / "run.json").read_text("utf-8"))
    told["cohort"]["persons"] = "three"
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")


def a_run_that_is_no_json(folder: Path) -> None:
    (folder / "run.json").write_bytes(b"\xff{")


@pytest.mark.parametrize(
    "damage",
    [
        a_row_twice, a_row_less, one_person_in_place_of_another, half_a_file, no_steps, another_table, another_run,
        a_run_that_is_no_json,
    ],
)  # fmt: skip
def test_damaged_results_are_refused(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    folder = write_results(tmp_path / "out", rows_of("a", ["+", "-", "0"]))
    damage(folder)
    with pytest.raises(InvalidInput) as raised, Evaluated(folder) as evaluated:
        judge_sets(evaluated)
    assert raised.value.findings[0].path.startswith(str(folder))


def test_a_folder_without_results_and_a_definition_that_was_not_run_are_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="holds no results"):
        Evaluated(tmp_path)
    folder = write_results(tmp_path / "out", rows_of("alpha", ["+"]))
    with Evaluated(folder) as evaluated, pytest.raises(RegistryError, match=r"(?i)did you mean 'alpha'"):
        evaluated.find("alpah")
