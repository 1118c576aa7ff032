"""Writes out the records of a case: days counted from a day 0 become dates, repeated supplies become entries."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

#: The kinds of entry that a record holds.
_ENTRIES = ("dispensings", "diagnoses", "procedures")

#: No case needs more supplies in a row; the schema of histories limits the whole.
_MOST_TIMES = 400


def written_out(base: Mapping[str, Any], records: Mapping[str, Any]) -> dict[str, Any]:
    """The records of a case laid over those of the base, in the form that a history has.

    ``day_0`` is a date; ``from_day``, ``to_day`` and the ``day`` of an entry count from it; ``times``
    repeats a supply ``every`` so many days (its own ``days`` where that is left out). What does not
    have this form is left as it is, for the schema of histories to find.
    """
    merged = {**base, **records}
    try:
        day_0 = date.fromisoformat(str(merged.pop("day_0")))
    except (KeyError, ValueError):
        return merged
    for key, named in (("from_day", "from"), ("to_day", "to")):
        if isinstance(merged.get(key), int):
            merged[named] = _dated(day_0, merged.pop(key))
    for kind in _ENTRIES:
        if isinstance(merged.get(kind), list):
            merged[kind] = [one for entry in merged[kind] for one in _entries(entry, day_0)]
    return merged


def _entries(entry: Any, day_0: date) -> Iterator[Any]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("day"), int):
        yield entry
        return
    kept = {key: value for key, value in entry.items() if key not in ("day", "times", "every")}
    times, every = entry.get("times", 1), entry.get("every", entry.get("days", 0))
    if not isinstance(times, int) or not isinstance(every, int) or not 1 <= times <= _MOST_TIMES:
        yield entry
        return
    for number in range(times):
        yield {**kept, "date": _dated(day_0, entry["day"] + number * every)}


def _dated(day_0: date, day: int) -> str:
    try:
        return (day_0 + timedelta(days=day)).isoformat()
    except OverflowError:
        return str(day)
