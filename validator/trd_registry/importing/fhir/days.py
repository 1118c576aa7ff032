"""Dates of FHIR, which may be a year, a month, a day or a moment with its time zone."""

import re
from calendar import monthrange
from datetime import date, datetime

from trd_registry.importing.fhir.elements import Resource, part, text
from trd_registry.importing.fhir.outcomes import Refused, malformed

_WRITTEN = re.compile(
    r"(?P<date>[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?",
    re.ASCII,
)  # fmt: skip

_DAY, _MONTH = 10, 7


def date_of(of: Resource, name: str) -> str:
    """A day, month or year as it is written, without its time; empty where it is not there.

    The day is the one that the source wrote: in the time zone that stands beside it.
    """
    written = text(of, name)
    if not written:
        return ""
    found = _WRITTEN.fullmatch(written)
    if found is None or ("T" in written and len(found["date"]) < _DAY):
        raise malformed(name, f"{written[:40]!r} is no date")
    day = found["date"]
    try:
        for one in days_within(day):
            date.fromisoformat(one)
    except ValueError:
        raise Refused("TRD401", f"{day} is not in the calendar.", name) from None
    return day


def moment_of(of: Resource, name: str) -> str:
    """What orders moments of one day: the text as it is written; empty where it is not there."""
    return text(of, name) if date_of(of, name) else ""


def is_day(written: str) -> bool:
    """Whether it says the day."""
    return len(written) == _DAY


def period_of(of: Resource, name: str) -> tuple[str, str]:
    """First and last date of a period, each empty where it is open. Raises Refused where it ends before it begins."""
    found = part(of, name)
    start, end = date_of(found, "start"), date_of(found, "end")
    shared = min(len(start), len(end))
    if shared and end[:shared] < start[:shared]:
        raise Refused("IMP4", f"The period ends on {end}, before it begins on {start}.", name)
    return start, end


def days_within(written: str) -> tuple[str, str]:
    """The first and the last day of a day, month or year."""
    if len(written) == _DAY:
        return written, written
    if len(written) == _MONTH:
        return f"{written}-01", f"{written}-{monthrange(int(written[:4]), int(written[5:]))[1]}"
    return f"{written}-01-01", f"{written}-12-31"


def days_apart(first: str, last: str) -> int:
    """Days from one day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def instant_of(written: str) -> float | None:
    """Seconds of a moment with its time zone, to order versions by; None where it is none."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.timestamp() if found.tzinfo is not None else None
