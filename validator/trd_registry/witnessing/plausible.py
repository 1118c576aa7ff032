"""What a constructed patient usually looks like: read from ``definitions/witness/plausible.yaml``, a judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from trd_registry.loading.data_root import data_root
from trd_registry.loading.shaped_file import read_shaped

Plain: TypeAlias = str | float | bool

FILE = Path("definitions", "witness", "plausible.yaml")


@dataclass(frozen=True)
class Plausible:
    """Usual values, the most usual first, by the names of schema/HISTORY.md."""

    #: The day on which a dated history stands.
    as_of: date
    #: With how many trials a search ends, unless told otherwise.
    most_trials: int
    #: The same for relations of many definitions where one looks at dates, which takes much longer.
    most_dated_trials: int
    patient: Mapping[str, tuple[Plain, ...]]
    trial: Mapping[str, tuple[Plain, ...]]
    #: Fact of a trial -> the modalities of which it is told at all; a fact that is not here is told of all.
    of: Mapping[str, frozenset[str]]
    #: Treatments by their ids.
    treatments: tuple[str, ...] = field(default=())

    def rank(self, treatment: str) -> tuple[int, str]:
        """By what treatments are sorted: the usual ones first, then by name."""
        known = treatment in self.treatments
        return (self.treatments.index(treatment) if known else len(self.treatments), treatment)


def plausible(root: Path | None = None) -> Plausible:
    """The usual values of the registry in this folder; raises InvalidInput where the file is not as its schema says."""
    data = read_shaped((root or data_root()) / FILE, "plausible").value
    return Plausible(
        as_of=date.fromisoformat(data["as_of"]),
        most_trials=data["most_trials"],
        most_dated_trials=data["most_dated_trials"],
        patient={name: tuple(values) for name, values in data["patient"].items()},
        trial={name: tuple(one["usual"]) for name, one in data["trial"].items()},
        of={name: frozenset(one["of"]) for name, one in data["trial"].items() if "of" in one},
        treatments=tuple(data["treatments"]),
    )
