"""The libraries of the extra ``cohort``, imported only where they are needed."""

from importlib import import_module
from typing import Any

from trd_registry.model.errors import RegistryError


def needed(name: str) -> Any:
    """The library of this name; raises RegistryError, which says what to install, where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise RegistryError(
            f"Cohorts need {package}, which is not installed.", "Install it: pip install 'trd-registry[cohort]'"
        ) from None


def connected(file: str = ":memory:", **settings: str) -> Any:
    """A DuckDB database with these settings, which fetches nothing from outside and prints nothing by itself."""
    fetches = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return quiet(needed("duckdb").connect(file, config={**fetches, **settings}))


def quiet(connection: Any) -> Any:
    """The same connection or cursor, which shows no progress: standard output is for data."""
    connection.execute("SET enable_progress_bar = false")
    return connection
