"""Puts the passes of a definition together, one for each combination of readings left open, as `merge` does."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.outcomes import Named, Planned
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sheet import Sheet
from trd_registry.cohorts.planning.sql import (
    FALSE,
    TRUE,
    UNKNOWN,
    all_of,
    any_of,
    case,
    largest,
    negate,
    number,
    smallest,
)


@dataclass(frozen=True, slots=True)
class PlannedPass:
    """What the rules say under one combination of readings."""

    applicable: str
    planned: Planned

    @property
    def outside(self) -> str:
        """Whether the patient is certainly out of scope here; TRUE or FALSE."""
        return {TRUE: FALSE, UNKNOWN: FALSE}.get(self.applicable, f"({self.applicable} IS FALSE)")


@dataclass(frozen=True, slots=True)
class Merged:
    """The columns of one definition; where ``applicable`` is FALSE the others mean nothing."""

    applicable: str
    verdict: str | None
    score: Number | None
    bands: Named | None
    stages: Named | None
    tiers: Named | None


def merge(passes: Sequence[PlannedPass], sheet: Sheet) -> Merged:
    """What all agree on is certain, the rest spans them; a pass that the patient is outside of says nothing."""
    first = passes[0].planned
    applicable = agreed([(one.applicable, FALSE) for one in passes])
    if len(passes) == 1:
        verdict = first.verdict if first.gives_verdict else None
        return Merged(applicable, verdict, first.score, first.bands, first.stages, first.tiers)
    _same([_shape(one.planned) for one in passes])
    return Merged(
        sheet.add(applicable),
        sheet.add(agreed([(one.planned.verdict, one.outside) for one in passes])) if first.gives_verdict else None,
        _hull([(one.planned.score, one.outside) for one in passes if one.planned.score is not None], sheet),
        _any_of([(one.planned.bands, one.outside) for one in passes], sheet),
        _any_of([(one.planned.stages, one.outside) for one in passes], sheet),
        _agreed_names([(one.planned.tiers, one.outside) for one in passes], sheet),
    )


def agreed(told: Sequence[tuple[str, str]]) -> str:
    """The truth on which all agree that are not outside, or unknown."""
    if len({truth for truth, _ in told}) == 1 and all(outside == FALSE for _, outside in told):
        return told[0][0]
    yes = all_of(any_of([outside, f"({truth} IS TRUE)"]) for truth, outside in told)
    no = all_of(any_of([outside, f"({truth} IS FALSE)"]) for truth, outside in told)
    return case([(yes, TRUE), (no, FALSE)], UNKNOWN)


def _shape(planned: Planned) -> object:
    names = [tuple(name for name, _ in part or ()) for part in (planned.bands, planned.stages, planned.tiers)]
    return planned.gives_verdict, planned.score is None, names


def _same(shapes: Sequence[object]) -> None:
    if any(one != shapes[0] for one in shapes):
        raise NotPlanned("a reading whose options give different stages, bands, tiers or scores")


def _any_of(passes: Sequence[tuple[Named | None, str]], sheet: Sheet) -> Named | None:
    if passes[0][0] is None:
        return None
    names = [name for name, _ in passes[0][0]]
    return tuple(
        (name, sheet.add(any_of(all_of([negate(outside), (told or ())[place][1]]) for told, outside in passes)))
        for place, name in enumerate(names)
    )


def _agreed_names(passes: Sequence[tuple[Named | None, str]], sheet: Sheet) -> Named | None:
    if passes[0][0] is None:
        return None
    names = [name for name, _ in passes[0][0]]
    return tuple(
        (name, sheet.add(agreed([((told or ())[place][1], outside) for told, outside in passes])))
        for place, name in enumerate(names)
    )


def _hull(scores: Sequence[tuple[Number, str]], sheet: Sheet) -> Number | None:
    """The smallest interval that holds every score; an end is open where every score that has it leaves it out."""
    if not scores:
        return None
    lower = sheet.add(smallest(case([(outside, number(inf))], one.lower) for one, outside in scores))
    upper = sheet.add(largest(case([(outside, number(-inf))], one.upper) for one, outside in scores))
    lower_open, upper_open = (
        all_of(
            any_of([outside, f"{getattr(one, name)} <> {end}", getattr(one, f"{name}_open")]) for one, outside in scores
        )
        for name, end in (("lower", lower), ("upper", upper))
    )
    return Number(lower, upper, sheet.add(lower_open), sheet.add(upper_open))
