"""Turns the cells of one row into the plain data of a history, or says what is wrong with them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any

from trd_registry.cohorts.folder.columns import Cell, Column, columns_of
from trd_registry.loading.schema import check_value

#: A number as JSON writes it, which every program reads alike; zeros may follow the point.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)

#: Beyond this, whole numbers are no longer exact everywhere.
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row: the column (empty for the row as a whole), a code and the reason."""

    column: str
    code: str
    reason: str


class _Misread(Exception):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.fault = code, reason


def entry_of(table: str, cells: Iterable[tuple[Cell, Any]]) -> tuple[dict[str, Any], list[Fault]]:
    """What a row says, nested as in a history, and every fault in it. An empty cell says nothing."""
    entry: dict[str, Any] = {}
    faults: list[Fault] = []
    headers: dict[tuple[str, ...], tuple[Cell, str]] = {}
    for cell, raw in cells:
        try:
            value = _read(cell.column, raw)
            if value is not None:
                _put(entry, cell, value)
                headers.setdefault(cell.path, (cell, cell.header))
        except _Misread as misread:
            faults.append(Fault(cell.header, *misread.fault))
    for path, (cell, header) in headers.items():
        faults += (Fault(header, *told) for told in _check(cell.column, value_at(entry, path)))
    for column in columns_of(table):
        if column.required and column.path[0] not in entry and not any(one.column == column.name for one in faults):
            faults.append(Fault(column.name, "TRD202", f"`{column.name}` is empty. {column.says}"))
    return entry, faults


def value_at(entry: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What stands at a path that is there."""
    value: Any = entry
    for step in path:
        value = value[step]
    return value


def _put(entry: dict[str, Any], cell: Cell, value: Any) -> None:
    part = entry
    for step in cell.path[:-1]:
        part = part.setdefault(step, {})
    last = cell.path[-1]
    if not cell.bound:
        if last in part:
            raise _Misread("TRD207", "A value stands beside a bound: keep one of them.")
        part[last] = value
        return
    bounds = part.setdefault(last, {})
    if not isinstance(bounds, dict):
        raise _Misread("TRD207", "A bound stands beside a value: keep one of them.")
    bounds[cell.bound] = value


def _read(column: Column, raw: Any) -> Any:
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        return None
    return _READERS[column.kind](raw)


def _text(raw: Any) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    raise _Misread("TRD203", f"{raw!r} is not text.")


def _choice(raw: Any) -> str | list[str]:
    """One value, or several that are still possible, written ``a|b``."""
    values = _list(raw)
    return values[0] if len(values) == 1 else values


def _list(raw: Any) -> list[str]:
    return [one.strip() for one in _text(raw).split("|")]


def _truth(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.casefold() in ("true", "false"):
        return raw.casefold() == "true"
    raise _Misread("TRD203", f"{_shown(raw)} is neither true nor false.")


def _date(raw: Any) -> str:
    if isinstance(raw, datetime):
        if raw.tzinfo is not None:
            raise _Misread("TRD205", f"{raw} is a moment in a time zone, not a day.")
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    return _text(raw)


def _number(raw: Any) -> float:
    if isinstance(raw, str):
        if not _NUMBER.fullmatch(raw) or len(raw) > 2 * _LONGEST:
            raise _Misread("TRD203", f"{_shown(raw)} is not a number.")
        raw = float(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise _Misread("TRD203", f"{_shown(raw)} is not a number.")
    number = float(raw) if abs(raw) < 10**_LONGEST or raw != raw else float("inf")  # noqa: PLR0124  NaN alone
    if not isfinite(number):
        raise _Misread("TRD203", f"{_shown(raw)} is not a number: leave the cell empty where it is not known.")
    return int(number) if number.is_integer() else number


def _dose(raw: Any) -> str:
    """A number is mg a day, as in a history; a text may say so itself."""
    if isinstance(raw, str) and not _NUMBER.fullmatch(raw):
        return raw
    number = format(Decimal(repr(_number(raw))), "f")
    return f"{number} mg/day"


_READERS = {
    "text": _text, "choice": _choice, "list": _list, "truth": _truth, "date": _date, "day": _date,
    "number": _number, "whole": _number, "dose": _dose,
}  # fmt: skip


def _shown(raw: Any) -> str:
    text = str(raw)
    return text if len(text) <= 60 else text[:57] + "..."


def _check(column: Column, value: Any) -> tuple[tuple[str, str], ...]:
    """What the schema of histories says against a value."""
    if not column.place:
        return () if value in column.values else (_not_among(column, value),)
    if isinstance(value, list | dict):
        return _checked_whole(column.place, json.dumps(value))
    return _checked(column.place, value)


def _not_among(column: Column, value: Any) -> tuple[str, str]:
    return "TRD204", f"{_shown(value)} is not a value of `{column.name}`. There is: {', '.join(column.values)}."


@lru_cache(maxsize=200_000)
def _checked_whole(place: str, written: str) -> tuple[tuple[str, str], ...]:
    return _checked.__wrapped__(place, json.loads(written))


@lru_cache(maxsize=200_000, typed=True)
def _checked(place: str, value: Any) -> tuple[tuple[str, str], ...]:
    """The same few values stand in a table again and again: each is compared with the schema once."""
    told = check_value(value, "history", place)
    return tuple((code, f"{message} {remedy}".strip()) for code, message, remedy in told)
