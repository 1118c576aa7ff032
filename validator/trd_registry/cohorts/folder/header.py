"""What the columns of one table mean; a column that means nothing is a fault of the file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.folder.cells import Fault, entry_of
from trd_registry.cohorts.folder.columns import PERSON, Cell, cell_of, known_names
from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.row import Row
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding, InvalidInput

#: Columns that mean nothing and are told one by one.
MAX_TOLD = 50


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of one table, by position; None stands for one that is not read."""

    table: str
    cells: tuple[Cell | None, ...]
    #: The position of the column that names the person.
    person: int

    def row(self, line: int, person: str, values: Sequence[Any]) -> Row:
        """What stands in these cells."""
        said = [
            (cell, value)
            for cell, value in zip(self.cells, values, strict=True)
            if cell is not None and value is not None
        ]
        entry, faults = entry_of(self.table, said)
        if not entry and not faults and self.table != "persons":
            faults = [Fault("", "ROW6", "Nothing stands in the row beside the person.")]
        return Row(self.table, line, person, entry, tuple(faults))


def header_of(table: str, path: str, names: Sequence[str], declaration: Declaration) -> Header:
    """The meaning of a header. Raises InvalidInput for columns that are not known, stand twice or are missing."""
    findings = [
        Finding(path, 1, 1, "TRD106", f"The column `{name}` stands {count} times.", "Keep one of them.")
        for name, count in Counter(names).items()
        if count > 1
    ]
    unread = declaration.unread(table)
    cells: list[Cell | None] = []
    for number, name in enumerate(names):
        cell = None if name == PERSON or name in unread else cell_of(table, name)
        cells.append(cell)
        if cell is None and name != PERSON and name not in unread:
            if len(findings) > MAX_TOLD:
                continue  # to find the nearest known name takes time
            near = suggest(name, known_names(table)).capitalize()
            remedy = f"{near} Or name it in cohort.yaml: `unread: {{{table}: [{name}]}}`.".strip()
            message = f"There is no column `{name}` in {table}."
            findings.append(Finding(path, 1, number + 1, "TRD201", message, remedy))
    if PERSON not in names:
        message = f"The column `{PERSON}` is missing in {table}."
        findings.append(Finding(path, 1, 1, "TRD202", message, "Every row must say whom it is about."))
    if findings:
        raise InvalidInput(findings)
    return Header(table, tuple(cells), names.index(PERSON))
