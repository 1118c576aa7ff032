"""Times the generated statement against hand-written Spark SQL for three definitions, on two threads of one machine.

The three: two adequate trials of different classes, five stages after Thase and Rush, and a score after the Maudsley
method, each short enough to be written by hand with every unknown kept. Both read the same settled tables and write
Parquet; the runs take turns. Before they are timed, both must say the same of every person.

    python tests/benchmarks/spark.py [PERSONS] [TIMES]
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from conformance.fragments import definition_of
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.planning.statement import plan
from trd_registry.cohorts.settled.bits import SORTS
from trd_registry.cohorts.settled.settle import Settled, settle
from trd_registry.cohorts.simulating.figures import load_figures
from trd_registry.cohorts.simulating.writing import write_simulation
from trd_registry.cohorts.spark.session import session
from trd_registry.cohorts.spark.settled_files import SettledFiles
from trd_registry.cohorts.spark.translating import translated
from trd_registry.loading.registry import Registry

TABLES = ("patients", "trials", "agents")

#: So many persons are made, and then taken again and again.
MADE = 5_000

DRUG = {
    "eligible": {"modality": "antidepressant"},
    "adequate": {"weeks": {"at_least": 6}},
    "failed": {"improvement": {"below": 50}},
}
AUGMENTATION = {"eligible": {"modality": "augmentation"}, "failed": {"improvement": {"below": 50}}}
ECT = {"eligible": {"modality": "ect"}, "failed": {"improvement": {"below": 50}}}

TWO_CLASSES = {"trials": {"drug": DRUG}, "criterion": {"count": "drug", "distinct": "class", "at_least": 2}}

STAGES = {
    "trials": {"drug": DRUG, "ect": ECT},
    "stages": {
        "ladder": "cumulative",
        "below": "none",
        "rungs": [
            {"name": "I", "when": {"count": "drug", "at_least": 1}},
            {"name": "II", "when": {"count": "drug", "distinct": "class", "at_least": 2}},
            {"name": "III", "when": {"count": "drug", "where": {"class": "tca"}, "at_least": 1}},
            {"name": "IV", "when": {"count": "drug", "where": {"class": "maoi"}, "at_least": 1}},
            {"name": "V", "when": {"count": "ect", "at_least": 1}},
        ],
    },
}

FAILURES = [
    {"to": 2, "points": 1},
    {"to": 4, "points": 2},
    {"to": 6, "points": 3},
    {"to": 10, "points": 4},
    {"points": 5},
]

SCORE = {
    "trials": {"drug": DRUG, "augmentation": AUGMENTATION, "ect": ECT},
    "score": {
        "items": {
            "duration": {
                "of": "episode.months",
                "bands": [{"to": 12, "points": 1}, {"to": 24, "points": 2}, {"points": 3}],
            },
            "failures": {"of": {"count": "drug"}, "bands": FAILURES},
            "augmentation": {"of": {"count": "augmentation"}, "bands": [{"to": 0, "points": 0}, {"points": 1}]},
            "ect": {"of": {"count": "ect"}, "bands": [{"to": 0, "points": 0}, {"points": 1}]},
        },
        "range": [2, 10],
    },
}


def more(modality: str) -> str:
    """Whether a person may have trials of a modality that are not listed."""
    bits = sum(1 << place for place, sort in enumerate(SORTS) if sort[0] == modality)
    return f"(unlisted & {bits}L) <> 0"


def by_hand() -> str:
    """The three as somebody writes them who knows the tables: masks of trials, one GROUP BY, and what follows."""
    of = {"drug": "antidepressant", "class": "antidepressant", "tca": "antidepressant", "maoi": "antidepressant"}
    bounds = [
        f"coalesce({name}_lo, 0) AS {name}_lo, "
        f"CASE WHEN {more(kind)} THEN 1000 ELSE coalesce({name}_hi, 0) END AS {name}_hi"
        for name, kind in {**of, "added": "augmentation", "ect": "ect"}.items()
    ]
    since = "CASE WHEN since < 12 OR (since = 12 AND NOT since_open) THEN 1 "
    since += "WHEN since < 24 OR (since = 24 AND NOT since_open) THEN 2 ELSE 3 END"
    until = "CASE WHEN until > 24 THEN 3 WHEN until > 12 THEN 2 ELSE 1 END"
    points = "CASE WHEN {0} <= 2 THEN 1 WHEN {0} <= 4 THEN 2 WHEN {0} <= 6 THEN 3 WHEN {0} <= 10 THEN 4 ELSE 5 END"
    return f"""
WITH kinds AS (
  SELECT agent, element_at(modality, 1) AS modality, element_at(class, 1) AS class,
    shiftleft(1L, CAST(dense_rank() OVER (ORDER BY element_at(class, 1)) AS INT)) AS bit
  FROM agents
),
judged AS (
  SELECT person, modality, class, bit,
    CASE WHEN improvement__hi < 50 OR (improvement__hi = 50 AND improvement__hi_open) THEN TRUE
      WHEN improvement__lo >= 50 THEN FALSE END AS failed,
    coalesce(CASE WHEN weeks__lo >= 6 THEN TRUE WHEN weeks__hi < 6 OR (weeks__hi = 6 AND weeks__hi_open) THEN FALSE END,
      duration_adequate) AS long
  FROM trials JOIN kinds USING (agent)
),
told AS (
  SELECT *, modality = 'antidepressant' AND long AND failed AS drug, modality = 'augmentation' AND failed AS added,
    modality = 'ect' AND failed AS ect
  FROM judged
),
counted AS (
  SELECT person,
    count_if(drug) AS drug_lo, count_if(drug IS NOT FALSE) AS drug_hi,
    bit_count(bit_or(CASE WHEN drug THEN bit ELSE 0L END)) AS class_lo,
    bit_count(bit_or(CASE WHEN drug IS NOT FALSE THEN bit ELSE 0L END)) AS class_hi,
    count_if(drug AND class = 'tca') AS tca_lo, count_if((drug AND class = 'tca') IS NOT FALSE) AS tca_hi,
    count_if(drug AND class = 'maoi') AS maoi_lo, count_if((drug AND class = 'maoi') IS NOT FALSE) AS maoi_hi,
    count_if(added) AS added_lo, count_if(added IS NOT FALSE) AS added_hi,
    count_if(ect) AS ect_lo, count_if(ect IS NOT FALSE) AS ect_hi
  FROM told GROUP BY person
),
bounds AS (
  SELECT person, id, episode__months__lo AS since, episode__months__lo_open AS since_open, episode__months__hi AS until,
    episode__months__hi_open AS until_open,
    {", ".join(bounds)}
  FROM patients LEFT JOIN counted USING (person)
),
rungs AS (
  SELECT *,
    CASE WHEN drug_lo >= 1 THEN TRUE WHEN drug_hi < 1 THEN FALSE END AS one,
    CASE WHEN class_lo >= 2 THEN TRUE WHEN class_hi < 2 THEN FALSE END AS two,
    CASE WHEN tca_lo >= 1 THEN TRUE WHEN tca_hi < 1 THEN FALSE END AS three,
    CASE WHEN maoi_lo >= 1 THEN TRUE WHEN maoi_hi < 1 THEN FALSE END AS four,
    CASE WHEN ect_lo >= 1 THEN TRUE WHEN ect_hi < 1 THEN FALSE END AS five
  FROM bounds
)
SELECT person, id, two AS d0_verdict,
  one IS NOT TRUE AS d1_stage_0,
  (one AND NOT two) IS NOT FALSE AS d1_stage_1,
  (one AND two AND NOT three) IS NOT FALSE AS d1_stage_2,
  (one AND two AND three AND NOT four) IS NOT FALSE AS d1_stage_3,
  (one AND two AND three AND four AND NOT five) IS NOT FALSE AS d1_stage_4,
  (one AND two AND three AND four AND five) IS NOT FALSE AS d1_stage_5,
  CAST({since} + {points.format("drug_lo")} + least(added_lo, 1) + least(ect_lo, 1) AS DOUBLE) AS d2_score_lo,
  CAST({until} + {points.format("drug_hi")} + least(added_hi, 1) + least(ect_hi, 1) AS DOUBLE) AS d2_score_hi
FROM rungs"""


def tables(folder: Path, settled: Settled, persons: int) -> None:
    """The settled tables of so many persons: those that were made, again and again."""
    once = SettledFiles(folder / "once")
    once.add(settled)
    once.done()
    with duckdb.connect() as connection:
        for name in TABLES:
            (folder / name).mkdir()
            source = f"read_parquet('{folder}/once/{name}/*.parquet')"
            if name != "agents":
                source = (
                    f"(SELECT t.* REPLACE (person + again * {MADE} AS person) FROM {source} AS t, "
                    f"range({-(-persons // MADE)}) AS r(again))"
                )
            connection.execute(f"COPY (FROM {source}) TO '{folder}/{name}/all.parquet' (FORMAT parquet)")


def main(persons: int, times: int) -> None:
    """Prints the shortest run of each and how they compare."""
    registry = Registry()
    vocabularies = registry.vocabularies
    with TemporaryDirectory() as told, session("local[2]", "4GB") as spark:
        folder = Path(told)
        write_simulation(folder / "cohort", MADE, 1, load_figures(), "benchmark")
        definitions = [definition_of(one) for one in (TWO_CLASSES, STAGES, SCORE)]
        planned = plan(definitions, vocabularies)
        histories = [one.history for one in Cohort(folder / "cohort", vocabularies).persons()]
        tables(folder, settle(histories, planned.asked, vocabularies), persons)
        for name in TABLES:
            spark.read.parquet(str(folder / name)).createOrReplaceTempView(name)
        said = translated(planned.sql)

        def generated() -> Any:
            for view, text in said.views:
                spark.sql(text).createOrReplaceTempView(view)
            return spark.sql(said.select)

        runs = {"by hand": lambda: spark.sql(by_hand()), "generated": generated}
        check(spark, runs, folder)
        taken = timed(runs, folder, times)
    shortest = {name: min(found) for name, found in taken.items()}
    for name, found in taken.items():
        print(f"{name}: {shortest[name]:.2f} s of {', '.join(f'{one:.2f}' for one in found)}")  # noqa: T201
    ratio = shortest["generated"] / shortest["by hand"]
    print(f"{persons:,} persons: generated to hand-written {ratio:.2f}")  # noqa: T201


def check(spark: Any, runs: dict[str, Callable[[], Any]], folder: Path) -> None:
    """Both say the same of every person."""
    for name, run in runs.items():
        run().write.mode("overwrite").parquet(str(folder / name))
    with duckdb.connect() as connection:
        hand, made = (f"read_parquet('{folder}/{name}/*.parquet')" for name in runs)
        columns = ", ".join(connection.sql(f"FROM {hand} LIMIT 0").columns)
        differ = connection.sql(f"(SELECT {columns} FROM {hand} EXCEPT SELECT {columns} FROM {made})").fetchall()
    assert not differ, differ[:3]


def timed(runs: dict[str, Callable[[], Any]], folder: Path, times: int) -> dict[str, list[float]]:
    """Seconds of each run, taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            begun = time.perf_counter()
            run().write.mode("overwrite").parquet(str(folder / name))
            taken[name].append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    main(*(int(one) for one in (*sys.argv[1:3], *("1000000", "5")[len(sys.argv) - 1 :])))
