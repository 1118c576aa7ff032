"""The functions a notebook or script calls."""

import os
from collections.abc import Iterable, Mapping
from functools import cache

from trd_registry.comparing.comparison import Comparison
from trd_registry.comparing.comparison import compare as _compare
from trd_registry.evaluating.evaluate import evaluate as _evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.history import load_history as _load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History


@cache
def registry() -> Registry:
    """The registry that comes with this package, read once."""
    return Registry()


def load_history(path: str | os.PathLike[str]) -> History:
    """Reads one treatment history (YAML, schema/history.schema.json).

    Raises:
        InvalidInput: with every finding: what is wrong, on which line and column, and what to do.
    """
    return _load_history(path, registry().vocabularies)


def evaluate(history: History, definition: str | Definition, readings: Mapping[str, str] | None = None) -> Result:
    """Judges a history by a definition.

    Args:
        history: From `load_history`.
        definition: ``id`` for the latest version, ``id@version`` for that one, or a definition.
        readings: The option to take for a reading, ``{"adequate-weeks": "weeks-8"}``; every other
            reading takes its default. A reading without a default spans all its options.

    Returns:
        The verdict, stages or score, each as what is still possible; the facts that are missing, those
        that would decide first; and the trace. Scores are in the points of the definition.

    Raises:
        UnknownDefinition: where the registry has no such definition or version.
        UnknownReading: where the definition has no such reading or option.
        NotExecutable: where the definition is a record without rules.
        InvalidInput: where the definition pins a vocabulary that does not know a name in the history.
    """
    chosen = registry().get(definition) if isinstance(definition, str) else definition
    patient, vocabularies = registry().as_pinned(history, chosen)
    return _evaluate(patient, chosen, vocabularies, readings)


def compare(histories: History | Iterable[History], *definitions: str) -> Comparison:
    """Judges histories by several definitions, side by side.

    Without definitions, every released one is used. Raises as `evaluate` does.
    """
    chosen = [registry().get(one) for one in definitions] or registry().released()
    several = [histories] if isinstance(histories, History) else list(histories)
    return _compare(several, chosen, evaluate)
