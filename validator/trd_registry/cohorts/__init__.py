"""Many histories at once: reading them from tables, making synthetic ones, judging them together."""

from importlib import import_module
from typing import Any

__all__ = ["CohortReport"]


def __getattr__(name: str) -> Any:
    """The report for notebooks. It is made in a later room; this is only the door at which users look for it."""
    if name != "CohortReport":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("trd_registry.reporting.cohort_report.notebook").CohortReport
