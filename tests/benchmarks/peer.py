"""Times the planned statement of three definitions against the same written by hand, by turns, on one cohort.

    python tests/benchmarks/peer.py [PATIENTS] [REPEATS]

Both must give the same answers, or nothing is timed.
"""

import resource
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.by_hand import TWO_CLASSES, statement
from benchmarks.cohort import CORPUS, TABLES, _every, repeated
from conformance.fragments import definition_of
from trd_registry.cohorts.planning.statement import plan
from trd_registry.cohorts.settled.settle import settle
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry


def main(patients: int, repeats: int) -> None:
    """Prints the median seconds of each, and the ratio."""
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
        times: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(repeats):
            for name, sql in work.items():
                begun = perf_counter()
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
                times[name].append(perf_counter() - begun)
        taken = {name: median(one) for name, one in times.items()}
        told = ", ".join(f"{name} {one:.2f} s" for name, one in taken.items())
        ratio = median(ours / theirs for ours, theirs in zip(times["generated"], times["by_hand"], strict=True))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{patients} patients: {told}; generated to by hand {ratio:.2f}; {memory:.0f} MB\n")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 5,
    )
