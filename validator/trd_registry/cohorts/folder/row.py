"""One row of a table as it was met, before anything is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.folder.cells import Fault
from trd_registry.cohorts.folder.report import Reject


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands, whom it is about, what it says, and what is wrong with it."""

    table: str
    #: Of a CSV file the line, the header being line 1; of a Parquet file the row, counted from 1.
    line: int
    person: str
    #: What it says, nested as in a history.
    entry: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def reject(self, code: str, reason: str, column: str = "") -> Reject:
        """The row as one that is not used."""
        return Reject(self.table, self.line, self.person, column, code, reason)
