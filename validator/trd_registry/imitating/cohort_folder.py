"""The cohort folder in Parquet."""

from trd_registry.cohorts.simulating.writing import write_cohort as write

__all__ = ["write"]
