"""Every form in which a source comes gives the same cohort, PostgreSQL among them where a server is found."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from omop_tables import Rows, as_athena, as_csv, as_duckdb, as_parquet, as_sqlite, made_up, sql_of
from trd_registry.importing.importer import Importer, Judged, load_importer
from trd_registry.importing.omop import postgres, sqlite
from trd_registry.importing.omop.cdm import TABLES
from trd_registry.importing.omop.headings import order_of
from trd_registry.importing.omop.importing import Choices, import_omop
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError


def rows(folder: Path, table: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(f"SELECT * FROM '{folder}/{table}.parquet' ORDER BY ALL").fetchall()


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_told_of_definitions() -> Iterator[None]:
    """What a source can settle is tested with the core; here it would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Importer, "judged", lambda *_: Judged((), {}))
        yield


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Path:
    folder = tmp_path_factory.mktemp("expected")
    import_omop(folder / "cohort", Choices(str(as_duckdb(made_up().rows, folder / "cdm.duckdb"))), registry)
    return folder / "cohort"


@pytest.mark.parametrize("form", ["csv", "upper", "packed", "athena", "parquet", "schemas", "sqlite"])
def test_every_form_of_a_source_gives_the_same_cohort(
    form: str, expected: Path, tmp_path: Path, registry: Registry
) -> None:
    given, place = made_up().rows, tmp_path / "cdm"
    if form == "schemas":
        words = ("concept", "concept_ancestor", "concept_relationship", "drug_strength")
        source = as_duckdb({name: given[name] for name in given if name not in words}, tmp_path / "source.db", "data")
        as_duckdb({name: given[name] for name in words}, source, "vocabulary")
    elif form == "sqlite":
        source = as_sqlite(given, tmp_path / "cdm.sqlite")
    elif form == "athena":
        source = as_athena(given, place)
    elif form == "parquet":
        source = as_parquet(given, place)
    else:
        source = as_csv(given, place, upper=form == "upper", packed=form == "packed")
    import_omop(tmp_path / "cohort", Choices(str(source)), registry)
    for table in ("persons", "dispensings", "diagnoses", "procedures"):
        assert rows(tmp_path / "cohort", table) == rows(expected, table), table


@pytest.mark.parametrize("what", ["person_id", "count(*) AS person_id"])
def test_a_view_without_end_is_refused_and_one_of_a_table_is_read(
    what: str, expected: Path, tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = as_sqlite(made_up().rows, tmp_path / "cdm.sqlite")
    with closing(sqlite3.connect(source)) as given:
        given.execute("ALTER TABLE person RENAME TO people")
        given.execute("CREATE VIEW person AS SELECT * FROM people")
        given.commit()
        import_omop(tmp_path / "cohort", Choices(str(source)), registry)
        assert rows(tmp_path / "cohort", "persons") == rows(expected, "persons")
        given.execute("DROP VIEW person")
        given.execute(
            "CREATE VIEW person AS WITH RECURSIVE n(person_id) AS (SELECT 1 UNION ALL SELECT person_id + 1 FROM n) "
            f"SELECT {what}, 1970 AS year_of_birth FROM n"
        )
        given.commit()
    monkeypatch.setattr(sqlite, "_PATIENCE", 3 * sqlite._STEP)
    with pytest.raises(RegistryError, match="view without end"):
        import_omop(tmp_path / "endless", Choices(str(source)), registry)
    assert not (tmp_path / "endless").exists()


def test_version_5_3_gives_the_same_cohort(expected: Path, tmp_path: Path, registry: Registry) -> None:
    given = made_up().rows
    given["cdm_source"] = [{"cdm_source_name": "Made up", "cdm_version": "v5.3.1"}]
    for row in given["procedure_occurrence"]:
        row.pop("procedure_end_date", None)
    given["attribute_definition"] = []
    given.pop("attribute_definition")
    import_omop(tmp_path / "cohort", Choices(str(as_csv(given, tmp_path / "cdm"))), registry)
    assert rows(tmp_path / "cohort", "dispensings") == rows(expected, "dispensings")
    assert "v5.3.1" in (tmp_path / "cohort" / "cohort.yaml").read_text("utf-8")


def _binary(name: str) -> str | None:
    found = shutil.which(name)
    if found is None:
        there = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        found = str(there[-1]) if there else None
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, on a socket; skipped where there is none."""
    pytest.importorskip("adbc_driver_postgresql", reason="The driver of PostgreSQL is not installed.")
    initdb, postgres = _binary("initdb"), _binary("postgres")
    if initdb is None or postgres is None:
        pytest.skip("There is no PostgreSQL server on this machine.")
    # The server does not run as root.
    user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    # The path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    shutil.chown(folder, user)
    become = (
        ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]
        if os.getuid() == 0
        else []
    )
    if become and shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL does not run as root.")
    data = folder / "data"
    begun = [*become, initdb, "-D", str(data), "-U", "trd", "-A", "trust", "-N", "--no-locale", "-E", "UTF8"]
    subprocess.run(begun, check=True, capture_output=True, cwd="/")
    options = ["-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-F"]
    process = subprocess.Popen(
        [*become, postgres, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )
    try:
        yield f"postgresql://trd@/postgres?host={folder}"
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def test_postgresql_gives_the_same_cohort(server: str, expected: Path, tmp_path: Path, registry: Registry) -> None:
    from adbc_driver_postgresql import dbapi

    for _ in range(100):
        try:
            connection = dbapi.connect(server, autocommit=True)
            break
        except dbapi.Error:
            time.sleep(0.1)
    with connection, connection.cursor() as cursor:
        for statement in sql_of(made_up().rows).split(";\n"):
            cursor.execute(statement)
    import_omop(tmp_path / "cohort", Choices(server), registry)
    for table in ("persons", "dispensings", "diagnoses", "procedures"):
        assert rows(tmp_path / "cohort", table) == rows(expected, table), table


def test_without_the_driver_of_postgresql_it_is_said_what_to_do(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(postgres, "import_module", missing)
    with pytest.raises(RegistryError) as raised:
        import_omop(tmp_path / "cohort", Choices("postgresql://me:secret@localhost/cdm"), registry)
    assert "pip install 'trd-registry[postgresql]'" in raised.value.remedy
    assert not list(tmp_path.iterdir())


def test_a_password_is_never_told() -> None:
    assert postgres.masked("postgresql://me:s@cret@host:5432/cdm?password=secret") == "postgresql://host:5432/cdm"
    assert postgres.masked("folder?") == "folder?"


def _without_headings(rows: Rows, folder: Path) -> Path:
    """CSV as some databases dump it: no line of headings, every column of the model in its order (5.2.2)."""
    orders = load_importer("omop").data["orders"]["tables"]
    folder.mkdir()
    for table, found in rows.items():
        columns = orders[table][0]["columns"]
        assert all(set(row) <= {*columns, "procedure_end_date"} for row in found)
        lines = ["\t".join("" if row.get(name) is None else str(row[name]) for name in columns) for row in found]
        (folder / f"{table}.csv").write_text("\n".join([*lines, ""] if lines else []), encoding="utf-8")
    return folder


def test_files_without_headings_are_read_in_the_order_of_the_model(
    expected: Path, tmp_path: Path, registry: Registry
) -> None:
    said: list[str] = []
    source = _without_headings(made_up().rows, tmp_path / "cdm")
    import_omop(tmp_path / "cohort", Choices(str(source)), registry, say=said.append)
    # An empty file has neither headings nor rows: no table.
    for table in ("dispensings", "diagnoses"):
        assert rows(tmp_path / "cohort", table) == rows(expected, table), table
    assert any(line.startswith("Assumed: drug_exposure.csv has no line of headings") for line in said)


def test_a_column_whose_place_is_not_certain_is_not_read() -> None:
    order = order_of("condition_occurrence", 16, "x.csv")
    # 5.3.1 and 5.4 have as many columns, and agree on the first eight alone, of those that are read.
    read = [name for name in order.columns if name in TABLES["condition_occurrence"]]
    assert read == [
        "condition_occurrence_id", "person_id", "condition_concept_id", "condition_start_date",
        "condition_start_datetime",
    ]  # fmt: skip
    assert {"5.3.1", "5.4"} <= set(order.models)


def test_a_first_line_that_is_neither_headings_nor_a_row_of_the_model_is_told(
    tmp_path: Path, registry: Registry
) -> None:
    source = as_csv(made_up().rows, tmp_path / "cdm")
    (source / "person.csv").write_text("patient,sex\n1,f\n", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"person\.csv has no line of headings") as raised:
        import_omop(tmp_path / "cohort", Choices(str(source)), registry)
    assert "18 columns, and this file has 2" in str(raised.value.remedy)
    assert not (tmp_path / "cohort").exists()


def test_a_folder_in_a_folder_is_named_and_another_table_is_no_piece_of_one(tmp_path: Path, registry: Registry) -> None:
    source = as_csv(made_up().rows, tmp_path / "wrapped" / "cdm")
    with pytest.raises(RegistryError, match="no table person") as raised:
        import_omop(tmp_path / "cohort", Choices(str(source.parent)), registry)
    assert str(source) in str(raised.value.remedy)
    said: list[str] = []
    for name in ("concept_class", "concept_synonym", "person_1", "drug_exposures"):
        (source / f"{name}.csv").write_text("a,b\n", encoding="utf-8")
    import_omop(tmp_path / "cohort", Choices(str(source)), registry, say=said.append)
    assert [line for line in said if "is not read" in line] == [
        "Assumed: drug_exposures.csv is not read: is it drug_exposure?",
        "Assumed: person_1.csv is not read: a table is one file, or a folder of Parquet files.",
    ]
