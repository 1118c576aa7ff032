"""Numbers that are computed from the trials, for the solver: counts, sums, extremes, the nth start."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

from trd_registry.evaluating.bounds import within
from trd_registry.evaluating.measures import counted_as
from trd_registry.model.history import Trial
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bound, Bounds, Count, Extreme, Measure, NthStart, PatientNumber, Sum, TrialMeasure
from trd_registry.witnessing.arithmetic import as_number, bounded
from trd_registry.witnessing.days import days_within
from trd_registry.witnessing.logic import (
    Pair,
    Proposition,
    as_proposition,
    at_least,
    denied,
    every,
    exactly_when,
    how_many,
    number_of,
    solver,
    some,
    when,
)
from trd_registry.witnessing.sides import NotSearchable
from trd_registry.witnessing.space import Slot

if TYPE_CHECKING:
    from trd_registry.witnessing.statements import Statements


def measured(measure: Measure, bounds: Bounds, statements: "Statements") -> Pair:
    """Whether a measure over trials lies within bounds; what it is taken over is made known."""
    match measure:
        case Count():
            return exactly_when(how_many(counted(measure, statements), _fits(bounds)))
        case Sum():
            return exactly_when(bounded(_sum(measure, statements), bounds))
        case Extreme():
            return exactly_when(_extreme(measure, bounds, statements))
        case NthStart():
            return _nth_start(measure, bounds, statements)
    raise NotSearchable(f"{type(measure).__name__} at {measure.place} is not known to the search.", "")


def number(measure: Measure, statements: "Statements") -> Any:
    """A measure as a number of the solver, for scores and bands."""
    statements.has_sums = True
    match measure:
        case Count():
            return number_of(counted(measure, statements))
        case Sum():
            return _sum(measure, statements)
        case PatientNumber():
            return _patient_number(measure, statements)
    raise NotSearchable(f"{type(measure).__name__} at {measure.place} is not known to the search.", "")


def selected(measure: TrialMeasure, statements: "Statements") -> list[tuple[Slot, Proposition]]:
    """For each trial that it is among those measured."""
    found = []
    for slot in statements.space.slots:
        inside = some(statements.belongs(name, slot) for name in measure.of)
        if measure.where is not None:
            further = statements.of_trial(measure.where, slot)
            statements.definite.append(some([denied(inside), further.known]))
            inside = every([inside, further.yes])
        found.append((slot, inside))
    return found


def counted(measure: Count, statements: "Statements") -> list[Proposition]:
    """The things that are counted, each with that it is there: trials, treatments, classes, groups of them."""
    chosen = selected(measure, statements)
    if not measure.distinct:
        return [inside for _, inside in chosen]
    if measure.distinct == "augments":
        raise NotSearchable(f"Augmented trials are counted at {measure.place}, which the search cannot do.", "")
    labels: dict[str, list[Proposition]] = {}
    for slot, inside in chosen:
        for label, having in _labels(measure, slot, statements).items():
            labels.setdefault(label, []).append(every([inside, having]))
    different = [some(parts) for parts in labels.values()]
    # It follows, and is told because a solver is slow to see it: there are no more different things than trials.
    for number in range(1, len(chosen) + 1):
        enough = at_least([inside for _, inside in chosen], number)
        statements.definite.append(some([denied(at_least(different, number)), enough]))
    return different


def _labels(measure: Count, slot: Slot, statements: "Statements") -> dict[str, Proposition]:
    """What a trial can be counted as, each with that it is; an option that leaves it open is made impossible."""
    chosen = slot.by_fact["treatment"]
    found: dict[str, list[int]] = {}
    open_: list[int] = []
    for at, option in enumerate(chosen.point.options):
        trial = Trial(id="", place="trials[1]", facts=option.facts[statements.side])
        label = counted_as(trial, measure, statements.context)
        if label is not None and len(label) == 1:
            found.setdefault(min(label), []).append(at)
        else:
            open_.append(at)
    if open_:
        statements.definite.append(some([denied(slot.there), denied(chosen.among(open_))]))
    return {label: chosen.among(numbers) for label, numbers in found.items()}


def _fits(bounds: Bounds) -> Callable[[int], bool]:
    return lambda number: within(Interval.exactly(number), bounds) is True


def _figures(fact: str, slot: Slot, inside: Proposition, statements: "Statements") -> list[tuple[Proposition, float]]:
    """For each option with a figure, that the trial is measured and the option taken; none without one is possible."""
    chosen = slot.by_fact.get(fact)
    if chosen is None:
        raise NotSearchable(f"No point of a trial settles {fact}.", "")
    found = []
    for taken, option in zip(chosen.taken, chosen.point.options, strict=True):
        value = option.facts[statements.side].get(fact)
        if isinstance(value, Interval) and value.is_exact:
            found.append((every([inside, taken]), value.lower))
        else:
            statements.definite.append(denied(every([inside, taken])))
    return found


def _sum(measure: Sum, statements: "Statements") -> Any:
    z3 = solver()
    statements.has_sums = True
    terms = [z3.RealVal(0)]
    for slot, inside in selected(measure, statements):
        for taken, figure in _figures(measure.fact, slot, inside, statements):
            terms.append(z3.If(as_proposition(taken), z3.RealVal(as_number(figure)), z3.RealVal(0)))
    return z3.Sum(terms)


def _extreme(measure: Extreme, bounds: Bounds, statements: "Statements") -> Proposition:
    """That the largest (or smallest) figure fits: one that fits is there, and none beyond it."""
    found = [
        one
        for slot, inside in selected(measure, statements)
        for one in _figures(measure.fact, slot, inside, statements)
    ]
    beyond: Callable[[float, float], bool] = (
        (lambda one, other: one > other) if measure.which == "largest" else (lambda one, other: one < other)
    )
    none = Interval.exactly(-inf if measure.which == "largest" else inf)
    answers = []
    for figure in sorted({figure for _, figure in found}):
        if within(Interval.exactly(figure), bounds) is True:
            there = some(taken for taken, other in found if other == figure)
            answers.append(every([there, *(denied(taken) for taken, other in found if beyond(other, figure))]))
    if within(none, bounds) is True:
        answers.append(every(denied(taken) for taken, _ in found))
    return some(answers)


def _nth_start(measure: NthStart, bounds: Bounds, statements: "Statements") -> Pair:
    """Days since the nth start, by how many trials (or treatments) began so long ago.

    Never yet is before all days; without dates the day is unknown, unless there are too few trials.
    """
    chosen = selected(measure, statements)

    def began(fits: Callable[[Any], Proposition]) -> Proposition:
        early = [(slot, every([inside, fits(slot.began)])) for slot, inside in chosen]
        return at_least(_each_treatment(early, measure, statements), measure.nth)

    enough = at_least(_each_treatment(chosen, measure, statements), measure.nth)
    if not statements.space.asked.dated:
        return when(denied(enough), within(Interval.exactly(-inf), bounds) is True)
    known = some([statements.space.dated, denied(enough)])
    return when(known, every(_since(bound, began) for bound in bounds))


def _since(bound: Bound, began: Callable[[Callable[[Any], Proposition]], Proposition]) -> Proposition:
    by_then = began(lambda day: days_within(day, (replace(bound, comparator="at_least"),)))
    before = began(lambda day: days_within(day, (replace(bound, comparator="above"),)))
    return {
        "at_least": by_then,
        "above": before,
        "at_most": denied(before),
        "below": denied(by_then),
        "exactly": every([by_then, denied(before)]),
    }[bound.comparator]


def _each_treatment(
    early: Sequence[tuple[Slot, Proposition]], measure: NthStart, statements: "Statements"
) -> list[Proposition]:
    if not measure.distinct:
        return [inside for _, inside in early]
    labels: dict[str, list[Proposition]] = {}
    for slot, inside in early:
        for label, having in statements.labelled(slot.by_fact["treatment"], measure.distinct).items():
            labels.setdefault(label, []).append(every([inside, having]))
    return [some(parts) for parts in labels.values()]


def _patient_number(measure: PatientNumber, statements: "Statements") -> Any:
    """A number of the patient; an option that leaves it open is made impossible."""
    z3 = solver()
    chosen = statements.space.by_fact.get(measure.fact)
    if chosen is None:
        raise NotSearchable(f"No point of the patient settles {measure.fact}.", "")
    terms = [z3.RealVal(0)]
    for taken, option in zip(chosen.taken, chosen.point.options, strict=True):
        value = option.facts[statements.side].get(measure.fact)
        if isinstance(value, Interval) and value.is_exact:
            terms.append(z3.If(as_proposition(taken), z3.RealVal(as_number(value.lower)), z3.RealVal(0)))
        else:
            statements.definite.append(denied(taken))
    return z3.Sum(terms)
