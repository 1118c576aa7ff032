"""Fixtures shared by all tests."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from spark_runs import why_not
from trd_registry.api import registry as shared_registry
from trd_registry.loading.registry import Registry
from trd_registry.model.vocabulary import Vocabularies


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares something dear (the built site, Spark, the fixtures of a file) stays in one process."""
    for item in items:
        if item.path.parent.name == "browser":
            group = "browser"
        elif "spark" in getattr(item, "fixturenames", ()):
            group = "spark"
        else:
            group = str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


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

    # Most of a short run is the work of Java's compiler: the quick half of it is enough.
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    with session("local[2]") as found:
        # Few rows in many parts would be nothing but waiting.
        found.conf.set("spark.sql.shuffle.partitions", "2")
        yield found
