"""A cohort folder of any size, made by the database: about six trials a person, one value in ten missing.

The persons are nobody, and no figure here stands for anything: the cohort is for timings. Chance comes from a hash
of the person and the trial, so that the same size gives the same rows.

    python tests/benchmarks/large_cohort.py PERSONS FOLDER
"""

import sys
from pathlib import Path

import duckdb

DRUGS = {
    "citalopram": (20, 60), "escitalopram": (10, 30), "sertraline": (25, 200), "fluoxetine": (10, 60),
    "paroxetine": (10, 50), "venlafaxine": (37, 300), "duloxetine": (30, 120), "mirtazapine": (7, 45),
    "bupropion": (100, 450), "amitriptyline": (25, 250), "nortriptyline": (25, 150), "clomipramine": (25, 250),
    "imipramine": (25, 300), "tranylcypromine": (10, 60), "phenelzine": (15, 90), "moclobemide": (150, 600),
    "agomelatine": (25, 50), "vortioxetine": (5, 20), "trazodone": (50, 400), "lithium": (300, 1200),
    "quetiapine": (25, 600), "aripiprazole": (2, 15),
}  # fmt: skip

OTHERS = ("cognitive-behavioural-therapy", "interpersonal-psychotherapy", "ect")

#: Of a thousand values, how many are missing.
MISSING = 100


def make(folder: Path, persons: int) -> None:
    """Writes the folder; it must not be there yet."""
    folder.mkdir(parents=True)
    (folder / "cohort.yaml").write_text(
        "cohort: 1\ntitle: Made up for timings\nsource: tests/benchmarks/large_cohort.py\nsynthetic: true\n"
        "as_of: 2024-12-31\ncomplete: all\ntrials_in: current-episode\n",
        encoding="utf-8",
    )
    with duckdb.connect() as connection:
        connection.execute("CREATE MACRO chance(name, person, trial) AS hash(name, person, trial) % 1000")
        connection.execute("CREATE MACRO among(name, person, trial, n) AS (hash(name, person, trial) % n)::BIGINT")
        drugs = ", ".join(f"('{name}', {low}, {high})" for name, (low, high) in DRUGS.items())
        others = ", ".join(f"('{name}', NULL, NULL)" for name in OTHERS)
        connection.execute(
            "CREATE TABLE kinds AS SELECT row_number() OVER () - 1 AS kind, * "
            f"FROM (VALUES {drugs}, {others}) AS t(treatment, low, high)"
        )
        for table, query in _TABLES.items():
            sql = query.format(persons=persons, missing=MISSING, kinds=len(DRUGS) + len(OTHERS))
            connection.execute(f"COPY ({sql}) TO '{folder / table}.parquet' (FORMAT parquet, COMPRESSION zstd)")


_TABLES = {
    "persons": """
        SELECT 'p' || lpad(range::VARCHAR, 9, '0') AS person, 18 + among('age', range, 0, 60) AS age,
          CASE WHEN chance('sex', range, 0) < 650 THEN 'female' ELSE 'male' END AS sex,
          'major-depressive-disorder' AS disorder,
          CASE WHEN chance('psychosis missing', range, 0) >= {missing}
               THEN chance('psychosis', range, 0) < 50 END AS psychotic_features
        FROM range({persons})""",
    "episodes": """
        SELECT 'p' || lpad(range::VARCHAR, 9, '0') AS person,
          CASE WHEN chance('months missing', range, 0) >= {missing}
               THEN 1 + among('months', range, 0, 60) END AS months,
          CASE WHEN chance('severity missing', range, 0) >= {missing}
               THEN ['mild', 'moderate', 'severe'][1 + among('severity', range, 0, 3)] END AS severity
        FROM range({persons})
        WHERE months IS NOT NULL OR severity IS NOT NULL""",
    "trials": """
        SELECT 'p' || lpad(person::VARCHAR, 9, '0') AS person, treatment,
          CASE WHEN low IS NOT NULL AND chance('dose missing', person, trial) >= {missing}
               THEN round(low + (high - low) * chance('dose', person, trial) / 1000.0) END AS dose,
          CASE WHEN treatment <> 'ect' AND chance('weeks missing', person, trial) >= {missing}
               THEN 1 + among('weeks', person, trial, 24) END AS weeks,
          CASE WHEN low IS NULL AND chance('sessions missing', person, trial) >= {missing}
               THEN 1 + among('sessions', person, trial, 20) END AS sessions,
          CASE WHEN treatment = 'ect' THEN 'bilateral' END AS laterality,
          CASE WHEN chance('improvement missing', person, trial) >= {missing}
               THEN among('improvement', person, trial, 100) - 10 END AS improvement
        FROM (
          SELECT range AS person, unnest(range(2 + among('trials', range, 0, 9))) AS trial FROM range({persons})
        ) JOIN kinds ON kind = among('treatment', person, trial, {kinds})
        ORDER BY person, trial""",
}


if __name__ == "__main__":
    make(Path(sys.argv[2]), int(sys.argv[1]))
