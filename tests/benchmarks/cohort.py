"""Times one statement for all released definitions on a large cohort, against a bare scan of the same tables.

The cohort is the histories of the corpus again and again; they hold far more unknowns than a register would, so the
cohort of those of whom every treatment is known is timed as well.

    python tests/benchmarks/cohort.py [PATIENTS]
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import check, plan
from trd_registry.cohorts.settled.settle import Settled, settle
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry

CORPUS = Path(__file__).parents[1] / "corpus"

TABLES = ("patients", "trials", "agents")


def repeated(settled: Settled, patients: int, folder: Path, *, known: bool) -> duckdb.DuckDBPyConnection:
    """A connection to Parquet files with so many patients."""
    connection = duckdb.connect()
    for name in TABLES:
        connection.register(f"{name}_once", getattr(settled, name))
    where = "WHERE NOT (treatment__tangled OR class__tangled OR modality__tangled)" if known else ""
    once = connection.execute(f"SELECT count(*), max(person) + 1 FROM patients_once {where}").fetchall()[0]
    times = f"range({-(-patients // once[0])})"
    for name in TABLES:
        path = folder / f"{name}-{known}.parquet"
        every = f"SELECT * REPLACE (person + again * {once[1]} AS person) FROM {name}_once, {times} AS t(again) {where}"
        source = "SELECT * FROM agents_once" if name == "agents" else every
        connection.execute(f"COPY ({source}) TO '{path}' (FORMAT parquet)")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{path}'")
    return connection


def seconds(work: Callable[[], Any], times: int = 3) -> float:
    """The shortest of some runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def main(patients: int) -> None:
    registry = Registry()
    vocabularies = registry.vocabularies
    accepted = []
    for definition in registry.released():
        try:
            check(definition, vocabularies)
        except NotPlanned:
            continue
        accepted.append(definition)
    planned = plan(accepted, vocabularies)
    histories = [load_history(path, vocabularies) for path in sorted(CORPUS.glob("*.yaml"))]
    settled = settle(histories, planned.asked, vocabularies)
    sys.stdout.write(f"{len(accepted)} definitions, statement of {len(planned.sql) / 1000:.0f} kB\n")
    for known in (True, False):
        with TemporaryDirectory() as folder:
            connection = repeated(settled, patients, Path(folder), known=known)
            told = "every treatment known" if known else "as in the corpus"
            sys.stdout.write(f"{patients} patients, {told}: {timed(connection, planned.sql)}\n")


def timed(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """How long a scan, the planning of the database and the whole statement take."""
    trials = connection.execute("SELECT count(*) FROM trials").fetchall()[0][0]
    scans = [f"SELECT {_every(connection, name)} FROM {name}" for name in TABLES]
    scan = seconds(lambda: [connection.execute(one).fetchall() for one in scans])
    planning = seconds(lambda: connection.execute(f"EXPLAIN {sql}").fetchall())
    whole = seconds(lambda: connection.execute(f"CREATE OR REPLACE TEMP TABLE result AS {sql}"))
    return f"{trials} trials, scan {scan:.2f} s, planning {planning:.2f} s, whole statement {whole:.2f} s"


def _every(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = connection.sql(f"SELECT * FROM {table} LIMIT 0").columns
    return ", ".join(f'max("{column}")' for column in columns)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
