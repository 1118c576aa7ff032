"""Turns courses into trials: facts of one stretch of treatment, and of what may lie outside the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from trd_registry.evaluating.records.courses import Course, allows, longest_reach, treatment_of
from trd_registry.model.facts import MODALITIES, Value
from trd_registry.model.history import DAYS_A_WEEK, Trial
from trd_registry.model.interval import Interval, hull
from trd_registry.model.record_rules import DispensingRule
from trd_registry.model.records import Records


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that facts of trials are counted from (ordinals)."""

    as_of: int
    #: The index event; None where there is none or it is not known.
    index: int | None
    #: First and last day of the record.
    first: int
    last: int
    #: Whether other entries may exist before and after the record.
    open_before: bool
    open_after: bool

    def facts(self, start: Interval, end: Interval) -> dict[str, Value]:
        """Start and end as days ago and, where there is an index event, as days after it."""
        found: dict[str, Value] = {
            "started_days_ago": _from(self.as_of, start),
            "ended_days_ago": _from(self.as_of, end),
        }
        if self.index is not None:
            found["start_day"] = start.plus(Interval.exactly(-self.index))
            found["end_day"] = end.plus(Interval.exactly(-self.index))
        return found


def _from(day: int, moment: Interval) -> Interval:
    return Interval(day - moment.upper, day - moment.lower)


@dataclass(frozen=True, slots=True)
class Making:
    """What is known of a course when a trial is made of it."""

    name: str
    treatments: frozenset[str]
    calendar: Calendar
    #: The courses of all treatments, to see what came next.
    others: Sequence[Course]
    #: None for a course of procedures.
    rule: DispensingRule | None = None
    #: Whether dispensings before it, after it, or in between may be missing from the record.
    open_start: bool = False
    open_end: bool = False
    is_regimen: bool = False


def trial_of(course: Course, making: Making) -> Trial:
    """The trial that a course is, its edges left open where it may go on outside the record."""
    start = Interval(-inf if making.open_start else course.start, course.start)
    end = Interval(course.end.lower, inf if making.open_end else course.end.upper)
    shortest, longest = course.end.lower - course.start, end.upper - start.lower
    facts: dict[str, Value] = {**_shared(course, is_regimen=making.is_regimen), **making.calendar.facts(start, end)}
    facts["weeks"] = Interval(max(0, shortest) / DAYS_A_WEEK, max(0, longest) / DAYS_A_WEEK)
    facts["treatment"] = making.treatments
    if making.rule is None:
        facts["sessions"] = Interval.exactly(len(course.entries))
    else:
        adherence = _adherence(course, making)
        if adherence is not None:
            facts["adherence"] = adherence
    label = f"{making.name} from {date.fromordinal(course.start).isoformat()}"
    return Trial(id=label.replace(" ", "-"), place=label, facts=facts, label=label)


def may_have_begun_before(course: Course, rule: DispensingRule, calendar: Calendar) -> bool:
    """Whether an unseen dispensing before the record could belong to this course, the first of its treatment."""
    return calendar.open_before and course.start - calendar.first <= longest_reach(rule)


def may_go_on_after(course: Course, rule: DispensingRule, calendar: Calendar) -> bool:
    """Whether an unseen dispensing after the record could belong to this course."""
    ends = course.covered.upper if course.covered is not None else course.end.upper
    return calendar.open_after and allows(calendar.last + 1 - ends, rule.gap)


def _shared(course: Course, *, is_regimen: bool) -> dict[str, Value]:
    """What the entries of a course say together: one of several values where they differ.

    A regimen with an antidepressant in it is an antidepressant trial, whatever else is in it.
    """
    found: dict[str, Value] = {}
    for fact in ("class", "modality", "laterality"):
        stated = [entry.facts.get(fact) for entry in course.entries]
        if all(isinstance(one, frozenset) for one in stated):
            found[fact] = frozenset[str]().union(*(one for one in stated if isinstance(one, frozenset)))
    doses = [one for one in (entry.facts.get("dose") for entry in course.entries) if isinstance(one, Interval)]
    if is_regimen:
        found["role"] = frozenset(
            ["combination" if len({treatment_of(one) for one in course.entries}) > 1 else "monotherapy"]
        )
        modalities = found.get("modality", frozenset())
        if isinstance(modalities, frozenset) and "antidepressant" in modalities:
            found["modality"] = frozenset(["antidepressant"])
    elif len(doses) == len(course.entries):
        found["dose"] = hull(doses)
    return found


def _adherence(course: Course, making: Making) -> Interval | None:
    """Share of days supplied, in percent: over the course's own supply, or until the next trial began.

    Until the next one there may be more time where it may still begin after the record.
    """
    if course.supplied is None or course.covered is None or making.rule is None:
        return None
    if making.open_start or making.open_end:
        return Interval(0, 100)
    until, may_be_longer = course.covered, False
    if making.rule.adherence_over == "until-next-trial":
        ours = treatment_of(course.entries[0])
        later = [
            one.start for one in making.others if one.start > course.start and treatment_of(one.entries[0]) != ours
        ]
        if later:
            until = Interval.exactly(min(later))
        else:
            may_be_longer = making.calendar.open_after
    shortest, longest = until.lower - course.start, until.upper - course.start
    if longest <= 0:
        return Interval(0, 100)
    lowest = 0 if may_be_longer else min(100, 100 * course.supplied.lower / longest)
    highest = min(100, 100 * course.supplied.upper / shortest) if shortest > 0 else 100
    return Interval(lowest, highest)


def unseen(
    calendar: Calendar, records: Records | None, kind: str, reason: str = "", unclear_from: int | None = None
) -> list[Trial]:
    """One stand-in for each sort of trial that may exist outside the record, or inside where it is not held in full.

    Their place names what is missing: the time before or after the record, or the kind of entry.
    """
    if reason or records is None or kind not in records.covers:
        return [_stand_in(reason or (f"records[{kind}]" if records is not None else "records"), {})]
    found = []
    if calendar.open_before:
        facts = _only_starts(calendar.facts(Interval(-inf, calendar.first - 1), Interval()))
        found.append(_stand_in("records[before]", facts))
    if calendar.open_after:
        begins = Interval(calendar.last + 1 if unclear_from is None else unclear_from, inf)
        facts = _only_starts(calendar.facts(begins, begins))
        found.append(_stand_in("records[after]", facts))
    return found


def _only_starts(facts: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if value != Interval()}


def _stand_in(place: str, facts: Mapping[str, Value]) -> Trial:
    return Trial(id=place, place=place, facts=facts, label=place)


def by_modality(stand_in: Trial) -> list[Trial]:
    """The stand-in once for every modality."""
    return [
        Trial(stand_in.id, stand_in.place, {**stand_in.facts, "modality": frozenset([one])}, stand_in.label)
        for one in MODALITIES
    ]
