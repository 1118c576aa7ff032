"""Published definitions of treatment-resistant depression as data: run them, compare them, cite them.

    from trd_registry import load_history, evaluate

    result = evaluate(load_history("case.yaml"), "markowitz-2022@1.0.0")

A research tool, not medical advice.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trd_registry.api import compare, evaluate, load_history, registry
    from trd_registry.comparing.comparison import Comparison
    from trd_registry.evaluating.result import MissingFact, Result
    from trd_registry.loading.registry import Registry
    from trd_registry.model.errors import RegistryError
    from trd_registry.model.finding import Finding, InvalidInput
    from trd_registry.model.history import History, Trial

__all__ = [
    "Comparison",
    "Finding",
    "History",
    "InvalidInput",
    "MissingFact",
    "Registry",
    "RegistryError",
    "Result",
    "Trial",
    "compare",
    "evaluate",
    "load_history",
    "registry",
]

_HOMES = {
    "Comparison": "comparing.comparison",
    "Finding": "model.finding",
    "History": "model.history",
    "InvalidInput": "model.finding",
    "MissingFact": "evaluating.result",
    "Registry": "loading.registry",
    "RegistryError": "model.errors",
    "Result": "evaluating.result",
    "Trial": "model.history",
    "compare": "api",
    "evaluate": "api",
    "load_history": "api",
    "registry": "api",
}


def __getattr__(name: str) -> Any:
    """Loads a public name when it is first used, so that importing the package costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
