"""Turns what the solver found into a history file, and reads it back as any file is read."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from trd_registry.loading.document import Document
from trd_registry.loading.history import history_from
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.witnessing.options import merged
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.told_by_solver import Found


def history_data(found: Found, name: str, usual: Plausible) -> dict[str, Any]:
    """The plain data of a history file; dates are counted back from the usual day."""
    trials = [dict(trial) for trial in found.trials]
    data: dict[str, Any] = {"history": 1, "id": name}
    if found.days:
        data["as_of"] = usual.as_of.isoformat()
        for trial, (began, ended) in zip(trials, found.days, strict=True):
            trial.pop("weeks", None)
            trial["start"] = (usual.as_of - timedelta(days=began)).isoformat()
            trial["end"] = (usual.as_of - timedelta(days=ended)).isoformat()
    return merged(data, {"complete": "all"}, found.patient, {"trials": trials})


def read_back(data: Mapping[str, Any], vocabularies: Vocabularies) -> History:
    """The history that a reader of the file gets; raises InvalidInput where the file would be refused."""
    return history_from(Document("", dict(data)), vocabularies)
