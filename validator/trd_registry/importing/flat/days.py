"""Reads days as people write them. What can be read in two ways is not read: the order must be named."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

#: How the days of a source may be written.
ORDERS = ("iso", "dmy", "mdy", "ymd", "excel")

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
)}  # fmt: skip

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_COMPACT = re.compile(r"\d{8}")
_PARTED = re.compile(r"(\d{1,4})([./ -])(\d{1,2})\2(\d{1,4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_NAMED = re.compile(r"(\d{1,2})[- ]?([A-Za-z]{3})[a-z]*[- ]?(\d{4})(?::\d{2}:\d{2}:\d{2})?")
_PART = re.compile(r"(\d{4})(?:-(\d{2}))?")
_PART_PARTED = re.compile(r"(\d{1,2})[./-](\d{4})")

#: Day 0 of the serial numbers of Excel; from 1 March 1900 on they agree with the calendar.
_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465


class Unreadable(Exception):
    """A value that cannot be read; the message says why, as a sentence without its full stop."""

    code = "IMP3"


class UnreadableDay(Unreadable):
    """A day that cannot be read."""

    code = "IMP1"


class UnknownWord(Unreadable):
    """A word or code that is not known."""

    code = "IMP2"


def day(raw: Any, order: str, *, partial: bool = False) -> str:
    """A day as ISO text; also a month or year, where ``partial``.

    Args:
        raw: A date of Excel or Parquet, or text.
        order: iso, dmy, mdy, ymd or excel (numbers that count days from 1900).
        partial: Whether a month or year may stand for one of its days.

    Raises Unreadable. Time of day is left out. A year of two figures is not read.
    """
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise UnreadableDay(f"{raw!r} is not a day")
    return _day(str(raw).strip(), order, partial)


@lru_cache(maxsize=100_000)
def _day(text: str, order: str, partial: bool) -> str:
    if order == "excel":
        return _serial(text)
    if match := _ISO.fullmatch(text):
        return _iso(text, *match.groups())
    if (match := _NAMED.fullmatch(text)) and match[2].casefold() in _MONTHS:
        return _iso(text, match[3], _MONTHS[match[2].casefold()], match[1])
    if _PART.fullmatch(text):
        if not partial:
            raise UnreadableDay(f"{text} is not a whole day")
        return text
    if _COMPACT.fullmatch(text):
        return _compact(text, order)
    if partial and order in ("dmy", "mdy") and (match := _PART_PARTED.fullmatch(text)):
        return _iso(text, match[2], match[1], 1)[:7]
    if match := _PARTED.fullmatch(text):
        return _ordered(text, (match[1], match[3], match[4]), order)
    raise UnreadableDay(f"{_shown(text)} is not a day{_hint(text, order)}")


def _compact(text: str, order: str) -> str:
    """Eight figures: the basic form of ISO, unless another order is named."""
    if order in ("iso", "ymd"):
        return _iso(text, text[:4], text[4:6], text[6:])
    first, second = text[:2], text[2:4]
    return _iso(text, text[4:], *((second, first) if order == "dmy" else (first, second)))


def _ordered(text: str, parts: tuple[str, str, str], order: str) -> str:
    if order == "iso":
        raise UnreadableDay(f"{text} is not written YYYY-MM-DD: name the order of day, month and year (--dates)")
    named = dict(zip(order, parts, strict=True))
    if len(named["y"]) != 4:
        raise UnreadableDay(f"{text} is not {order}, or its year has not four figures")
    return _iso(text, named["y"], named["m"], named["d"])


def _iso(text: str, year: str | int, month: str | int, number: str | int) -> str:
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        raise UnreadableDay(f"{text} is not a day of the calendar") from None


def _serial(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return _day(text, "iso", False)
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise UnreadableDay(f"{text} is not the number of a day from March 1900 on")
    return (_ZERO + timedelta(days=int(number))).isoformat()


def _hint(text: str, order: str) -> str:
    is_number = text.replace(".", "", 1).isdigit()
    return ": where Excel counts days from 1900, name --dates excel" if is_number and order != "excel" else ""


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
