"""Times the planned statement of three definitions against the same written by hand, by turns, on one cohort.

    python tests/benchmarks/peer.py [PATIENTS] [REPEATS]

Both must give the same answers, or nothing is timed. Seconds of the clock and of the processors are told: on a busy
machine the second are the ones to look at.
"""

import resource
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.by_hand import TWO_CLASSES, statement
from benchmarks.cohort import CORPUS, TABLES, _every, repeated
from conformance.fragments import definition_of
from trd_registry.cohorts.planning.statement import plan
from trd_registry.cohorts.settled.settle import settle
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry


def main(patients: int, repeats: int) -> None:
    """Prints the median seconds of each, and the median of the ratios."""
    registry = Registry()
    vocabularies = registry.vocabularies
    three = [definition_of(TWO_CLASSES), registry.get("trsm-1997"), registry.get("msm-2009")]
    planned = plan(three, vocabularies)
    histories = [load_history(path, vocabularies) for path in sorted(CORPUS.glob("*.yaml"))]
    settled = settle(histories, planned.asked, vocabularies)
    with TemporaryDirectory() as folder:
        connection = repeated(settled, patients, Path(folder), known=True)
        scan = " UNION ALL BY NAME ".join(f"SELECT {_every(connection, name)} FROM {name}" for name in TABLES)
        work = {"generated": planned.sql, "by_hand": statement(vocabularies), "scan": scan}
        for name in ("generated", "by_hand"):
            connection.execute(f"CREATE TEMP TABLE {name} AS {work[name]}")
        same = ", ".join(connection.sql("FROM by_hand LIMIT 0").columns)
        asked = f"SELECT {same} FROM generated EXCEPT ALL SELECT {same} FROM by_hand"
        differing = connection.sql(asked).fetchall()
        if differing:
            sys.exit(f"{len(differing)} answers differ, such as {differing[0]}")
        clocks = {"clock": perf_counter, "processors": process_time}
        times = {(clock, name): list[float]() for clock in clocks for name in work}
        for _ in range(repeats):
            for name, sql in work.items():
                begun = {clock: now() for clock, now in clocks.items()}
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
                for clock, now in clocks.items():
                    times[clock, name].append(now() - begun[clock])
        for clock in clocks:
            told = ", ".join(f"{name} {median(times[clock, name]):.2f} s" for name in work)
            pairs = zip(times[clock, "generated"], times[clock, "by_hand"], strict=True)
            ratio = median(ours / theirs for ours, theirs in pairs)
            sys.stdout.write(f"{patients} patients, {clock}: {told}; generated to by hand {ratio:.2f}\n")
        begun_planning = process_time()
        connection.execute(f"EXPLAIN {planned.sql}").fetchall()
        sys.stdout.write(f"of which the database plans for {process_time() - begun_planning:.2f} s\n")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{memory:.0f} MB\n")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 5,
    )
