"""Whether another trial begins so much later: the one that begins last tells, and no pairs are needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.order.days import DATES
from trd_registry.cohorts.planning.sql import any_of
from trd_registry.model.nodes import Bounds

_STARTED_LO, _STARTED_HI = DATES[:2]


@dataclass(frozen=True, slots=True)
class Later:
    """What is asked where nothing counts but how much later the other trial begins, at least."""

    sets: tuple[str, ...]
    floors: Bounds

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of a trial that are looked at."""
        return (_STARTED_LO, _STARTED_HI)

    @property
    def belongs(self) -> str:
        """Whether a trial is in one of the sets."""
        return any_of(self.sets)

    def aggregates(self, name: str) -> Mapping[str, str]:
        """Over all trials of a patient, unlisted ones too: how few days ago one began for certain, and perhaps.

        Of the possible ones the two last are kept: a trial whose own days are not known does not follow itself.
        """
        certain = f"FILTER (WHERE {self.belongs} AND sort = 0)"
        return {
            f"{name}_certain": f"min({_STARTED_HI}) {certain}",
            f"{name}_possible": f"min({_STARTED_LO}, 2) FILTER (WHERE ({self.belongs}) IS NOT FALSE)",
        }

    def itself(self) -> str:
        """Whether this trial is a listed one that may be in the sets."""
        return f"(sort = 0 AND ({self.belongs}) IS NOT FALSE)"

    def value(self, name: str, source: str) -> tuple[Sequence[str], str, str]:
        """The answer."""
        own = f"{name}_itself AND {_STARTED_LO} = {name}_possible[1]"
        last = f"CASE WHEN {own} THEN {name}_possible[2] ELSE {name}_possible[1] END"
        lower = f"({_STARTED_LO} - coalesce({name}_certain, 'infinity'::DOUBLE))"
        days = Number(lower, f"({_STARTED_HI} - {last})").within(self.floors)
        return (), source, f"CASE WHEN {last} IS NULL THEN FALSE ELSE {days} END"


def as_floors(bounds: Bounds) -> Bounds | None:
    """The bounds, where they ask for nothing but that it be later: no trial then comes after itself."""
    later = all(
        (one.comparator == "at_least" and one.figure > 0) or (one.comparator == "above" and one.figure >= 0)
        for one in bounds
    )
    return bounds if later and bounds else None
