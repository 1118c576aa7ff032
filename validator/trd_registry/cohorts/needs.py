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
