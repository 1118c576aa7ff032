"""Writes a synthetic cohort as a folder of tables: whole or not at all, and labelled wherever it is opened."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.declaration import DECLARATION
from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.orderly_end import ended_orderly
from trd_registry.cohorts.simulating.figures import Figures
from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import COLUMNS, Cells, Person, rows_of
from trd_registry.cohorts.simulating.persons import people
from trd_registry.cohorts.whole_folder import whole_folder

#: Rows of a table that are held before they are written.
_HELD = 50_000

#: Writes persons into a folder that is there.
Writer = Callable[[Path, Iterable[Person], Label], None]


def write_simulation(folder: Path, persons: int, seed: int, figures: Figures, version: str) -> None:
    """Makes so many persons and writes them as a cohort folder of Parquet tables.

    Args:
        folder: Must not be there yet; its parent must.
        persons: How many, one or more.
        seed: Where all chance is drawn from; the same seed and version of the program give the same bytes.
        figures: What the persons are made from.
        version: The version of the program, for the label.

    Raises RegistryError where the folder is there, or the extra ``cohort`` is not installed.
    """
    write_form(folder, write_cohort, Label(version, persons, seed, figures))


def write_form(folder: Path, write: Writer, label: Label) -> None:
    """Makes the persons that a label speaks of and writes them in one form; the folder appears whole or not at all."""
    with ended_orderly(), whole_folder(folder) as beside:
        write(beside, people(label.persons, label.seed, label.figures), label)


def write_cohort(folder: Path, persons: Iterable[Person], label: Label) -> None:
    """The cohort folder itself, which holds everything; in Parquet."""
    needed("pyarrow"), needed("pyarrow.parquet")
    (folder / DECLARATION).write_text(declaration(label), encoding="utf-8")
    tables = {table: _Table(folder / f"{table}.parquet", columns, label) for table, columns in COLUMNS.items()}
    try:
        for person in persons:
            for table, rows in rows_of(person).items():
                tables[table].add(rows)
    finally:
        for one in tables.values():
            one.close()


class _Table:
    """One Parquet file, written group by group."""

    def __init__(self, path: Path, columns: dict[str, str] | Any, label: Label) -> None:
        arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
        types = {"text": arrow.string(), "whole": arrow.int64(), "number": arrow.float64(), "truth": arrow.bool_()}
        said = {"synthetic": "true", **{f"made_with.{key}": str(value) for key, value in label.made.items()}}
        self._schema = arrow.schema([(name, types[kind]) for name, kind in columns.items()], metadata=said)
        self._writer = parquet.ParquetWriter(str(path), self._schema, compression="zstd")
        self._held: list[Cells] = []

    def add(self, rows: list[Cells]) -> None:
        self._held += rows
        if len(self._held) >= _HELD:
            self._write()

    def _write(self) -> None:
        self._writer.write_table(needed("pyarrow").Table.from_pylist(self._held, schema=self._schema))
        self._held = []

    def close(self) -> None:
        self._write()
        self._writer.close()


def declaration(label: Label) -> str:
    """The file cohort.yaml."""
    lines = [
        "# Synthetic: made by a program. No person in these tables exists.",
        "cohort: 1",
        f"title: {_flow(label.title)}",
        "synthetic: true",
        f"source: {_flow(label.source)}",
        f"complete: {_flow(label.figures.data['complete'])}",
        "made_with:",
        *(f"  {key}: {_flow(value)}" for key, value in label.made.items()),
        f"notes: {_flow(label.about)}",
    ]
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """A value on one line: JSON, which is YAML."""
    return json.dumps(value, ensure_ascii=False)
