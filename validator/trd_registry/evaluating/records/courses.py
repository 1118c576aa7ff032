"""Joins the dispensings of one treatment into courses: stretches of time on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bounds
from trd_registry.model.record_rules import DispensingRule
from trd_registry.model.records import SUPPLY, Dispensing, Procedure


class Unclear(Exception):
    """Which entries belong together depends on a fact that the record does not state."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Course:
    """A stretch of time on one treatment, in days of the calendar (ordinals)."""

    entries: tuple[Dispensing | Procedure, ...]
    start: int
    #: The day on which the supply has run out, or the last dispensing or session.
    end: Interval
    #: Days supplied altogether; none where supply is not used.
    supplied: Interval | None = None
    #: The day on which the supply has run out, whatever is taken for the end.
    covered: Interval | None = None


def allows(pause: float, gap: Bounds) -> bool:
    """Whether a pause of so many days does not end a trial."""
    if pause <= 0:
        return True
    number = Interval.exactly(pause)
    tests = {"at_least": number.at_least, "above": number.above, "at_most": number.at_most, "below": number.below}
    return all(tests[bound.comparator](bound.figure) is True for bound in gap if bound.comparator in tests)


def courses_of(entries: Sequence[Dispensing], rule: DispensingRule) -> list[Course]:
    """The courses that the dispensings of one treatment make.

    Where days of supply are unknown, the shortest and the longest possible supply are tried; raises
    Unclear if they join different dispensings.
    """
    days = [_supply(entry, rule) for entry in entries]
    shortest = _join(entries, [one.lower for one in days], rule)
    longest = _join(entries, [one.upper for one in days], rule)
    if [first for first, _ in shortest] != [first for first, _ in longest]:
        unknown = next(entry for entry, one in zip(entries, days, strict=True) if not one.is_exact)
        raise Unclear(f"{unknown.place}.days")
    courses = []
    for (members, soonest), (_, latest) in zip(shortest, longest, strict=True):
        chosen = [entries[index] for index in members]
        covered = Interval(soonest, latest)
        last = chosen[-1].day.toordinal()
        by_supply = rule.ends == "supply" and rule.supply != "none"
        courses.append(
            Course(
                entries=tuple(chosen),
                start=chosen[0].day.toordinal(),
                end=covered if by_supply else Interval.exactly(last),
                supplied=_total([days[index] for index in members]) if rule.supply != "none" else None,
                covered=covered,
            )
        )
    return courses


def procedure_courses(entries: Sequence[Procedure], gap: Bounds) -> list[Course]:
    """The courses that the sessions of one treatment make."""
    runs: list[list[Procedure]] = []
    for entry in entries:
        if runs and allows((entry.day - runs[-1][-1].day).days, gap):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return [Course(tuple(run), run[0].day.toordinal(), Interval.exactly(run[-1].day.toordinal())) for run in runs]


def _supply(entry: Dispensing, rule: DispensingRule) -> Interval:
    if rule.supply == "stated":
        return entry.days
    return Interval.exactly(0 if rule.supply == "none" else rule.supply)


def _join(
    entries: Sequence[Dispensing], days: Sequence[float], rule: DispensingRule
) -> list[tuple[tuple[int, ...], float]]:
    """Which dispensings make one course, by position, and the day on which its supply has run out."""
    runs: list[tuple[list[int], float]] = []
    for index, (entry, supply) in enumerate(zip(entries, days, strict=True)):
        day = entry.day.toordinal()
        if runs and allows(day - runs[-1][1], rule.gap):
            members, covered = runs[-1]
            members.append(index)
            lasts = max(covered, day) + supply if rule.carried_over else max(covered, day + supply)
            runs[-1] = (members, lasts)
        else:
            runs.append(([index], day + supply))
    return [(tuple(members), covered) for members, covered in runs]


def _total(days: Sequence[Interval]) -> Interval:
    return Interval(sum(one.lower for one in days), sum(one.upper for one in days))


def longest_reach(rule: DispensingRule) -> float:
    """So many days may lie between two dispensings of one trial at most."""
    limits = [bound.figure for bound in rule.gap if bound.comparator in ("at_most", "below")]
    supply = SUPPLY.upper if rule.supply == "stated" else 0 if rule.supply == "none" else rule.supply
    return min(limits, default=float("inf")) + supply


def treatment_of(entry: Dispensing | Procedure) -> str:
    """The treatment of an entry by its id; as the record writes it where it is not in the vocabulary."""
    found = entry.facts.get("treatment")
    return min(found) if isinstance(found, frozenset) and found else entry.label
