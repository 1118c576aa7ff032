"""Makes small sources in the OMOP common data model, in every form they come in."""

import csv
import gzip
import io
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from trd_registry.importing.omop.cdm import TABLES

Rows = dict[str, list[dict[str, Any]]]

FLUOXETINE, SERTRALINE, VENLAFAXINE, OLANZAPINE, PARACETAMOL = 755695, 739138, 743670, 785788, 1125315

#: Id, name, domain, vocabulary, class, code.
CONCEPTS = [
    (FLUOXETINE, "fluoxetine", "Drug", "RxNorm", "Ingredient", "4493"),
    (SERTRALINE, "sertraline", "Drug", "RxNorm", "Ingredient", "36437"),
    (VENLAFAXINE, "venlafaxine", "Drug", "RxNorm", "Ingredient", "39786"),
    (OLANZAPINE, "olanzapine", "Drug", "RxNorm", "Ingredient", "61381"),
    (PARACETAMOL, "acetaminophen", "Drug", "RxNorm", "Ingredient", "161"),
    (19077463, "fluoxetine 20 MG Oral Capsule", "Drug", "RxNorm", "Clinical Drug", "310385"),
    (739207, "sertraline 100 MG Oral Tablet", "Drug", "RxNorm", "Clinical Drug", "312938"),
    (7001, "venlafaxine 75 MG Oral Tablet", "Drug", "RxNorm", "Clinical Drug", "7001"),
    (7002, "fluoxetine 25 MG / olanzapine 6 MG Oral Capsule", "Drug", "RxNorm", "Clinical Drug", "7002"),
    (7003, "fluoxetine 4 MG/ML Oral Solution", "Drug", "RxNorm", "Clinical Drug", "7003"),
    (1127433, "acetaminophen 325 MG Oral Tablet", "Drug", "RxNorm", "Clinical Drug", "313782"),
    (7010, "PROZAC 20MG CAP", "Drug", "NDC", "11-digit NDC", "00002-3105-02"),
    (440383, "Depressive disorder", "Condition", "SNOMED", "Clinical Finding", "35489007"),
    (4282096, "Major depression, single episode", "Condition", "SNOMED", "Clinical Finding", "36923009"),
    (436665, "Bipolar disorder", "Condition", "SNOMED", "Clinical Finding", "13746004"),
    (7020, "Bipolar I disorder, most recent episode depressed", "Condition", "SNOMED", "Clinical Finding", "7020"),
    (320128, "Essential hypertension", "Condition", "SNOMED", "Clinical Finding", "59621000"),
    (45591453, "Major depressive disorder, single episode, moderate", "Condition", "ICD10CM", "4-char", "F32.1"),
    (7030, "Electroconvulsive therapy", "Procedure", "CPT4", "CPT4", "90870"),
    (7031, "Psychotherapy, 45 minutes", "Procedure", "CPT4", "CPT4", "90834"),
    (7032, "Appendectomy", "Procedure", "CPT4", "CPT4", "44950"),
    (3042932, "PHQ-9 total score", "Measurement", "LOINC", "Survey", "44261-6"),
    (3004249, "Systolic blood pressure", "Measurement", "LOINC", "Clinical Observation", "8480-6"),
]

#: Below -> above; every standard concept also stands above itself.
BELOW = [
    (19077463, FLUOXETINE), (739207, SERTRALINE), (7001, VENLAFAXINE), (7002, FLUOXETINE), (7002, OLANZAPINE),
    (7003, FLUOXETINE), (1127433, PARACETAMOL), (4282096, 440383), (7020, 436665), (7020, 440383),
]  # fmt: skip

#: Drug, ingredient, milligrams.
STRENGTHS = [
    (19077463, FLUOXETINE, 20),
    (739207, SERTRALINE, 100),
    (7001, VENLAFAXINE, 75),
    (1127433, PARACETAMOL, 325),
]


def vocabulary() -> Rows:
    """The tables of a small vocabulary."""
    names = ("concept_id", "concept_name", "domain_id", "vocabulary_id", "concept_class_id", "concept_code")
    standard = [one[0] for one in CONCEPTS if one[3] not in ("NDC", "ICD10CM")]
    return {
        "concept": [dict(zip(names, one, strict=True)) for one in CONCEPTS],
        "concept_ancestor": [
            {"ancestor_concept_id": above, "descendant_concept_id": below, "min_levels_of_separation": below != above}
            for below, above in [*BELOW, *((one, one) for one in standard)]
        ],
        "concept_relationship": [{"concept_id_1": 7010, "concept_id_2": 19077463, "relationship_id": "Maps to"}],
        "drug_strength": [
            {"drug_concept_id": drug, "ingredient_concept_id": one, "amount_value": mg, "amount_unit_concept_id": 8576}
            for drug, one, mg in STRENGTHS
        ]
        + [{"drug_concept_id": 7003, "ingredient_concept_id": FLUOXETINE, "numerator_value": 4}],
    }  # fmt: skip


class Cdm:
    """A source that grows row by row; every row gets a key."""

    def __init__(self, *, words: bool = True) -> None:
        self.rows: Rows = {"cdm_source": [{"cdm_source_name": "Made up", "cdm_version": "5.4"}]}
        if words:
            self.rows |= vocabulary()
        for table in ("person", "observation_period", "drug_exposure", "condition_occurrence", "procedure_occurrence"):
            self.rows[table] = []

    def add(self, table: str, **cells: Any) -> "Cdm":
        """A row; its key is its number unless it is given."""
        rows = self.rows.setdefault(table, [])
        rows.append({TABLES[table][0]: len(rows) + 1, **cells})
        return self

    def person(self, person: Any, start: str = "2015-01-01", end: str = "2019-12-31", **cells: Any) -> "Cdm":
        """A person with one observation period."""
        born = {"gender_concept_id": 8532, "year_of_birth": 1970, "month_of_birth": 6, "day_of_birth": 15, **cells}
        self.rows["person"].append({"person_id": person, **born})
        return self.add(
            "observation_period",
            person_id=person, observation_period_start_date=start, observation_period_end_date=end,
        )  # fmt: skip

    def drug(self, person: Any, concept: Any, day: Any, days: Any = 30, quantity: Any = 30, **cells: Any) -> "Cdm":
        """A drug exposure."""
        return self.add(
            "drug_exposure",
            person_id=person, drug_concept_id=concept, drug_exposure_start_date=day, days_supply=days,
            quantity=quantity, drug_exposure_end_date=cells.pop("end", None), **cells,
        )  # fmt: skip

    def condition(self, person: Any, concept: Any, day: Any, **cells: Any) -> "Cdm":
        """A condition occurrence."""
        return self.add(
            "condition_occurrence", person_id=person, condition_concept_id=concept, condition_start_date=day, **cells
        )

    def procedure(self, person: Any, concept: Any, day: Any, **cells: Any) -> "Cdm":
        """A procedure occurrence."""
        return self.add(
            "procedure_occurrence", person_id=person, procedure_concept_id=concept, procedure_date=day, **cells
        )


def made_up(*, words: bool = True) -> Cdm:
    """Five persons who differ in one thing each, for the script of the study of UK Biobank (fabbri-2021-code)."""
    cdm = Cdm(words=words)
    fluoxetine, sertraline, venlafaxine = 19077463, 739207, 7001
    for person in (1, 2, 3, 4, 5):
        cdm.person(person)
        cdm.condition(person, 4282096, "2016-01-10").condition(person, 440383, "2016-03-10")
        for day in ("2016-02-01", "2016-03-01", "2016-04-01"):
            cdm.drug(person, fluoxetine, day)
        for day in ("2016-05-01", "2016-06-01", "2016-07-01"):
            cdm.drug(person, sertraline, day)
        cdm.drug(person, 1127433, "2016-05-05", 5, 10).condition(person, 320128, "2016-05-05")
    # 1: two switches, three drugs. 2: one switch, and every supply is known. 3: as 2, but one drug cannot be told.
    # 4: as 1, with bipolar disorder. 5: as 1, but the third drug comes after the record that was chosen.
    cdm.drug(1, venlafaxine, "2016-08-01").drug(3, 0, "2016-08-01").drug(4, venlafaxine, "2016-08-01")
    cdm.condition(4, 7020, "2017-01-01")
    cdm.rows["observation_period"][4]["observation_period_end_date"] = "2016-07-31"
    cdm.add(
        "observation_period",
        person_id=5, observation_period_start_date="2016-08-10", observation_period_end_date="2016-12-31",
    )  # fmt: skip
    cdm.drug(5, venlafaxine, "2016-08-15")
    return cdm


def as_csv(
    rows: Mapping[str, list[dict[str, Any]]], folder: Path, *, upper: bool = False, packed: bool = False
) -> Path:
    """A folder of CSV files."""
    folder.mkdir(parents=True)
    for table, found in rows.items():
        names = list(dict.fromkeys([TABLES[table][0], *(name for row in found for name in row)]))
        path = folder / f"{table.upper() if upper else table}.csv{'.gz' if packed else ''}"
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow([name.upper() if upper else name for name in names])
        writer.writerows([[_text(row.get(name)) for name in names] for row in found])
        data = written.getvalue().encode()
        path.write_bytes(gzip.compress(data) if packed else data)
    return folder


def as_athena(rows: Mapping[str, list[dict[str, Any]]], folder: Path) -> Path:
    """Vocabulary files separated by tabs, in which nothing is quoted; the others as CSV."""
    words = {table: found for table, found in rows.items() if table in vocabulary()}
    as_csv({table: found for table, found in rows.items() if table not in words}, folder)
    for table, found in words.items():
        names = list(dict.fromkeys(name for row in found for name in row))
        lines = ["\t".join(names), *("\t".join(_text(row.get(name)) for name in names) for row in found)]
        (folder / f"{table.upper()}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def as_parquet(rows: Mapping[str, list[dict[str, Any]]], folder: Path) -> Path:
    """A folder of Parquet files with the types of the model."""
    folder.mkdir(parents=True)
    with duckdb.connect() as database:
        for table, found in rows.items():
            _create(database, table, found)
            database.execute(f"COPY {table} TO '{folder / table}.parquet'")
    return folder


def as_duckdb(rows: Mapping[str, list[dict[str, Any]]], file: Path, schema: str = "main") -> Path:
    """A DuckDB file with the types of the model."""
    with duckdb.connect(str(file)) as database:
        database.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for table, found in rows.items():
            _create(database, table, found, f"{schema}.")
    return file


def as_sqlite(rows: Mapping[str, list[dict[str, Any]]], file: Path) -> Path:
    """An SQLite file as R's DatabaseConnector writes it: days are seconds since 1970."""
    with closing(sqlite3.connect(file)) as database:
        for table, found in rows.items():
            names = _names(table, found)
            database.execute(f"CREATE TABLE {table} ({', '.join(name.upper() for name in names)})")
            marks = ", ".join("?" for _ in names)
            database.executemany(
                f"INSERT INTO {table} VALUES ({marks})", [[_seconds(row.get(name)) for name in names] for row in found]
            )
        database.commit()
    return file


def _seconds(value: Any) -> Any:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC).timestamp() if "-" in str(value) else value
    except ValueError:
        return value


def sql_of(rows: Mapping[str, list[dict[str, Any]]]) -> str:
    """Statements that make the tables in PostgreSQL."""
    lines = []
    for table, found in rows.items():
        names = _names(table, found)
        types = {"DOUBLE": "numeric", "BIGINT": "integer", "VARCHAR": "varchar(255)", "DATE": "date"}
        columns = ", ".join(f"{name} {types[_type(name)]}" for name in names)
        lines.append(f"CREATE TABLE {table} ({columns});")
        for row in found:
            values = ", ".join("NULL" if row.get(name) is None else f"'{_text(row[name])}'" for name in names)
            lines.append(f"INSERT INTO {table} VALUES ({values});")
    return "\n".join(lines)


def _create(database: Any, table: str, found: list[dict[str, Any]], before: str = "") -> None:
    names = _names(table, found)
    database.execute(f"CREATE TABLE {before}{table} ({', '.join(f'{name} {_type(name)}' for name in names)})")
    if found:
        marks = ", ".join("?" for _ in names)
        database.executemany(
            f"INSERT INTO {before}{table} VALUES ({marks})", [[row.get(name) for name in names] for row in found]
        )


def _names(table: str, found: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys([TABLES[table][0], *(name for row in found for name in row)]))


def _type(name: str) -> str:
    if name.endswith("_date"):
        return "DATE"
    if name in ("quantity", "value_as_number", "amount_value", "numerator_value"):
        return "DOUBLE"
    return "BIGINT" if name.endswith(("_id", "_id_1", "_id_2", "_birth", "_supply", "_separation")) and name not in (
        "relationship_id", "domain_id", "vocabulary_id", "concept_class_id"
    ) else "VARCHAR"  # fmt: skip


def _text(value: Any) -> str:
    return "" if value is None else str(int(value) if isinstance(value, bool) else value)
