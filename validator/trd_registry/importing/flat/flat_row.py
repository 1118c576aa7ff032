"""A table of a source, as an importer sees it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One row: where it stands, its cells by column, and what keeps it from being read."""

    #: The line of a text, the row of a sheet, the number of a row of Parquet (from 1).
    line: int
    cells: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""


class FlatTable(Protocol):
    """A table with a header."""

    @property
    def name(self) -> str:
        """How rejects name it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The header."""

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was found out about how it is written, in sentences."""

    def rows(self) -> Iterator[FlatRow]:
        """Its rows in order; rows without any cell are left out."""
