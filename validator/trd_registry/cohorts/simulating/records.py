"""What a register holds of a synthetic person: supplies, diagnoses and sessions, each on its day."""

from collections.abc import Iterator
from datetime import date, timedelta

from trd_registry.cohorts.simulating.figures import Chance, Figures
from trd_registry.cohorts.simulating.made_up import Session, Supply

#: How a session of psychotherapy is billed: the bill does not say which therapy it was.
THERAPY_SESSION = ("psychotherapy session", "psychotherapy")

_FRIDAY = 4


def supplies(
    treatment: str, dose: float, span: tuple[date, date], figures: Figures, chance: Chance
) -> Iterator[Supply]:
    """Packs without a gap from the first day of a course to its last."""
    days = int(chance.one_of(figures["pack_days"]))
    day, end = span
    while day < end:
        yield Supply(treatment, day, days, dose)
        day += timedelta(days)


def stimulation_days(treatment: str, start: date, number: int) -> list[date]:
    """The days of a course: rTMS on weekdays, ECT on Tuesdays and Fridays.

    Args:
        treatment: rtms or ect.
        start: From when on.
        number: Sessions.
    """
    wanted = (1, _FRIDAY) if treatment == "ect" else range(_FRIDAY + 1)
    found: list[date] = []
    day = start
    while len(found) < number:
        if day.weekday() in wanted:
            found.append(day)
        day += timedelta(1)
    return found


def therapy_sessions(start: date, number: int) -> Iterator[Session]:
    """One a week."""
    treatment, modality = THERAPY_SESSION
    for week in range(number):
        yield Session(treatment, start + timedelta(7 * week), modality)
