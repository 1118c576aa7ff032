"""How long the report takes, over results made up by chance: python tests/benchmarks/report.py [PERSONS] [DEFINITIONS].

Tells the seconds of processor time and the largest memory of the process for the sets of persons, for all pairs, and
for the whole report.
"""

import json
import resource
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

import duckdb

from trd_registry.cohorts import CohortReport
from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.cohorts.counting.states import cross, judge_sets

#: About 5 % may be out of scope, 5 % are, and a fifth cannot be told.
_ROWS = """
SELECT 'P' || lpad(person::VARCHAR, 9, '0') AS person, 'definition-' || definition AS definition, '1.0.0' AS "version",
    CASE scope WHEN 0 THEN NULL WHEN 1 THEN false ELSE true END AS applicable,
    CASE WHEN scope = 1 THEN NULL WHEN verdict < definition % 6 THEN 'met' WHEN verdict < 8 THEN 'not_met'
        ELSE 'indeterminate' END AS verdict,
    NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, NULL::VARCHAR[] AS stages, NULL::VARCHAR[] AS bands,
    NULL::VARCHAR[] AS tiers, NULL::VARCHAR[] AS tiers_possible
FROM (
    SELECT person, definition,
        hash(person * 31 + definition) % 20 AS scope, hash(person * 13 + definition) % 10 AS verdict
    FROM range({definitions}) d(definition), range({persons}) p(person) ORDER BY definition, person
)
"""


def make(folder: Path, persons: int, definitions: int) -> None:
    """What `trd cohort evaluate` would write."""
    connection = duckdb.connect()
    rows = _ROWS.format(persons=persons, definitions=definitions)
    connection.execute(f"COPY ({rows}) TO '{folder / 'results.parquet'}'")
    names = "'' AS definition, '' AS \"version\""
    counts = ", ".join(f"0 AS {name}" for name in ("holds", "fails", "unknown", "certain", "possible"))
    steps = f"SELECT {names}, 0 AS step, '' AS part, '' AS label, {counts} WHERE false"
    connection.execute(f"COPY ({steps}) TO '{folder / 'steps.parquet'}'")
    connection.execute(
        f"COPY (SELECT {names}, '' AS fact, 0 AS persons, 0 AS decisive WHERE false) TO '{folder / 'missing.parquet'}'"
    )
    ran = [
        {"definition": f"definition-{k}", "version": "1.0.0", "digest": "", "kind": "criterion", "family": "consensus",
         "title": "", "readings": {}}
        for k in range(definitions)
    ]  # fmt: skip
    cohort = {"title": "Made up", "synthetic": True, "persons": persons, "rows": {}}
    run = {"registry": "", "engine": "", "definitions": ran, "vocabularies": {}, "cohort": cohort, "sample": 0}
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")


def told(what: str, since: float) -> float:
    """Writes a line and gives the time from which the next is counted."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{what:40}{time.process_time() - since:8.1f} s{memory:8,} MB\n")
    return time.process_time()


def main(persons: int = 100_000, definitions: int = 95) -> None:
    """Makes results, and times what is counted over them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, persons, definitions)
        since = told(f"{persons:,} x {definitions} rows made", 0)
        with Evaluated(folder) as evaluated:
            judged = judge_sets(evaluated)
        since = told("sets of persons", since)
        pairs = [cross(one, other) for one, other in combinations(judged.values(), 2)]
        since = told(f"{len(pairs):,} pairs", since)
        CohortReport(folder).write(folder / "report")
        told("the whole report", since)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
