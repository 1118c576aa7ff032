"""Finds copies and contradictions among the rows of one person."""

import json
from collections.abc import Callable, Iterable, Sequence

from trd_registry.cohorts.folder.report import FOLDER_CODES, Reject
from trd_registry.cohorts.folder.row import Row

#: What a row speaks of, where it says so: two rows that speak of one thing must say the same of it.
Subject = Callable[[Row], str | None]


def _whole(row: Row) -> str | None:
    """There is one row a person."""
    del row
    return ""


def _trial(row: Row) -> str | None:
    """A trial speaks for itself by its id; without one, any number of trials may look alike."""
    return row.entry.get("id")


def _score(row: Row) -> str | None:
    return json.dumps([row.entry.get(key) for key in ("at", "trial", "scale")])


def _nothing(row: Row) -> str | None:
    del row
    return None


_SUBJECTS: dict[str, Subject] = {"persons": _whole, "episodes": _whole, "trials": _trial, "measurements": _score}


def one_of_each(table: str, rows: Sequence[Row], *, repeats: bool) -> tuple[list[Row], list[Reject], bool]:
    """The rows to use, those that are not, and whether one of these may have said something of its own.

    Args:
        table: The table that the rows are of.
        rows: Rows of one person without a fault.
        repeats: Whether two equal rows are two events.

    A copy of a row that says which trial or score it speaks of says nothing new. A copy of one that does
    not, such as a second supply of the same pack on the same day, may have been an event of its own.
    """
    if len(rows) < 2:
        return list(rows), [], False
    subject = _SUBJECTS.get(table, _nothing)
    kept: list[Row] = []
    rejects: list[Reject] = []
    loses = False
    contradicted = _contradicted(rows, subject)
    seen: set[str] = set()
    for row in rows:
        about, said = subject(row), json.dumps(row.entry, sort_keys=True)
        if about in contradicted:
            rejects.append(row.reject("ROW5", FOLDER_CODES["ROW5"]))
            loses = True
        elif said in seen and not repeats:
            rejects.append(row.reject("ROW4", FOLDER_CODES["ROW4"]))
            loses = loses or about is None
        else:
            kept.append(row)
        seen.add(said)
    return kept, rejects, loses


def _contradicted(rows: Iterable[Row], subject: Subject) -> set[str]:
    """What two rows say different things of."""
    said: dict[str, str] = {}
    found: set[str] = set()
    for row in rows:
        about = subject(row)
        if about is not None and said.setdefault(about, json.dumps(row.entry, sort_keys=True)) != json.dumps(
            row.entry, sort_keys=True
        ):
            found.add(about)
    return found
