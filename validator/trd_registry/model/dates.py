"""Calendar dates of which only the year or the month may be known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from trd_registry.model.interval import Interval

#: Mean length of a month in the Gregorian calendar, for the part of a month that is left over.
DAYS_PER_MONTH = 30.436875


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day known to lie between two days, both included."""

    #: Years outside are taken for slips of the pen.
    FIRST_YEAR: ClassVar[int] = 1900
    LAST_YEAR: ClassVar[int] = 2200

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Reads ``2019``, ``2019-03`` or ``2019-03-14``; raises ValueError for anything else."""
        parts = text.split("-")
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(
            part.isascii() and part.isdigit() for part in parts
        ):
            raise ValueError(f"{text!r} is not a date written as YYYY, YYYY-MM or YYYY-MM-DD")
        year = int(parts[0])
        if not cls.FIRST_YEAR <= year <= cls.LAST_YEAR:
            raise ValueError(f"{year} is not a year from {cls.FIRST_YEAR} to {cls.LAST_YEAR}")
        if len(parts) == 1:
            return cls(date(year, 1, 1), date(year, 12, 31))
        month = int(parts[1])
        if len(parts) == 2:
            first = date(year, month, 1)
            return cls(first, date(year, month, monthrange(year, month)[1]))
        day = date(year, month, int(parts[2]))
        return cls(day, day)

    def days_until(self, later: "PartialDate") -> Interval:
        """How many days pass from this date to the later one (negative when it comes first)."""
        return Interval((later.first - self.last).days, (later.last - self.first).days)

    def months_until(self, later: "PartialDate") -> Interval:
        """How many calendar months pass; the 15th to the 15th of the next month is exactly one."""
        return Interval(_months(self.last, later.first), _months(self.first, later.last))


def _months(start: date, end: date) -> float:
    whole = (end.year - start.year) * 12 + end.month - start.month
    days = end.day - start.day
    if days and end.day == monthrange(end.year, end.month)[1] and start.day > end.day:
        days = 0  # 31 January to 28 February is a whole month: the day itself does not exist
    return whole + days / DAYS_PER_MONTH
