"""Makes the courses of treatment of a synthetic person: what happened, day by day, before anything is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from trd_registry.cohorts.simulating.figures import Chance, Figures
from trd_registry.cohorts.simulating.records import stimulation_days

#: Outcomes, the best one first.
OUTCOMES = ("remission", "response", "partial")


@dataclass(slots=True)
class Course:
    """One course of one treatment."""

    id: str
    treatment: str
    start: date
    end: date
    outcome: str
    #: Percent.
    improvement: int
    stopped: str
    role: str = ""
    augments: str = ""
    augmented: bool = False
    earlier: bool = False
    #: mg a day; 0 where it is no drug.
    dose: float = 0
    sessions: int = 0
    laterality: str = ""
    trained: bool | None = None
    #: Until when the drug was supplied: longer than the course itself where another one was added to it.
    supplied: date | None = None


class Life:
    """The courses of one person, one after another from the entry into the first step on."""

    def __init__(self, figures: Figures, chance: Chance) -> None:
        self._figures, self._chance = figures, chance
        #: Any day: everything is moved to its place when the end is known.
        self.entry = self.day = date(2000, 1, 3)
        self.courses: list[Course] = []
        self.outcome, self.improvement = "none", 0
        self._given: set[tuple[str, ...]] = set()
        #: The drug to which another one can be added.
        self._base: Course | None = None

    def current(self) -> None:
        """Step after step until remission, or until the person goes no further."""
        steps = self._figures.data["steps"]
        for number, step in enumerate(steps, start=1):
            must_go_on = number < self._figures.data["from_step"]
            self._step(number, step, must_fail=must_go_on)
            if not must_go_on and (self.outcome == "remission" or not self._chance.happens(step["goes_on"])):
                return
            self.day += timedelta(self._chance.whole(self._figures["gap_days"]))

    def _step(self, number: int, step: Mapping[str, Any], *, must_fail: bool) -> None:
        figures, chance = self._figures, self._chance
        open_options = [one for one in step["treatments"] if self._is_open(one)]
        option = open_options[chance.weighted([one["weight"] for one in open_options])]
        self._given.add(_key(option))
        self.outcome = self._outcome_of(step, option, must_fail=must_fail)
        self.improvement = chance.whole(figures[f"improvement_{self.outcome}"])
        given_up = self.outcome != "remission" and chance.happens(figures["intolerance"])
        weeks = chance.half(figures["weeks_given_up" if given_up else "weeks_completed"])
        stopped = "intolerance" if given_up else "completed" if self.outcome == "remission" else "inefficacy"
        start, end = self.day, self.day + timedelta(round(weeks * 7))
        base = self._base if option.get("augments") else None
        made: list[Course] = []
        for place, treatment in enumerate(option["give"]):
            name = f"step-{number}" + ("-and" if place else "")
            course = Course(name, treatment, start, end, self.outcome, self.improvement, stopped)
            self._fill(course)
            made.append(course)
        if len(made) > 1:
            for course in made:
                course.role = "combination"
        elif base is not None:
            self._add_to(base, made[0])
        self.courses += made
        self.day = max(one.end for one in made)
        if base is None:
            # What is added later is added to a drug: the last one that was given by itself.
            self._base = made[0] if made[0].dose else self._base

    def _is_open(self, option: Mapping[str, Any]) -> bool:
        """Whether it was not given before, and is not added to a drug that was not tolerated or is not there."""
        if _key(option) in self._given:
            return False
        return not option.get("augments") or (self._base is not None and self._base.stopped != "intolerance")

    def _outcome_of(self, step: Mapping[str, Any], option: Mapping[str, Any], *, must_fail: bool) -> str:
        """The best that holds; each share is one of those for whom no better one does."""
        for one in OUTCOMES[must_fail:]:
            if self._chance.happens(option.get(one, step[one])):
                return one
        return "none"

    def _fill(self, course: Course) -> None:
        """The dose of a drug, or the sessions of what is none."""
        figures, chance = self._figures, self._chance
        doses = figures.data["doses"].get(course.treatment)
        if doses is not None:
            course.dose = doses["enough" if chance.happens(figures["enough_dose"]) else "low"]
        elif course.treatment in ("rtms", "ect"):
            kind = "ect" if course.treatment == "ect" else "stimulation"
            course.sessions = chance.whole(figures[f"sessions_{kind}"])
            course.end = stimulation_days(course.treatment, course.start, course.sessions)[-1]
            course.laterality = chance.one_of(figures["laterality"]) if kind == "ect" else ""
        else:
            course.sessions = chance.whole(figures["sessions"])
            course.end = course.start + timedelta(7 * course.sessions)
            course.trained = chance.happens(figures["therapist_trained"])

    def _add_to(self, base: Course, course: Course) -> None:
        base.supplied = course.end
        if not course.dose:
            # Both halves of a drug with psychotherapy are called so.
            course.role = "with-psychotherapy"
            return
        base.augmented = True
        course.role, course.augments = "augmentation", base.id

    def therapy(self) -> None:
        """A course of psychotherapy beside the steps."""
        figures, chance = self._figures, self._chance
        outcome = chance.one_of(figures["therapy_outcome"])
        sessions = chance.whole(figures["sessions"])
        course = Course(
            "psychotherapy", chance.one_of(figures["therapy"]), self.entry, self.entry + timedelta(7 * sessions),
            outcome, chance.whole(figures[f"improvement_{outcome}"]), "completed", sessions=sessions,
            trained=chance.happens(figures["therapist_trained"]),
        )  # fmt: skip
        self.courses.append(course)

    def earlier(self, onset: date, earliest: date) -> None:
        """Drugs of earlier episodes, the last one first, before the onset of this one and not before another day."""
        figures, chance = self._figures, self._chance
        before = onset
        for number in range(1, chance.whole(figures["earlier_trials"]) + 1):
            outcome = chance.one_of(figures["earlier_outcome"])
            end = before - timedelta(chance.whole(figures["earlier_gap_days"]))
            start = end - timedelta(round(7 * chance.half(figures["weeks_completed"])))
            if start < earliest:
                return
            stopped = "completed" if outcome in ("remission", "response") else "inefficacy"
            treatment = chance.one_of(figures["earlier_treatment"])
            course = Course(
                f"earlier-{number}", treatment, start, end, outcome, chance.whole(figures[f"improvement_{outcome}"]),
                stopped, earlier=True,
            )  # fmt: skip
            self._fill(course)
            self.courses.append(course)
            before = start

    def finish(self, last: date) -> None:
        """Moves everything so that the last step ends some days before the last day of the record.

        Whoever responded goes on with what was given last.
        """
        after = self._chance.whole(self._figures["days_after"])
        self.day = max(self.day, *(one.end for one in self.courses))
        moved = last - timedelta(after) - self.day
        for one in self.courses:
            one.start, one.end = one.start + moved, one.end + moved
            one.supplied = one.supplied + moved if one.supplied is not None else one.end
        self.entry, self.day = self.entry + moved, self.day + moved
        if self.outcome not in ("remission", "response"):
            return
        drugs = [one for one in self.courses if one.id.startswith("step") and one.dose]
        ended = max((one.supplied or one.end for one in drugs), default=last)
        for one in drugs:
            if one.supplied == ended and one.stopped != "intolerance":
                one.supplied = last
                if one.end == ended:
                    one.end, one.stopped = last, "ongoing"


def _key(option: Mapping[str, Any]) -> tuple[str, ...]:
    return (*option["give"], *(["added"] if option.get("augments") else []))
