"""Published definitions of treatment-resistant depression as data: run them, compare them, cite them.

    from trd_registry import load_history, evaluate

    result = evaluate(load_history("case.yaml"), "markowitz-2022@1.0.0")

A research tool, not medical advice.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trd_registry.api import compare, evaluate, evaluate_cohort, evaluate_readings, load_history, registry
    from trd_registry.cohorts.running.evaluate_cohort import CohortRun
    from trd_registry.comparing.comparison import Comparison
    from trd_registry.comparing.multiverse.multiverse import Multiverse
    from trd_registry.evaluating.result import MissingFact, Result
    from trd_registry.evaluating.trace import Trace
    from trd_registry.loading.registry import Registry
    from trd_registry.model.definition import Definition, Option, Reading
    from trd_registry.model.errors import (
        NotExecutable,
        RegistryError,
        UnknownDefinition,
        UnknownOption,
        UnknownReading,
        UnknownVersion,
        UnknownVocabulary,
    )
    from trd_registry.model.finding import Finding, InvalidInput
    from trd_registry.model.history import History, Trial
    from trd_registry.model.interval import Interval
    from trd_registry.reporting.cohort_report.notebook import CohortReport

__all__ = [
    "CohortReport",
    "CohortRun",
    "Comparison",
    "Definition",
    "Finding",
    "History",
    "Interval",
    "InvalidInput",
    "MissingFact",
    "Multiverse",
    "NotExecutable",
    "Option",
    "Reading",
    "Registry",
    "RegistryError",
    "Result",
    "Trace",
    "Trial",
    "UnknownDefinition",
    "UnknownOption",
    "UnknownReading",
    "UnknownVersion",
    "UnknownVocabulary",
    "compare",
    "evaluate",
    "evaluate_cohort",
    "evaluate_readings",
    "load_history",
    "registry",
]

_HOMES = {
    "CohortReport": "reporting.cohort_report.notebook",
    "CohortRun": "cohorts.running.evaluate_cohort",
    "Comparison": "comparing.comparison",
    "Definition": "model.definition",
    "Finding": "model.finding",
    "History": "model.history",
    "Interval": "model.interval",
    "InvalidInput": "model.finding",
    "MissingFact": "evaluating.result",
    "Multiverse": "comparing.multiverse.multiverse",
    "NotExecutable": "model.errors",
    "Option": "model.definition",
    "Reading": "model.definition",
    "Registry": "loading.registry",
    "RegistryError": "model.errors",
    "Result": "evaluating.result",
    "Trace": "evaluating.trace",
    "Trial": "model.history",
    "UnknownDefinition": "model.errors",
    "UnknownOption": "model.errors",
    "UnknownReading": "model.errors",
    "UnknownVersion": "model.errors",
    "UnknownVocabulary": "model.errors",
    "compare": "api",
    "evaluate": "api",
    "evaluate_cohort": "api",
    "evaluate_readings": "api",
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
