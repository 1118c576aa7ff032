"""Writes a synthetic cohort: whole or not at all, and labelled as synthetic wherever it is opened."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.columns import TABLES
from trd_registry.cohorts.folder.declaration import DECLARATION
from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.simulating.figures import Chance, Figures
from trd_registry.cohorts.simulating.persons import Rows, person_rows
from trd_registry.cohorts.whole_folder import whole_folder

_PROGRAM = "trd cohort simulate"


def write_simulation(folder: Path, persons: int, seed: int, figures: Figures, version: str) -> None:
    """Makes so many persons and writes them as a cohort folder.

    Args:
        folder: Must not be there yet; its parent must.
        persons: How many, one or more.
        seed: Where all chance is drawn from; the same seed and version of the program give the same bytes.
        figures: What the persons are made from.
        version: The version of the program, for the label.

    Raises RegistryError where the folder is there, or the extra ``cohort`` is not installed.
    """
    needed("pyarrow")
    with whole_folder(folder) as beside:
        made = {
            "program": _PROGRAM, "version": version, "persons": persons, "seed": seed, "parameters": figures.reference,
        }  # fmt: skip
        (beside / DECLARATION).write_text(_declaration(figures, made), encoding="utf-8")
        for table, rows in _tables(persons, figures, Chance(seed)).items():
            _write_table(beside / f"{table}.parquet", rows, made)


def _tables(persons: int, figures: Figures, chance: Chance) -> Rows:
    tables: Rows = {}
    digits = len(str(persons))
    for number in range(1, persons + 1):
        for table, rows in person_rows(f"s{number:0{digits}}", figures, chance).items():
            tables.setdefault(table, []).extend(rows)
    # Also the tables to which chance gave no row: what is declared complete must be there.
    return {table: tables.get(table, []) for table in TABLES if table in tables or table in ("trials", "dispensings")}


def _write_table(path: Path, rows: list[dict[str, Any]], made: dict[str, Any]) -> None:
    arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    names: Iterable[str] = dict.fromkeys(name for row in rows for name in row) or ["person"]
    columns = {name: [row.get(name) for row in rows] for name in names}
    label = {"synthetic": "true", **{f"made_with.{key}": str(value) for key, value in made.items()}}
    parquet.write_table(arrow.table(columns).replace_schema_metadata(label), str(path), compression="zstd")


def _declaration(figures: Figures, made: dict[str, Any]) -> str:
    complete = figures.data["complete"]
    about = " ".join(str(figures.data["about"]).split())
    lines = [
        "# Synthetic: made by a program. No person in these tables exists.",
        "cohort: 1",
        f"title: 'Synthetic cohort of {made['persons']} persons: {figures.data['title']}'",
        "synthetic: true",
        f"source: '{_PROGRAM} -n {made['persons']} --seed {made['seed']}, from {figures.name}'",
        f"complete: {_flow(complete)}",
        "trials_in: current-episode",
        "made_with:",
        *(f"  {key}: {_flow(value)}" for key, value in made.items()),
        f"notes: {_flow(about)}",
    ]
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """A value on one line: JSON, which is YAML."""
    return json.dumps(value, ensure_ascii=False)
