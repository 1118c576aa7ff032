"""When a definition came to be met: days from the start of the first trial, as far as dates tell."""

from pathlib import Path
from typing import Any

from pyarrow import parquet

from cohort_tables import write_cohort
from trd_registry.cohorts.running.evaluate_cohort import evaluate_cohort
from trd_registry.loading.registry import Registry


def trial(person: str, treatment: str, start: str, end: str) -> dict[str, Any]:
    """A failed trial that is adequate by Rybak 2021, of which two are asked for."""
    doses = {"sertraline": 100, "venlafaxine": 225, "mirtazapine": 45}
    failed = {"response": "none", "prospective": "true", "dose": doses[treatment]}
    return {"person": person, "treatment": treatment, "start": start, "end": end, **failed}


def days(folder: Path, trials: list[dict[str, Any]], registry: Registry) -> dict[str, tuple[float, float] | None]:
    depressed = {"disorder": "major-depressive-disorder"}
    persons = [{"person": name, **depressed} for name in dict.fromkeys(one["person"] for one in trials)]
    cohort = write_cohort(folder / "cohort", {"persons": persons, "trials": trials}, as_of="2020-12-31")
    out = folder / "out"
    evaluate_cohort(cohort, out, [registry.get("rybak-2021")], registry, sample=0, dates=True)
    rows = parquet.read_table(str(out / "times.parquet")).to_pylist()
    return {
        row["person"]: None if row["days_lower"] is None else (row["days_lower"], row["days_upper"]) for row in rows
    }


def test_it_is_met_when_the_second_trial_ends(tmp_path: Path, registry: Registry) -> None:
    found = days(
        tmp_path,
        [
            trial("three", "sertraline", "2020-01-01", "2020-03-01"),
            trial("three", "venlafaxine", "2020-03-10", "2020-05-10"),
            trial("three", "mirtazapine", "2020-06-01", "2020-08-01"),
            trial("one", "sertraline", "2020-01-01", "2020-03-01"),
        ],
        registry,
    )
    # 1 January to 10 May 2020; who has not met it is not in the table.
    assert found == {"three": (130, 130)}


def test_a_month_gives_bounds(tmp_path: Path, registry: Registry) -> None:
    found = days(
        tmp_path,
        [
            trial("a", "sertraline", "2020-01", "2020-04-01"),
            trial("a", "venlafaxine", "2020-04-10", "2020-06-10"),
        ],
        registry,
    )
    assert found == {"a": (131, 161)}


def test_without_dates_nothing_is_told(tmp_path: Path, registry: Registry) -> None:
    undated = {"start": "", "end": "", "weeks": 9}
    found = days(
        tmp_path,
        [
            trial("a", "sertraline", "2020-01-01", "2020-03-01") | undated,
            trial("a", "venlafaxine", "2020-03-10", "2020-05-10"),
        ],
        registry,
    )
    assert found == {"a": None}
