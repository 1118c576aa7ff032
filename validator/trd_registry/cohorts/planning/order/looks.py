"""What is asked of other trials: each question once, in layers, since a set may itself depend on what came after."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from trd_registry.cohorts.planning.sheet import Sheet
from trd_registry.cohorts.planning.sql import NONE, quoted
from trd_registry.model.history import Trial

_COLUMN = re.compile(r'"order_\d+"')


class Look(Protocol):
    """One condition on a trial that looks at the other trials of the patient."""

    @property
    def sets(self) -> tuple[str, ...]:
        """Columns that say whether the other trial is in the sets that are asked for."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of either trial that are looked at."""
        ...

    def value(self, name: str, source: str) -> tuple[Sequence[str], str, str]:
        """Subqueries after a source that has the aggregates, the name of the last, and the answer on it."""
        ...


@runtime_checkable
class PairLook(Look, Protocol):
    """One that judges pairs of the trial (``this``) and each ``other`` of the patient.

    An ``other`` that is not listed is a stand-in: its ``sort`` is not 0. A pair is left out where both are the same
    listed trial.
    """

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns of either trial that its aggregates look at."""
        ...

    def hit(self) -> str:
        """What a pair adds to the answer, as a small whole number; 0 for nothing."""
        ...

    def aggregates(self, hit: str, name: str) -> Mapping[str, str]:
        """Columns over the pairs of one trial, by names that begin with ``name``; absent where no pair has a hit."""
        ...


@dataclass
class Looks:
    """All conditions that look at other trials, and the selections in which a stand-in may depend on the patient."""

    _names: dict[Look, str] = field(default_factory=dict)
    _layers: dict[str, int] = field(default_factory=dict)
    _selections: dict[str, str] = field(default_factory=dict)
    #: The sorts of unlisted trials that may be among those looked at or selected, by their bits.
    stand_ins: dict[int, Trial] = field(default_factory=dict)

    def add(self, look: Look, stand_ins: Mapping[int, Trial], trial: Sheet) -> str:
        """The column of the trials that has the answer."""
        self.stand_ins.update(stand_ins)
        if look not in self._names:
            name = quoted(f"order_{len(self._names) + 1}")
            self._names[look] = name
            self._layers[name] = 1 + max(
                (self._layers[one] for one in self.used("\n".join(look.sets), trial)), default=0
            )
        return self._names[look]

    def used(self, wanted: str, trial: Sheet) -> set[str]:
        """The columns of order that a text on trials rests on."""
        return set(_COLUMN.findall("\n".join([wanted, *trial.texts(wanted).values()])))

    def unlisted(self, belongs: str, stand_ins: Mapping[int, Trial]) -> str:
        """The sorts of which unlisted trials may be selected, as bits: a text on the table of patients."""
        self.stand_ins.update(stand_ins)
        name = self._selections.setdefault(belongs, quoted(f"unlisted_{len(self._selections) + 1}"))
        return f"coalesce({name}, {NONE})"

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self._names)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of all answers."""
        return tuple(self._layers)

    @property
    def layers(self) -> Sequence[Mapping[Look, str]]:
        """The conditions with their columns: each layer looks at sets that rest on those before it."""
        found: list[dict[Look, str]] = [{} for _ in range(max(self._layers.values(), default=0))]
        for look, name in self._names.items():
            found[self._layers[name] - 1][look] = name
        return found

    @property
    def selections(self) -> Mapping[str, str]:
        """Whether a trial is selected (a column of trials), and the column of patients with the sorts that may be."""
        return self._selections
