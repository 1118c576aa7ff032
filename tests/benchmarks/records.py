"""Times the statements for all released phenotypes on many persons with about twenty dispensings each.

The persons are two thousand random ones again and again: several courses of antidepressants and other drugs over five
years, with pauses, leftovers and overlaps, and every kind of entry held in full.

    PYTHONPATH=tests python tests/benchmarks/records.py [PERSONS]
"""

import sys
import time
from random import Random
from typing import Any

import duckdb

from properties.gappy_records import DRUGS, day
from properties.loading import load
from trd_registry.cohorts.planning.records.plan import plan_records
from trd_registry.cohorts.running.records import make_tables
from trd_registry.cohorts.settled.records import TABLES, settle_records
from trd_registry.cohorts.settled.settle import settle
from trd_registry.loading.registry import Registry

ONCE = 2000
FIRST, LAST = -700, 1200


def person(random: Random) -> dict[str, Any]:
    """One person's history."""
    dispensings: list[dict[str, Any]] = []
    when, wanted = FIRST + 100, random.randint(15, 26)
    while len(dispensings) < wanted:
        drug = random.choice(DRUGS)
        for _ in range(random.choice((2, 3, 4, 6, 8))):
            days = random.choice((28, 28, 30, 60, 90))
            dispensings.append({"treatment": drug, "date": day(min(when, LAST - 20)), "days": days})
            when += days + random.choice((-5, 0, 0, 3, 10, 20, 60))
        when += random.choice((-40, -10, 0, 5, 40, 120))
    record = {"from": day(FIRST), "to": day(LAST), "covers": ["dispensings", "diagnoses", "procedures"]}
    dates = [random.randint(FIRST, 100) for _ in range(random.randint(1, 4))]
    diagnoses = [{"condition": "depressive-disorder", "date": day(one), "setting": "hospital"} for one in dates]
    return {
        "history": 1, "id": "person", "complete": "none", "patient": {"age": random.randint(18, 80)},
        "records": {**record, "dispensings": dispensings, "diagnoses": diagnoses},
    }  # fmt: skip


def main(persons: int) -> None:
    """Prints seconds by the clock and by the processors."""
    registry = Registry()
    vocabularies = registry.vocabularies
    random = Random(1)
    found = (load(person(random), vocabularies) for _ in range(ONCE))
    histories = [one for one in found if one is not None]
    planned = plan_records([one for one in registry.released() if "records" in one.document], vocabularies)
    settled, records = settle(histories, planned.asked, vocabularies), settle_records(histories, vocabularies)
    connection = duckdb.connect()
    times = persons // len(histories)
    for name in ("patients", *TABLES):
        connection.register("once", settled.patients if name == "patients" else getattr(records, name))
        again = f"SELECT * REPLACE (person + again * {len(histories)} AS person) FROM once, range({times}) AS t(again)"
        connection.execute(f"CREATE TABLE {name} AS {'FROM once' if name == 'record_agents' else again}")
    dispensings = connection.execute("SELECT count(*) FROM dispensings").fetchall()[0][0]
    sys.stdout.write(f"{times * len(histories)} persons, {dispensings} dispensings\n")
    clock, processors = time.perf_counter(), time.process_time()
    make_tables(planned, connection)
    _tell(f"{len(planned.tables)} tables", clock, processors)
    for one in planned.statements:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE results AS {one.sql}")
    _tell(f"and {len(planned.statements)} statements", clock, processors)


def _tell(what: str, clock: float, processors: float) -> None:
    taken = time.perf_counter() - clock, time.process_time() - processors
    sys.stdout.write(f"{what}: {taken[0]:.1f} s by the clock, {taken[1]:.1f} s of processors\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
