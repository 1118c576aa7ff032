"""The database that cohorts use: it fetches nothing, reaches nothing else and prints nothing by itself."""

from pathlib import Path

import duckdb
import pytest

from trd_registry.cohorts.needs import connected, quiet


def setting(connection: object, name: str) -> object:
    return connection.execute(f"SELECT current_setting('{name}')").fetchall()[0][0]  # type: ignore[attr-defined]


def test_it_prints_no_progress_and_fetches_nothing() -> None:
    connection = connected(threads="1")
    assert setting(connection, "enable_progress_bar") is False
    assert setting(connection, "autoinstall_known_extensions") is False
    assert setting(connection, "autoload_known_extensions") is False
    assert setting(connection, "threads") == 1


def test_a_cursor_is_quieted_by_itself() -> None:
    assert setting(quiet(connected().cursor()), "enable_progress_bar") is False


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that is none of the database's business."""
    path = tmp_path / "elsewhere" / "secret.csv"
    path.parent.mkdir()
    path.write_text("a\nsecret\n")
    return path


REACHES = (
    "FROM read_csv('{secret}')",
    "FROM read_text('{secret}')",
    "FROM '{secret}'",
    "FROM glob('{secret.parent}/*')",
    "FROM read_csv('{inside}/../elsewhere/secret.csv')",
    "COPY (SELECT 1) TO '{secret}'",
    "ATTACH '{secret.parent}/x.duckdb'",
    "EXPORT DATABASE '{secret.parent}/all'",
    "FROM read_csv('http://127.0.0.1:9/x.csv')",
    "FROM read_parquet('s3://bucket/x.parquet')",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "FROM a_variable_of_python",
)


@pytest.mark.parametrize("sql", REACHES)
def test_no_statement_reaches_other_files_or_the_network(sql: str, tmp_path: Path, secret: Path) -> None:
    inside = tmp_path / "cohort"
    inside.mkdir()
    a_variable_of_python = duckdb.sql("SELECT 1 AS a")
    assert a_variable_of_python is not None
    connection = connected(within=[inside], temp_directory=str(tmp_path / "spill"))
    with pytest.raises(duckdb.Error):
        found = connection.execute(sql.format(inside=inside, secret=secret)).fetchall()
        assert found != [], "nothing was seen"
        raise AssertionError(found)
    assert secret.read_text() == "a\nsecret\n"


def test_it_reads_and_writes_where_it_may_and_follows_links_that_stand_there(tmp_path: Path, secret: Path) -> None:
    inside = tmp_path / "cohort"
    inside.mkdir()
    (inside / "linked.csv").symlink_to(secret)
    connection = connected(within=[inside], temp_directory=str(tmp_path / "spill"))
    connection.execute(f"COPY (SELECT 1 AS a) TO '{inside}/x.parquet'")
    assert connection.execute(f"FROM read_parquet('{inside}/*.parquet')").fetchall() == [(1,)]
    assert connection.execute(f"FROM read_csv('{inside}/linked.csv')").fetchall() == [("secret",)]
    another = secret.with_name("another.csv")
    another.write_text("a\nsecret\n")
    (inside / "later.csv").symlink_to(another)
    with pytest.raises(duckdb.Error):
        connection.execute(f"FROM read_csv('{inside}/later.csv')").fetchall()
