"""Joins courses into regimens: stretches of time on one and the same set of treatments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from trd_registry.evaluating.records.courses import Course, Unclear, allows, treatment_of
from trd_registry.model.interval import Interval
from trd_registry.model.record_rules import DispensingRule


@dataclass(frozen=True, slots=True)
class Regimen:
    """A stretch of time on one set of treatments."""

    courses: tuple[Course, ...]
    start: int
    end: float
    #: Whether dispensings after the record may prolong it.
    may_go_on: bool = False


#: Days that stand for a course that goes on long after the record.
_LONG = 100_000


def regimens_with_open_ends(
    courses: Sequence[Course], may_go_on: Sequence[bool], rule: DispensingRule
) -> tuple[list[Regimen], int | None]:
    """The regimens where some courses may go on after the record.

    And the day from which it is unclear which regimens there are, because it depends on how long they go on.
    """
    seen = regimens_of(courses, rule)
    if not any(may_go_on):
        return seen, None
    prolonged = [
        replace(one, end=one.end.plus(Interval.exactly(_LONG))) if goes_on else one
        for one, goes_on in zip(courses, may_go_on, strict=True)
    ]
    longer = regimens_of(prolonged, rule)
    certain: list[Regimen] = []
    for one, other in zip(seen, longer, strict=False):
        if (name_of(one), one.start) != (name_of(other), other.start):
            break
        certain.append(replace(one, may_go_on=one.end != other.end))
    rest = [*seen[len(certain) :], *longer[len(certain) :]]
    if certain and rest and certain[-1].may_go_on:
        rest.append(certain.pop())
    return certain, min((one.start for one in rest), default=None)


def regimens_of(courses: Sequence[Course], rule: DispensingRule) -> list[Regimen]:
    """The regimens, in order of time.

    Where treatments overlap for fewer days than the rule asks, the overlap is a change from one to
    the next: it belongs to the one that began last. Raises Unclear where an end is not known.
    """
    for course in courses:
        if not course.end.is_exact:
            raise Unclear(f"{course.entries[-1].place}.days")
    stretches = _stretches(courses, rule)
    regimens: list[Regimen] = []
    for taken, start, end in stretches:
        last = regimens[-1] if regimens else None
        if last is not None and _names(last.courses) == _names(taken) and allows(start - last.end, rule.gap):
            both = (*last.courses, *(one for one in taken if one not in last.courses))
            regimens[-1] = Regimen(both, last.start, end)
        else:
            regimens.append(Regimen(tuple(taken), start, end))
    return regimens


def name_of(regimen: Regimen) -> str:
    """The treatments of a regimen, in alphabetical order: ``quetiapine + sertraline``."""
    return " + ".join(sorted(_names(regimen.courses)))


def as_course(regimen: Regimen) -> Course:
    """The regimen as one stretch of time."""
    entries = sorted((entry for course in regimen.courses for entry in course.entries), key=lambda one: one.day)
    return Course(tuple(entries), regimen.start, Interval.exactly(regimen.end))


def _stretches(courses: Sequence[Course], rule: DispensingRule) -> list[tuple[list[Course], int, float]]:
    edges = sorted({one.start for one in courses} | {int(one.end.lower) for one in courses})
    found = []
    for start, end in pairwise(edges):
        taken = [one for one in courses if one.start <= start and one.end.lower >= end]
        taken = [one for one in taken if not _gives_way(one, taken, rule)]
        if taken:
            found.append((taken, start, float(end)))
    return found


def _gives_way(course: Course, taken: Sequence[Course], rule: DispensingRule) -> bool:
    """Whether a short overlap is no combination: the earlier treatment runs out, or the later was only tried."""
    for other in taken:
        if other is course or min(course.end.lower, other.end.lower) - max(course.start, other.start) >= rule.together:
            continue
        runs_out = course.start < other.start and course.end.lower <= other.end.lower
        was_tried = course.start > other.start and course.end.lower < other.end.lower
        if runs_out or was_tried:
            return True
    return False


def _names(courses: Sequence[Course]) -> frozenset[str]:
    return frozenset(treatment_of(entry) for course in courses for entry in course.entries)
