"""The database that cohorts use: it fetches nothing and prints nothing by itself."""

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
