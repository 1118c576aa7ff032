"""What the record of a synthetic person holds of a course: a structured interview all of it, a chart a part."""

from datetime import timedelta
from typing import Any

from trd_registry.cohorts.simulating.courses import Course
from trd_registry.cohorts.simulating.figures import Chance, Figures
from trd_registry.cohorts.simulating.made_up import Cells

_DAYS_PER_WEEK = 7


class Record:
    """How one person's record was made.

    Args:
        figures: How often a chart holds what.
        chance: What is drawn from.
    """

    def __init__(self, figures: Figures, chance: Chance) -> None:
        self._figures, self._chance = figures, chance
        self.structured = chance.happens(figures["structured"])

    def holds(self, what: str) -> bool:
        """Whether a fact is in the record; always asked, so that one fact does not change the chance of another."""
        drawn = self._chance.happens(self._figures[what])
        return self.structured or drawn

    def trial(self, course: Course) -> Cells:
        """The row of a course in the table of trials."""
        chance, figures = self._chance, self._figures
        said: dict[str, Any] = {
            "id": course.id, "treatment": course.treatment, "role": course.role or None,
            "augments": course.augments or None, "episode": "earlier" if course.earlier else "current",
            **self._time(course), "sessions": course.sessions or None,
            "prospective": chance.happens(figures["prospective"]) and not course.earlier,
            "documented": True if self.structured else None,
            "laterality": course.laterality or None, "stopped": course.stopped, **self._outcome(course),
        }  # fmt: skip
        if course.dose:
            said["augmented"] = course.augmented
            said["dose"] = course.dose if self.holds("dose_recorded") else None
        taken = chance.happens(figures["adherent"])
        said["adherent"] = taken if self.holds("adherence_recorded") else None
        if course.trained is not None:
            said["therapist_trained"] = course.trained if self.holds("training_recorded") else None
        return {name: value for name, value in said.items() if value is not None}

    def _time(self, course: Course) -> Cells:
        time = self._chance.one_of(self._figures["time_recorded"])
        weeks = (course.end - course.start) / timedelta(_DAYS_PER_WEEK)
        if self.structured or time == "dates":
            return {"start": course.start.isoformat(), "end": course.end.isoformat()}
        if time == "nothing":
            return {}
        return {"weeks": round(weeks, 1)} if time == "weeks" else {"weeks_at_least": float(int(weeks))}

    def _outcome(self, course: Course) -> Cells:
        how = self._chance.one_of(self._figures["outcome_recorded"])
        if self.structured or how == "percent":
            return {"improvement": course.improvement, "remission": course.outcome == "remission"}
        return {"response": course.outcome} if how == "category" else {}
