"""Makes one synthetic person: what happened, and what of it the record holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from trd_registry.cohorts.simulating.figures import Chance, Figures
from trd_registry.model.dates import DAYS_PER_MONTH

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Life:
    """One person while being made: the rows so far, and the day that has been reached."""

    person: str
    day: date
    rows: Rows = field(default_factory=dict)
    outcome: str = "none"
    improvement: int = 0

    def add(self, table: str, **cells: Any) -> None:
        """Adds a row; what is None is not in the record."""
        said = {name: value for name, value in cells.items() if value is not None}
        self.rows.setdefault(table, []).append({"person": self.person, **said})


def person_rows(name: str, figures: Figures, chance: Chance) -> Rows:
    """The rows of one person, by table."""
    entry = date.fromisoformat(figures.data["first_day"]) + timedelta(chance.whole(figures["entry_day"]))
    life = Life(name, entry)
    age, sex = chance.whole(figures["age"]), chance.one_of(figures["sex"])
    psychotic = chance.happens(figures["psychotic"])
    months, number = chance.whole(figures["months_at_entry"]), chance.whole(figures["episode_number"])
    before, score = chance.whole(figures["days_before"]), chance.whole(figures["entry_score"])
    if chance.happens(figures["psychotherapy"]):
        _psychotherapy(life, figures, chance)
    _steps(life, figures, chance)
    life.add(
        "persons", as_of=life.day.isoformat(), age=age, sex=sex, disorder="major-depressive-disorder",
        psychotic_features=psychotic, record_from=(entry - timedelta(before)).isoformat(),
        record_to=life.day.isoformat(), record_covers="dispensings|diagnoses",
    )  # fmt: skip
    onset = entry - timedelta(round(months * DAYS_PER_MONTH))
    life.add("episodes", number=number, onset=onset.isoformat()[:7])
    life.add("diagnoses", condition="depressive-disorder", date=entry.isoformat(), setting="specialist")
    present = chance.whole(figures["remitted_score"])
    if life.outcome != "remission":
        # Above what is remission, however much the last step brought.
        highest = figures["remitted_score"]["within"][-1]["to"]
        present = max(highest + 1, round(score * (100 - life.improvement) / 100))
    if chance.happens(figures["score_recorded"]):
        life.add("measurements", scale=figures.data["scale"], at="present", score=present)
    return life.rows


def _steps(life: Life, figures: Figures, chance: Chance) -> None:
    """Step after step until remission, or until the person goes no further."""
    last = ""
    for number, step in enumerate(figures.data["steps"], start=1):
        option = step["treatments"][chance.position([one["share"] for one in step["treatments"]])]
        life.outcome = _outcome(step, chance)
        life.improvement = chance.whole(figures[f"improvement_{life.outcome}"])
        given_up = life.outcome != "remission" and chance.happens(figures["intolerance"])
        weeks = chance.half(figures["weeks_given_up" if given_up else "weeks_completed"])
        start, end = life.day, life.day + timedelta(round(weeks * 7))
        stopped = "intolerance" if given_up else "completed" if life.outcome == "remission" else "inefficacy"
        role = "combination" if len(option["give"]) > 1 else None
        said = _recorded(life, weeks, (start, end), figures, chance)
        for place, treatment in enumerate(option["give"]):
            trial = f"step-{number}" + ("-and" if place else "")
            augments = last if option.get("augments") and last else None
            life.add(
                "trials", id=trial, treatment=treatment, role="augmentation" if augments else role, augments=augments,
                **_drug(life, treatment, (start, end), figures, chance), **said, stopped=stopped,
            )  # fmt: skip
        # What augments is added to a drug: the last one that was given by itself.
        if not option.get("augments") and option["give"][0] in figures.data["doses"]:
            last = f"step-{number}"
        life.day = end
        if life.outcome == "remission" or not chance.happens(step["goes_on"]):
            return
        life.day = end + timedelta(chance.whole(figures["gap_days"]))


def _outcome(step: Mapping[str, Any], chance: Chance) -> str:
    """The best that holds; each share is one of those for whom no better one does."""
    return next((one for one in ("remission", "response", "partial") if chance.happens(step[one])), "none")


def _drug(life: Life, treatment: str, span: tuple[date, date], figures: Figures, chance: Chance) -> dict[str, Any]:
    """The dose in the record, and the packs that were dispensed; nothing for a psychotherapy, but its sessions."""
    doses = figures.data["doses"].get(treatment)
    if doses is None:
        return {"sessions": chance.whole(figures["sessions"])}
    dose = doses["enough" if chance.happens(figures["enough_dose"]) else "low"]
    days = int(chance.one_of(figures["pack_days"]))
    day, end = span
    while day < end:
        life.add("dispensings", treatment=treatment, date=day.isoformat(), days=days)
        day += timedelta(days)
    return {"dose": dose if chance.happens(figures["dose_recorded"]) else None}


def _recorded(life: Life, weeks: float, span: tuple[date, date], figures: Figures, chance: Chance) -> dict[str, Any]:
    """What the record holds of a trial's time, outcome and adherence."""
    said: dict[str, Any] = {"prospective": chance.happens(figures["prospective"])}
    time = chance.one_of(figures["time_recorded"])
    if time == "dates":
        said |= {"start": span[0].isoformat(), "end": span[1].isoformat()}
    elif time != "nothing":
        said["weeks" if time == "weeks" else "weeks_at_least"] = weeks if time == "weeks" else float(int(weeks))
    outcome = chance.one_of(figures["outcome_recorded"])
    if outcome == "percent":
        said |= {"improvement": life.improvement, "remission": life.outcome == "remission"}
    elif outcome == "category":
        said["response"] = life.outcome
    taken = chance.happens(figures["adherent"])
    if chance.happens(figures["adherence_recorded"]):
        said["adherent"] = taken
    return said


def _psychotherapy(life: Life, figures: Figures, chance: Chance) -> None:
    """A course beside the steps."""
    outcome = chance.one_of(figures["therapy_outcome"])
    trained = chance.happens(figures["therapist_trained"])
    life.add(
        "trials", id="psychotherapy", treatment=chance.one_of(figures["therapy"]),
        sessions=chance.whole(figures["sessions"]),
        response=outcome if chance.one_of(figures["outcome_recorded"]) != "nothing" else None,
        therapist_trained=trained if chance.happens(figures["training_recorded"]) else None,
        prospective=chance.happens(figures["prospective"]),
    )  # fmt: skip
