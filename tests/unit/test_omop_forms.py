"""Every form in which a source comes gives the same cohort, PostgreSQL among them where a server is found."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from omop_tables import as_athena, as_csv, as_duckdb, as_parquet, as_sqlite, made_up, sql_of
from trd_registry.importing.importer import Importer, Judged
from trd_registry.importing.omop import postgres
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
