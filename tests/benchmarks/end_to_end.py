"""Times a cohort from its raw tables to its answers: ours, SQL by hand, pandas, a rules engine and our interpreter.

    python tests/benchmarks/end_to_end.py [PERSONS] [REPEATS]

Three definitions, each short enough to be written by hand with every unknown kept: two adequate trials of different
classes, five stages after Thase and Rush, and a score after the Maudsley method. All read the same Parquet files of
`large_cohort.py`, in one process and by turns; ours and the SQL by hand must give the same answers, or nothing is
timed. Pandas (``groupby.apply``) and the rules engine, which keep no unknowns, judge the first definition alone, and so
does the interpreter; they are asked for at most 100,000, 10,000 and 10,000 persons. Needs pandas and rule-engine.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.large_cohort import make
from benchmarks.spark import SCORE, STAGES, TWO_CLASSES
from conformance.fragments import definition_of
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.running.evaluate_cohort import evaluate_cohort
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry

POINTS = "CASE WHEN {0} <= 2 THEN 1 WHEN {0} <= 4 THEN 2 WHEN {0} <= 6 THEN 3 WHEN {0} <= 10 THEN 4 ELSE 5 END"

BY_HAND = f"""
WITH told AS (
  SELECT person, bit, class, modality = 'antidepressant' AND weeks >= 6 AND improvement < 50 AS drug,
    modality = 'augmentation' AND improvement < 50 AS added, modality = 'ect' AND improvement < 50 AS ect
  FROM read_parquet('{{folder}}/trials.parquet') JOIN kinds USING (treatment)),
counted AS (
  SELECT person,
    count(*) FILTER (drug) AS drug_lo, count(*) FILTER (drug IS NOT FALSE) AS drug_hi,
    bit_count(bit_or(CASE WHEN drug THEN bit ELSE 0 END)) AS class_lo,
    bit_count(bit_or(CASE WHEN drug IS NOT FALSE THEN bit ELSE 0 END)) AS class_hi,
    count(*) FILTER (drug AND class = 'tca') AS tca_lo,
    count(*) FILTER ((drug AND class = 'tca') IS NOT FALSE) AS tca_hi,
    count(*) FILTER (drug AND class = 'maoi') AS maoi_lo,
    count(*) FILTER ((drug AND class = 'maoi') IS NOT FALSE) AS maoi_hi,
    count(*) FILTER (added) AS added_lo, count(*) FILTER (added IS NOT FALSE) AS added_hi,
    count(*) FILTER (ect) AS ect_lo, count(*) FILTER (ect IS NOT FALSE) AS ect_hi
  FROM told GROUP BY person),
rungs AS (
  SELECT *, drug_hi >= 1 AS one_hi, drug_lo >= 1 AS one_lo, class_lo >= 2 AS two_lo, class_hi >= 2 AS two_hi,
    tca_lo >= 1 AS three_lo, tca_hi >= 1 AS three_hi, maoi_lo >= 1 AS four_lo, maoi_hi >= 1 AS four_hi,
    ect_lo >= 1 AS five_lo, ect_hi >= 1 AS five_hi
  FROM read_parquet('{{folder}}/persons.parquet') LEFT JOIN counted USING (person)
    LEFT JOIN (SELECT person, months FROM read_parquet('{{folder}}/episodes.parquet')) USING (person))
SELECT person, CASE WHEN two_lo THEN 'met' WHEN two_hi THEN 'indeterminate' ELSE 'not_met' END AS verdict,
  list_filter([CASE WHEN NOT one_lo THEN 'none' END, CASE WHEN one_hi AND NOT two_lo THEN 'I' END,
    CASE WHEN one_hi AND two_hi AND NOT three_lo THEN 'II' END,
    CASE WHEN one_hi AND two_hi AND three_hi AND NOT four_lo THEN 'III' END,
    CASE WHEN one_hi AND two_hi AND three_hi AND four_hi AND NOT five_lo THEN 'IV' END,
    CASE WHEN one_hi AND two_hi AND three_hi AND four_hi AND five_hi THEN 'V' END
  ], lambda one: one IS NOT NULL) AS stages,
  (CASE WHEN months IS NULL OR months <= 12 THEN 1 WHEN months <= 24 THEN 2 ELSE 3 END + {POINTS.format("drug_lo")}
    + least(added_lo, 1) + least(ect_lo, 1))::DOUBLE AS lower,
  (CASE WHEN months IS NULL OR months > 24 THEN 3 WHEN months > 12 THEN 2 ELSE 1 END + {POINTS.format("drug_hi")}
    + least(added_hi, 1) + least(ect_hi, 1))::DOUBLE AS upper
FROM rungs"""


class Work:
    """The ways of answering, each as a function of nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.registry = Registry()
        self.vocabularies = self.registry.vocabularies
        parts = {"two": TWO_CLASSES, "stages": STAGES, "score": SCORE}
        self.definitions = [replace(definition_of(one), id=name) for name, one in parts.items()]
        self.connection = duckdb.connect()
        classes = {name: place for place, name in enumerate(sorted(self.vocabularies.classes))}
        kinds = [
            (name, one.modality, one.treatment_class, 1 << classes[one.treatment_class])
            for name, one in self.vocabularies.treatments.items()
        ]
        self.connection.execute("CREATE TABLE kinds (treatment VARCHAR, modality VARCHAR, class VARCHAR, bit BIGINT)")
        self.connection.executemany("INSERT INTO kinds VALUES (?, ?, ?, ?)", kinds)

    def ours(self) -> None:
        """All three, as ``trd cohort evaluate`` judges them."""
        out = self.folder.parent / "ours"
        shutil.rmtree(out, ignore_errors=True)
        evaluate_cohort(self.folder, out, self.definitions, self.registry, sample=0)

    def by_hand(self) -> None:
        """All three, in one statement over the raw tables."""
        out = self.folder.parent / "by-hand.parquet"
        sql = BY_HAND.format(folder=self.folder)
        self.connection.execute(f"COPY ({sql} ORDER BY person) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")

    def scan(self) -> None:
        """Every value of the tables that are looked at, and nothing else."""
        for table in ("persons", "episodes", "trials"):
            source = f"read_parquet('{self.folder}/{table}.parquet')"
            columns = self.connection.sql(f"FROM {source} LIMIT 0").columns
            self.connection.execute(f"SELECT {', '.join(f'max({one})' for one in columns)} FROM {source}").fetchall()

    def pandas(self) -> None:
        """The first alone, as it is written in a notebook; what is missing counts as no."""
        import pandas as pd

        kinds = self.connection.sql("FROM kinds").df()
        trials = pd.read_parquet(self.folder / "trials.parquet").merge(kinds, on="treatment")

        def is_met(rows: Any) -> bool:
            failed = rows[(rows["modality"] == "antidepressant") & (rows["weeks"] >= 6) & (rows["improvement"] < 50)]
            return failed["class"].nunique() >= 2

        trials.groupby("person")[["modality", "weeks", "improvement", "class"]].apply(is_met)

    def rules_engine(self) -> None:
        """The first alone: a rule of the engine for each trial; what is missing counts as no."""
        import rule_engine

        rule = rule_engine.Rule(
            "modality == 'antidepressant' and weeks != null and weeks >= 6 and improvement != null and improvement < 50"
        )
        failed: dict[str, set[str]] = {}
        source = f"read_parquet('{self.folder}/trials.parquet') JOIN kinds USING (treatment)"
        for row in self.connection.sql(f"SELECT * FROM {source}").to_arrow_table().to_pylist():
            if rule.matches(row):
                failed.setdefault(row["person"], set()).add(row["class"])
        sum(len(classes) >= 2 for classes in failed.values())

    def interpreter(self) -> None:
        """The first alone, person by person, with its trace."""
        for one in Cohort(self.folder, self.vocabularies).persons():
            evaluate(one.history, self.definitions[0], self.vocabularies)

    def differing(self) -> list[Any]:
        """Persons of whom ours and the SQL by hand say different things, but for those with a row that was rejected.

        By chance some trials are equal; by hand they are counted twice.
        """
        ours, out = f"read_parquet('{self.folder.parent}/ours/results.parquet')", self.folder.parent
        wide = (
            "SELECT person, two.verdict, stages.stages, score.lower, score.upper "
            f"FROM (FROM {ours} WHERE definition = 'two') AS two "
            f"JOIN (FROM {ours} WHERE definition = 'stages') AS stages USING (person) "
            f"JOIN (FROM {ours} WHERE definition = 'score') AS score USING (person)"
        )
        theirs = f"FROM read_parquet('{out}/by-hand.parquet')"
        rejected = f"SELECT person FROM read_csv('{out}/ours/rejects.csv')"
        differ = f"({wide} EXCEPT ALL {theirs}) UNION ALL ({theirs} EXCEPT ALL {wide})"
        sql = f"SELECT * FROM ({differ}) WHERE person NOT IN ({rejected}) ORDER BY person LIMIT 4"
        return self.connection.sql(sql).fetchall()


def main(persons: int, repeats: int) -> None:
    """Prints the median seconds of each way, and the ratios."""
    with TemporaryDirectory() as told:
        folder = Path(told) / "cohort"
        make(folder, persons)
        work = Work(folder)
        work.ours()
        work.by_hand()
        if differing := work.differing():
            sys.exit(f"answers differ, such as {differing}")
        ways: dict[str, Callable[[], None]] = {"ours": work.ours, "by_hand": work.by_hand, "scan": work.scan}
        limits = {"pandas": 100_000, "rules_engine": 10_000, "interpreter": 10_000}
        ways |= {name: getattr(work, name) for name, most in limits.items() if persons <= most}
        clocks = {"clock": perf_counter, "processors": process_time}
        times = {(clock, name): list[float]() for clock in clocks for name in ways}
        for _ in range(repeats):
            for name, way in ways.items():
                begun = {clock: now() for clock, now in clocks.items()}
                way()
                for clock, now in clocks.items():
                    times[clock, name].append(now() - begun[clock])
    for clock in clocks:
        each = ", ".join(f"{name} {median(times[clock, name]):.2f} s" for name in ways)
        ratio = median(times[clock, "ours"]) / median(times[clock, "by_hand"])
        sys.stdout.write(f"{persons:,} persons, {clock}: {each}; ours to by hand {ratio:.1f}\n")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 3,
    )
