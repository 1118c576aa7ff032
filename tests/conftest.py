"""Fixtures shared by all tests."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from spark_runs import why_not
from trd_registry.api import registry as shared_registry
from trd_registry.loading.registry import Registry
from trd_registry.model.vocabulary import Vocabularies

#: Files that take longest come first, so that no process is left alone with one of them in the end; the first of them
#: builds the site, at which the other files of its folder look last.
FIRST = (
    "browser/test_files.py",
    "properties/test_spark.py",
    "acceptance/test_cohort_spark.py",
    "registry/test_cases.py",
    "properties/test_batch.py",
    "properties/test_cohort_rows.py",
    "properties/test_settled_cohorts.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts files into an order in which several processes are done with them at the same time."""
    items.sort(key=lambda item: _turn(item.path))


def _turn(path: Path) -> int:
    name = f"{path.parent.name}/{path.name}"
    if name in FIRST:
        return FIRST.index(name)
    return len(FIRST) + (path.parent.name == "browser")


@pytest.fixture(scope="session")
def registry() -> Registry:
    return shared_registry()


@pytest.fixture(scope="session")
def vocabularies(registry: Registry) -> Vocabularies:
    return registry.vocabularies


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session of Apache Spark on two threads; tests that ask for it are skipped where it cannot be had."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    from trd_registry.cohorts.spark.session import session

    with ExitStack() as opened:
        # One collector is enough for so little; for this Java alone.
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC")
            found = opened.enter_context(session("local[2]"))
        # Few rows in many parts would be nothing but waiting.
        found.conf.set("spark.sql.shuffle.partitions", "2")
        yield found
