"""Makes synthetic persons from figures: what happened to each, and what of it a record holds."""

from collections.abc import Iterator
from datetime import date, timedelta

from trd_registry.cohorts.simulating.courses import Course, Life
from trd_registry.cohorts.simulating.figures import Chance, Figures
from trd_registry.cohorts.simulating.made_up import Diagnosis, Person, Score, Session
from trd_registry.cohorts.simulating.recording import Record
from trd_registry.cohorts.simulating.records import stimulation_days, supplies, therapy_sessions
from trd_registry.model.dates import DAYS_PER_MONTH

#: Comorbid conditions that a record of diagnoses has a name for.
_DIAGNOSED = ("substance-use-disorder", "psychotic-disorder")

_DAYS_PER_YEAR = 365

#: Nobody's birthday is on the last day more often than on another.
_DAY_OF_YEAR = {"within": [{"from": 0, "to": 364, "share": 1}]}


def people(number: int, seed: int, figures: Figures) -> Iterator[Person]:
    """So many persons; the same for the same number, seed and figures, in every version of Python.

    They are named by whole numbers of the same length, which every form takes for a name.
    """
    chance = Chance(seed)
    first = int(10 ** len(str(number))) + 1
    for name in range(first, first + number):
        yield one_person(str(name), figures, chance)


def one_person(name: str, figures: Figures, chance: Chance) -> Person:
    """One person.

    Args:
        name: Such as 101.
        figures: What the person is made from.
        chance: What is drawn from; the next person needs the same one.
    """
    last = date.fromisoformat(figures.data["last_day"])
    age = chance.whole(figures["age"])
    born = _years_before(last, age) - timedelta(chance.whole(_DAY_OF_YEAR))
    person = Person(name, chance.one_of(figures["sex"]), born, age, date.fromisoformat(figures.data["first_day"]), last)
    record = Record(figures, chance)
    life = Life(figures, chance)
    months, number = chance.whole(figures["months_at_entry"]), chance.whole(figures["episode_number"])
    if chance.happens(figures["psychotherapy"]):
        life.therapy()
    life.current()
    life.finish(last)
    childhood = born + timedelta(figures.data["youngest_onset"] * _DAYS_PER_YEAR)
    onset = max(life.entry - timedelta(round(months * DAYS_PER_MONTH)), childhood)
    if number > 1:
        life.earlier(onset, childhood)
    person.episode = {"number": number, "onset": onset.isoformat()[:7]}
    person.trials = [record.trial(one) for one in life.courses]
    for one in life.courses:
        _enter(person, one, figures, chance)
    conditions = _facts(person, record, life, figures, chance)
    _diagnoses(person, conditions, life, figures, chance)
    _scores(person, record, life, figures, chance)
    # The record holds nothing from before its first day; a course may have begun earlier.
    person.supplies = sorted((one for one in person.supplies if one.day >= person.first), key=lambda one: one.day)
    person.sessions = [one for one in person.sessions if person.first <= one.day <= person.last]
    return person


def _years_before(day: date, years: int) -> date:
    """The same day so many years before; no day of a record is the 29th of February."""
    return day.replace(year=day.year - years)


def _enter(person: Person, course: Course, figures: Figures, chance: Chance) -> None:
    """Enters a course into the register."""
    if course.dose:
        ends = min(course.supplied or course.end, person.last)
        person.supplies += supplies(course.treatment, course.dose, (course.start, ends), figures, chance)
    elif course.treatment in ("rtms", "ect"):
        days = stimulation_days(course.treatment, course.start, course.sessions)
        person.sessions += [Session(course.treatment, day) for day in days]
    else:
        taken = {one.day for one in person.sessions}
        person.sessions += [one for one in therapy_sessions(course.start, course.sessions) if one.day not in taken]


def _facts(person: Person, record: Record, life: Life, figures: Figures, chance: Chance) -> list[str]:
    """Fills in what holds of the person, and gives the comorbid conditions there are, recorded or not."""
    facts = person.facts
    facts["disorder"] = "major-depressive-disorder"
    facts["psychotic_features"] = chance.happens(figures["psychotic"])
    catatonia = chance.happens(figures["catatonia"])
    if record.structured:
        facts |= {"catatonia": catatonia, "structured_assessment": True}
    if record.holds("facts_recorded"):
        facts["criteria_met"] = life.outcome in ("none", "partial")
    found: list[str] = []
    for condition, share in figures["comorbidity"]["each_of"].items():
        is_there = chance.happens({"share": share})
        found += [condition] if is_there else []
        if record.holds("facts_recorded"):
            facts[f"comorbidity.{condition}"] = is_there
    if not record.holds("complete_recorded"):
        facts["complete"] = "none"
    return found


def _diagnoses(person: Person, conditions: list[str], life: Life, figures: Figures, chance: Chance) -> None:
    """Depression before the first supply and at every step, other conditions with the first, and seldom one at last."""
    begun = life.entry - timedelta(chance.whole(figures["onset_lag_days"]))
    days = {begun, *(one.start for one in life.courses if one.start >= person.first)}
    entries = [("depressive-disorder", day) for day in sorted(days)]
    entries += [(one, begun) for one in conditions if one in _DIAGNOSED]
    if chance.happens(figures["bipolar_later"]):
        entries.append(("bipolar-disorder", person.last))
    person.diagnoses = [Diagnosis(condition, day, chance.one_of(figures["setting"])) for condition, day in entries]


def _scores(person: Person, record: Record, life: Life, figures: Figures, chance: Chance) -> None:
    """Present scores, all from one number of points on the HAM-D 17."""
    points = chance.whole(figures["remitted_score"])
    entry = chance.whole(figures["entry_score"])
    if life.outcome != "remission":
        # Above what is remission, however much the last step brought.
        highest = figures["remitted_score"]["within"][-1]["to"]
        points = max(highest + 1, round(entry * (100 - life.improvement) / 100))
    scales = figures.data["scales"]
    wanted = [chance.one_of(figures["scale"])] if record.holds("score_recorded") else []
    if chance.happens(figures["questionnaire_recorded"]):
        wanted.append(figures.data["questionnaire"])
    person.scores = [Score(scale, round(points * scales[scale])) for scale in wanted]
