"""Judges a history by a definition, with the versions of the vocabularies that the definition pins."""

from collections.abc import Mapping

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History


def judge(
    history: History, definition: Definition, registry: Registry, readings: Mapping[str, str] | None = None
) -> Result:
    """The result under the readings given, every other one at its default."""
    patient, vocabularies = registry.as_pinned(history, definition)
    return evaluate(patient, definition, vocabularies, readings)
