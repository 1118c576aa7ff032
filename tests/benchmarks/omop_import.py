"""Time and memory of `trd import omop`: PYTHONPATH=tests python tests/benchmarks/omop_import.py PERSONS

For each person twenty exposures, eight conditions and two procedures, as Parquet; three in ten exposures are of a drug
for depression, one in a thousand cannot be told.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from omop_tables import as_parquet, vocabulary
from trd_registry.importing.omop.importing import Choices, import_omop
from trd_registry.loading.registry import Registry

_DAY = "DATE '2010-01-01' + CAST(hash(i, 3) % 3600 AS INTEGER)"
_DRUG = (
    "CASE WHEN hash(i, 1) % 10 < 3 THEN [19077463, 739207, 7001, 7002][1 + CAST(hash(i, 2) % 4 AS BIGINT)] "
    "WHEN hash(i, 1) % 1000 = 999 THEN 0 ELSE 1127433 END"
)
_CONDITION = "[440383, 4282096, 320128, 436665][1 + CAST(hash(i, 2) % 4 AS BIGINT)]"
_PROCEDURE = "[7030, 7031, 7032][1 + CAST(hash(i, 2) % 3 AS BIGINT)]"

#: Table -> rows for each person, and its columns.
TABLES = {
    "person": (1, {"person_id": "i", "gender_concept_id": "8507 + 25 * (i % 2)", "year_of_birth": "1930 + i % 70"}),
    "observation_period": (
        1,
        {
            "observation_period_id": "i", "person_id": "i", "observation_period_start_date": "DATE '2010-01-01'",
            "observation_period_end_date": "DATE '2019-12-31'",
        },
    ),
    "drug_exposure": (
        20,
        {
            "drug_exposure_id": "i", "person_id": "{person}", "drug_concept_id": _DRUG,
            "drug_exposure_start_date": _DAY,
            "days_supply": "30", "quantity": "30.0",
        },
    ),
    "condition_occurrence": (
        8,
        {
            "condition_occurrence_id": "i", "person_id": "{person}", "condition_concept_id": _CONDITION,
            "condition_start_date": _DAY,
        },
    ),
    "procedure_occurrence": (
        2,
        {
            "procedure_occurrence_id": "i", "person_id": "{person}", "procedure_concept_id": _PROCEDURE,
            "procedure_date": _DAY,
        },
    ),
}  # fmt: skip


def make(folder: Path, persons: int) -> Path:
    as_parquet(vocabulary(), folder)
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        for table, (each, columns) in TABLES.items():
            person = f"1 + CAST(hash(i) % {persons} AS BIGINT)"
            cells = ", ".join(f"{cell.format(person=person)} AS {name}" for name, cell in columns.items())
            query = f"SELECT {cells} FROM range(1, {persons * each + 1}) AS t(i)"
            database.execute(f"COPY ({query}) TO '{folder / table}.parquet'")
    return folder


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    persons = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        source = make(Path(folder) / "cdm", persons)
        began, cpu = time.monotonic(), time.process_time()
        import_omop(Path(folder) / "cohort", Choices(str(source)), Registry(), check=False, say=_say)
        took, used = time.monotonic() - began, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    _say(f"{persons:,} persons: {took:.1f} s, {used:.1f} s of processor, {memory:.2f} GB at most")


if __name__ == "__main__":
    main()
