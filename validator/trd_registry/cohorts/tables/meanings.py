"""What stands in a bundle of columns, as the reader of histories takes it: one row of a lookup table.

Each reader here gives the columns of its lookup table and fills them for one combination of cells. Whatever a cell or
the reader of histories has to say against it makes the row `bad`: its person is then read by the reader of persons.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from trd_registry.cohorts.folder.cells import entry_of
from trd_registry.cohorts.settled.columns import Types
from trd_registry.cohorts.tables.bundles import Bundle
from trd_registry.loading.document import Document
from trd_registry.loading.notebook import Notebook

#: Columns of every lookup table: whether something is wrong, whether anything is said, and a number for what is said.
COMMON: Types = {"bad": "truth", "says": "truth", "said": "whole"}


class Reading(Protocol):
    """Reads what one bundle may say."""

    @property
    def types(self) -> Types:
        """The columns that it gives."""
        ...

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """What stands in them for one entry; what is wrong goes into the notebook."""
        ...


#: So many meanings of one bundle are kept from part to part.
KEPT = 100_000


class Meanings:
    """The meanings of one bundle; each combination of cells is read once, in however many parts it stands."""

    def __init__(self, bundle: Bundle, reading: Reading) -> None:
        self.bundle = bundle
        self.types: Types = {**COMMON, **reading.types}
        self._reading = reading
        self._known: dict[tuple[Any, ...], Mapping[str, Any]] = {}
        self._said: dict[str, int] = {}

    def forget(self) -> None:
        """Makes room, where very much is kept; numbers for what is said begin again."""
        if len(self._known) > KEPT:
            self._known.clear()
            self._said.clear()

    def of(self, cells: Sequence[Any]) -> Mapping[str, Any]:
        """The row of these cells."""
        key = tuple(cells)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(key)
        return found

    def _read(self, cells: tuple[Any, ...]) -> Mapping[str, Any]:
        stated = [(cell, value) for cell, value in zip(self.bundle.cells, cells, strict=True) if value is not None]
        entry, faults = entry_of(self.bundle.table, stated)
        own = {name for cell in self.bundle.cells for name in (cell.header, cell.column.name)}
        # That a column of another bundle is empty is for that bundle to say.
        bad = any(fault.column in own for fault in faults)
        notebook = Notebook(Document("", entry))
        row = dict.fromkeys(self.types) if bad else dict(self._reading.row(entry, notebook))
        said = json.dumps(entry, sort_keys=True)
        row |= {
            "bad": bad or bool(notebook.findings),
            "says": bool(entry),
            "said": self._said.setdefault(said, len(self._said)),
        }
        return row


class Nothing:
    """A bundle of which only must be known whether something is wrong with it."""

    types: Types = MappingProxyType({})

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """No columns."""
        del entry, notebook
        return {}


class Day:
    """A date to the day, as records have it."""

    def __init__(self, *path: str) -> None:
        self._path = path
        self.types: Types = {f"{'_'.join(path)}__day": "day"}

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """The day."""
        text = at(entry, self._path)
        try:
            day = date.fromisoformat(text) if text is not None else None
        except ValueError:
            # RecordReader: its own words do not matter here.
            notebook.note(self._path, "TRD401", "No day of the calendar.", "")
            day = None
        return dict.fromkeys(self.types, day)


def at(entry: Mapping[str, Any], path: Sequence[str]) -> Any:
    """What stands at a path; None where nothing does."""
    part: Any = entry
    for step in path:
        part = part.get(step) if isinstance(part, Mapping) else None
    return part
