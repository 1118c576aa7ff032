"""The libraries that only cohorts need; they are imported when a cohort is judged, and not before."""

from importlib import import_module
from typing import Any

from trd_registry.model.errors import RegistryError


def duckdb() -> Any:
    """The module of DuckDB; raises RegistryError, saying what to install, where it is missing."""
    return _module("duckdb")


def pyarrow() -> Any:
    """The module of Apache Arrow; raises RegistryError, saying what to install, where it is missing."""
    return _module("pyarrow")


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise RegistryError(
            f"Judging a cohort needs {name}, which is not installed.", "pip install 'trd-registry[cohort]'"
        ) from None
