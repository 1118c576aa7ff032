"""Writes cohort folders for tests: rows as CSV, and histories taken apart into rows."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Rows = dict[str, list[dict[str, Any]]]

#: Sections of a history that are columns of persons, and what stands before their names.
SECTIONS = {
    "patient": "",
    "diagnosis": "",
    "illness": "illness_",
    "comorbidity": "comorbidity.",
    "ruled_out": "ruled_out.",
}


def write_cohort(folder: Path, rows: Mapping[str, Iterable[Mapping[str, Any]]], **declared: Any) -> Path:
    """A folder with these tables; `declared` goes into cohort.yaml as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    says = {"cohort": 1, "title": "A test", "source": "made up", "complete": "all", **declared}
    lines = [f"{key}: {str(value).replace(chr(39), '')}" for key, value in says.items()]
    (folder / "cohort.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for table in rows:
        write_table(folder / f"{table}.csv", list(rows[table]))
    return folder


def write_table(path: Path, rows: list[Mapping[str, Any]], columns: Iterable[str] = ("person",)) -> None:
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)


def as_rows(person: str, history: Mapping[str, Any]) -> Rows:
    """A history as the rows that say the same."""
    found: Rows = {"persons": [{"person": person}]}
    for section, before in SECTIONS.items():
        for key, value in history.get(section, {}).items():
            found["persons"][0] |= cells(before + key, value)
    if "as_of" in history:
        found["persons"][0]["as_of"] = history["as_of"]
    if "episode" in history:
        found["episodes"] = [{"person": person}]
        for key, value in history["episode"].items():
            scores = key == "severity" and isinstance(value, dict)
            parts = {f"score.{scale}": one for scale, one in value.items()} if scores else {key: value}
            for name, one in parts.items():
                found["episodes"][0] |= cells(name, one)
    found["trials"] = [{"person": person, **_trial(trial)} for trial in history.get("trials", ())]
    for key, value in history.get("records", {}).items():
        if key in ("from", "to", "covers"):
            found["persons"][0] |= cells(f"record_{key}", value)
        elif value:
            found[key] = [{"person": person, **_trial(entry)} for entry in value]
    return found


def _trial(trial: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in trial.items():
        if key in ("start_score", "end_score"):
            for scale, score in value.items():
                row |= cells(f"{key}.{scale}", score)
        else:
            row |= cells(key, value)
    return row


def cells(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {f"{name}_{bound}": _cell(one) for bound, one in value.items()}
    return {name: _cell(value)}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "|".join(value)
    return value.removesuffix(" mg/day") if isinstance(value, str) else value
