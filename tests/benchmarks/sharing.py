"""Times the statement of thirty definitions against that of three, over the same settled tables.

    python tests/benchmarks/sharing.py [PERSONS] [REPEATS]

Thirty made-up definitions share what an adequate, failed trial is and differ in what they count; thirty released ones
share nothing but their vocabularies. The persons are those of `large_cohort.py`, in one lot. Seconds of the processors,
planning included, by turns.
"""

import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.by_hand import TWO_CLASSES
from benchmarks.large_cohort import make
from conformance.fragments import definition_of
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import check, plan
from trd_registry.cohorts.running.engine import TABLES
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.tables.batches import SettledCohort
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition

#: What each of the thirty counts: how many, of what distinct, and of which trials.
COUNTS = tuple(product(range(1, 6), (None, "class", "treatment"), (None, "ssri")))


def shared() -> list[Definition]:
    """Thirty definitions of one adequate trial; the third is that of the comparison with SQL by hand."""
    found = []
    for least, distinct, of_class in COUNTS:
        criterion = {"count": "drug", "at_least": least}
        criterion |= {"distinct": distinct} if distinct else {}
        criterion |= {"where": {"class": of_class}} if of_class else {}
        found.append(definition_of(TWO_CLASSES | {"criterion": criterion}))
    return found


def released(registry: Registry) -> list[Definition]:
    """The first thirty released criteria that can be planned, by id."""
    found = []
    for one in registry.released():
        if one.kind != "criterion":
            continue
        try:
            check(one, registry.vocabularies)
        except NotPlanned:
            continue
        found.append(one)
    return found[:30]


def main(persons: int, repeats: int) -> None:
    """Prints the median seconds of each statement, and the ratios."""
    registry = Registry()
    vocabularies = registry.vocabularies
    three = [definition_of(TWO_CLASSES), registry.get("trsm-1997"), registry.get("msm-2009")]
    sets = {"three": three, "thirty shared": shared(), "thirty released": released(registry)}
    plans = {name: plan(definitions, vocabularies) for name, definitions in sets.items()}
    asked = _together(one.asked for one in plans.values())
    with TemporaryDirectory() as told, duckdb.connect() as connection:
        make(Path(told) / "cohort", persons)
        cohort = Cohort(Path(told) / "cohort", vocabularies)
        (batch,) = SettledCohort(cohort, asked, vocabularies, persons=persons).batches()
        for name in TABLES:
            connection.register(name, getattr(batch.settled, name))
        times: dict[str, list[float]] = {name: [] for name in plans}
        for _ in range(repeats):
            for name, one in plans.items():
                begun = process_time()
                connection.execute(f"CREATE OR REPLACE TEMP TABLE answers AS {one.sql}")
                times[name].append(process_time() - begun)
    first = median(times["three"])
    for name, taken in times.items():
        sys.stdout.write(f"{persons:,} persons, {name}: {median(taken):.2f} s, {median(taken) / first:.2f} of three\n")


def _together(asked: Iterable[Asked]) -> Asked:
    every = list(asked)
    return Asked(frozenset().union(*(one.patient for one in every)), frozenset().union(*(one.trial for one in every)))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 5,
    )
