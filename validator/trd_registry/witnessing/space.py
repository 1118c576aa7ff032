"""Every history that a search looks at: the points of the patient and of each trial, written for the solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from trd_registry.model.choice import Choice
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.days import day
from trd_registry.witnessing.logic import Proposition, denied, every, solver, some
from trd_registry.witnessing.options import Filler, Option, Point
from trd_registry.witnessing.patient_points import patient_points
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.treatment_point import treatment_point
from trd_registry.witnessing.trial_points import trial_points


@dataclass(frozen=True, eq=False)
class Chosen:
    """One point as the solver sees it: a proposition for each option, exactly one of which holds."""

    point: Point
    taken: tuple[Proposition, ...]
    _asked: dict[tuple[int, ...], Proposition] = field(default_factory=dict)

    @classmethod
    def of(cls, point: Point, where: str) -> "Chosen":
        """A point with one option needs no question."""
        if len(point.options) == 1:
            return cls(point, (True,))
        z3 = solver()
        return cls(point, tuple(z3.Bool(f"{where}.{point.name}.{number}") for number in range(len(point.options))))

    def among(self, numbers: Sequence[int]) -> Proposition:
        """That the option taken is one of these."""
        key = tuple(numbers)
        if key not in self._asked:
            self._asked[key] = self._among(key)
        return self._asked[key]

    def _among(self, numbers: tuple[int, ...]) -> Proposition:
        if len(self.taken) < 2 * len(numbers):
            wanted = set(numbers)
            return denied(some(one for number, one in enumerate(self.taken) if number not in wanted))
        return some(self.taken[number] for number in numbers)

    @property
    def one_only(self) -> Proposition:
        """That exactly one option is taken."""
        z3 = solver()
        if len(self.taken) == 1:
            return True
        return every([z3.Or(*self.taken), z3.AtMost(*self.taken, 1)])


@dataclass(frozen=True, eq=False)
class Slot:
    """One trial that may be there."""

    number: int
    there: Proposition
    points: Sequence[Chosen]
    #: Days ago on which it began and ended; None where no rule looks at dates.
    began: Any = None
    ended: Any = None

    @cached_property
    def by_fact(self) -> dict[str, Chosen]:
        """The point that settles each fact."""
        return {fact: one for one in self.points for fact in one.point.settles}


@dataclass(frozen=True, eq=False)
class Space:
    """All points of a history with at most so many trials."""

    asked: Asked
    patient: Sequence[Chosen]
    slots: Sequence[Slot]
    #: Whether the trials carry dates.
    dated: Proposition
    #: That the trial of the first number augments that of the second; empty where no rule asks for it.
    links: Mapping[tuple[int, int], Proposition]

    @cached_property
    def by_fact(self) -> dict[str, Chosen]:
        """The point that settles each fact of the patient."""
        return {fact: one for one in self.patient for fact in one.point.settles}

    @classmethod
    def of(cls, asked: Asked, filler: Filler, usual: Plausible, most: int) -> "Space":
        """The space of two definitions: every value that one of them tells from another stands in it."""
        z3 = solver()
        treatment = treatment_point(asked, filler, usual, most)
        others = trial_points(asked, filler, usual)
        slots = []
        for number in range(most):
            where = f"trial{number}"
            points = [Chosen.of(point, where) for point in (treatment, *others)]
            days = [day(f"{where}.{name}") for name in ("began", "ended")] if asked.dated else [None, None]
            slots.append(Slot(number, z3.Bool(f"{where}.there"), points, *days))
        patient = [Chosen.of(point, "patient") for point in patient_points(asked, filler, usual)]
        links = {
            (one, other): z3.Bool(f"trial{one}.augments{other}")
            for one in range(most)
            for other in range(most)
            if one != other and "augmented" in asked.of_trial
        }
        return cls(asked, patient, slots, z3.Bool("dated") if asked.dated else False, links)


def options_with(chosen: Chosen, fact: str, values: frozenset[str], side: int = 0) -> list[int]:
    """The options under which a category certainly has one of these values."""
    found = []
    for number, option in enumerate(chosen.point.options):
        value: Choice = _category(option, fact, side)
        if value is not None and value <= values:
            found.append(number)
    return found


def _category(option: Option, fact: str, side: int) -> Choice:
    value = option.facts[side].get(fact)
    return value if isinstance(value, frozenset) else None
