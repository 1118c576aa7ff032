"""The functions a notebook or script calls."""

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trd_registry.comparing.comparison import Comparison
from trd_registry.comparing.comparison import compare as _compare
from trd_registry.evaluating.evaluate import evaluate as _evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.history import load_history as _load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History

if TYPE_CHECKING:
    from trd_registry.cohorts.running.evaluate_cohort import CohortRun
    from trd_registry.comparing.multiverse.multiverse import Multiverse


@cache
def registry() -> Registry:
    """The registry that comes with this package: every definition, vocabulary and reference history.

    The same object on every call; a file is read when it is first asked for, and never written.
    """
    return Registry()


def load_history(path: str | os.PathLike[str]) -> History:
    """Reads one treatment history (YAML, checked against schema/history.schema.json).

    Doses are in mg a day, durations in weeks, improvement in percent of the score at the start. A figure may
    be bounded (``weeks: {at_least: 6}``) or left out: what is not stated stays unknown.

    Args:
        path: The file. Names of treatments are looked up in the latest vocabularies.

    Returns:
        The history, to be given to `evaluate` and `compare` as often as you like.

    Raises:
        InvalidInput: where there is no such file or it cannot be used; with every finding: what is wrong, on
            which line and column, and what to do.
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
        UnknownDefinition: where the registry has no such definition.
        UnknownVersion: where it has the definition, but not in this version.
        UnknownReading: where the definition has no such reading.
        UnknownOption: where the reading has no such option.
        NotExecutable: where the definition is a record without rules.
        InvalidInput: where the definition pins a vocabulary that does not know a name in the history.
    """
    chosen = registry().get(definition) if isinstance(definition, str) else definition
    patient, vocabularies = registry().as_pinned(history, chosen)
    return _evaluate(patient, chosen, vocabularies, readings)


def evaluate_readings(
    history: History, definition: str | Definition, fixed: Mapping[str, str] | None = None
) -> "Multiverse":
    """Judges a history under every combination of options of the readings, to see whether the verdict depends on them.

    Args:
        history: From `load_history`.
        definition: ``id`` for the latest version, ``id@version`` for that one, or a definition.
        fixed: Readings that keep one option; every other is varied.

    Returns:
        ``outcomes`` (under how many of the ``combinations`` which verdict, stages or score in points), the ``single``
        readings that turn the verdict under the default readings, and where no single one does, the smallest sets
        that do ``together``. Where there are too many combinations, ``judged`` is less and ``is_complete`` false.

    Raises:
        RegistryError: as `evaluate` does.
    """
    from trd_registry.comparing.multiverse.multiverse import multiverse

    chosen = registry().get(definition) if isinstance(definition, str) else definition
    patient, vocabularies = registry().as_pinned(history, chosen)
    return multiverse(patient, chosen, vocabularies, fixed)


def compare(histories: History | Iterable[History], *definitions: str) -> Comparison:
    """Judges histories by several definitions, side by side, each at its default readings.

    Args:
        histories: One history or several. Each needs an id of its own: results are kept by it.
        definitions: ``id`` or ``id@version`` of each; without any, every released one at its latest version.

    Returns:
        The results in the order of the histories and definitions given.

    Raises:
        RegistryError: as `evaluate` does, and before anything is judged where a definition is not known.
    """
    chosen = [registry().get(one) for one in definitions] or registry().released()
    several = [histories] if isinstance(histories, History) else list(histories)
    return _compare(several, chosen, evaluate)


def evaluate_cohort(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    definitions: Iterable[str] = (),
    readings: Mapping[str, Mapping[str, str]] | None = None,
    *,
    sample: int = 100,
    dates: bool = False,
) -> "CohortRun":
    """Judges every person of a cohort, as ``trd cohort evaluate`` does. Needs the extra ``cohort``.

    Args:
        folder: A cohort folder (schema/COHORT.md), written by you or by ``trd import``.
        out: A new folder for the results (schema/RESULTS.md): it appears whole, or not at all.
        definitions: ``id`` or ``id@version`` of each; without any, every released one at its latest version.
        readings: The options to take, by definition and reading: ``{"trsm-1997": {"ladder": "highest-rung"}}``.
        sample: For so many persons, drawn by a fixed rule, the facts are worked out that would settle an open answer.
        dates: Whether to work out when a definition came to be met as well; it takes longer.

    Returns:
        How many persons were judged, and what became of every row. The answers stand in the folder, for
        `CohortReport` or any reader of Parquet.

    Raises:
        RegistryError: where the extra is missing, the folder of the results is there already, or as `evaluate` does.
        InvalidInput: where a table of the cohort cannot be used at all.
    """
    from trd_registry.cohorts.running.evaluate_cohort import evaluate_cohort as run
    from trd_registry.reporting.receipt import engine_version

    chosen = [registry().get(one) for one in definitions] or registry().released()
    return run(
        Path(folder), Path(out), chosen, registry(), readings, version=engine_version(), sample=sample, dates=dates
    )
