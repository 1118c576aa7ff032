"""Small changes of a dated record: one entry left out, or moved by some days."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from trd_registry.witnessing.changes import Change

#: By so many days an entry is moved, later or earlier.
MOVES = (1, 7, 14, 30, 60, 90, 120, 180, 365)

#: What an entry of each list is called.
NAMES: Mapping[str, str] = {"dispensings": "dispensing", "diagnoses": "diagnosis", "procedures": "procedure"}


class RecordChanges:
    """The changes of a history whose trials a definition builds from a record."""

    def told_otherwise(self, data: Mapping[str, Any]) -> Iterator[Change]:
        """Every entry on another day, the nearest day first."""
        for days in MOVES:
            for kind, number, entry in _entries(data):
                for shift in (days, -days):
                    moved = _moved(entry, shift)
                    if moved is not None:
                        piece = {NAMES[kind]: _said(entry), "date": moved["date"]}
                        yield Change("moved", None, piece, _with(data, kind, number, [moved]))

    def added(self, data: Mapping[str, Any]) -> Iterator[Change]:  # noqa: ARG002  # as for trials
        """None: what a supply more would be is not known."""
        yield from ()

    def left_out(self, data: Mapping[str, Any]) -> Iterator[Change]:
        """The record without one of its entries, and without every supply of one treatment."""
        for kind, number, entry in _entries(data):
            yield Change("left out", None, {NAMES[kind]: _said(entry)}, _with(data, kind, number, []))
        for kind, treatment in dict.fromkeys((kind, entry.get("treatment")) for kind, _, entry in _entries(data)):
            if treatment is not None:
                kept = [one for one in data["records"][kind] if one.get("treatment") != treatment]
                after = {**data, "records": {**data["records"], kind: kept}}
                yield Change("left out", None, {f"every {NAMES[kind]}": str(treatment)}, after)


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for kind in NAMES:
        told = data.get("records", {}).get(kind)
        for number, entry in enumerate(told if isinstance(told, list) else ()):
            yield kind, number, entry


def _with(data: Mapping[str, Any], kind: str, number: int, instead: list[Mapping[str, Any]]) -> dict[str, Any]:
    told = data["records"][kind]
    return {**data, "records": {**data["records"], kind: [*told[:number], *instead, *told[number + 1 :]]}}


def _moved(entry: Mapping[str, Any], days: int) -> dict[str, Any] | None:
    """The entry so many days later; None where its day is not known to the day."""
    try:
        return {**entry, "date": (date.fromisoformat(str(entry["date"])) + timedelta(days=days)).isoformat()}
    except (KeyError, ValueError, OverflowError):
        return None


def _said(entry: Mapping[str, Any]) -> str:
    what = next((str(entry[key]) for key in ("treatment", "atc", "condition", "class") if key in entry), "entry")
    return f"{what} on {entry['date']}" if "date" in entry else what
