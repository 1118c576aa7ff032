"""Facts of a person that several rows may say: they are put together, and must not contradict one another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.target import Target

#: Tables with one row a person.
SHARED = ("persons", "episodes")


@dataclass
class _Said:
    cells: dict[str, Any] = field(default_factory=dict)
    #: Column of the cohort -> column of the source, as it was first said.
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[SourceRow] = field(default_factory=list)
    #: The column of the source in which rows say different things.
    torn: str | None = None


class SharedFacts:
    """What the rows of a source say of persons and episodes, beside their own matter."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._said: dict[tuple[str, str], _Said] = {}

    def add(self, row: SourceRow, table: str, cells: Mapping[str, Any], columns: Mapping[str, str]) -> None:
        """Keeps what a row says.

        Args:
            row: The row of the source.
            table: persons or episodes.
            cells: Column of the cohort -> value.
            columns: Column of the cohort -> column of the source.
        """
        said = self._said.setdefault((row.person, table), _Said())
        said.rows.append(row)
        for name, value in cells.items():
            said.columns.setdefault(name, columns[name])
            if said.cells.setdefault(name, value) != value and said.torn is None:
                said.torn = columns[name]

    def finish(self) -> None:
        """Puts one row for each person into each table; where rows contradict one another, none is used."""
        for (_, table), said in self._said.items():
            if said.torn is not None:
                for row in said.rows:
                    told = "Rows of one person say different things."
                    self._target.refuse_person(row, "IMP4", told, said.torn)
            elif self._target.add(said.rows[0], table, said.cells):
                for row in said.rows[1:]:
                    self._target.use(row)
            else:
                told = "What the rows of this person say together cannot be used."
                for row in said.rows[1:]:
                    self._target.refuse_person(row, "IMP4", told)
