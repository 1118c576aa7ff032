"""The libraries of the extra ``spark``, imported only when it is asked for."""

from typing import Any

from trd_registry.model.errors import RegistryError


def translating() -> Any:
    """The module that translates statements; raises RegistryError, saying what to install, where sqlglot is missing."""
    try:
        from trd_registry.cohorts.spark import translating as found
    except ImportError:
        raise RegistryError(
            "Judging with Apache Spark needs sqlglot, which is not installed.",
            "Install it: pip install 'trd-registry[spark]'",
        ) from None
    return found
