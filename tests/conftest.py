"""Fixtures shared by all tests."""

import pytest

from trd_registry.loading.registry import Registry
from trd_registry.model.vocabulary import Vocabularies


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry()


@pytest.fixture(scope="session")
def vocabularies(registry: Registry) -> Vocabularies:
    return registry.vocabularies
