"""Reads a CSV file line by line. One line is one row, so that a fault in it cannot swallow the rows after it."""

import csv
import mmap
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from trd_registry.cohorts.folder.cells import Fault
from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.header import Header, header_of
from trd_registry.cohorts.folder.row import Row
from trd_registry.cohorts.folder.sorting import BATCH, Sorter
from trd_registry.model.finding import Finding, InvalidInput

MARK = b"\xef\xbb\xbf"


#: Bytes of a line that says little.
_SHORT_LINE = 16

#: Bytes of a line that says more than any row; what is longer is one row that cannot be read.
LONGEST_LINE = 1_000_000


class CsvTable:
    """One table as a CSV file: UTF-8, commas, a header, one line a row."""

    def __init__(self, table: str, path: Path, declaration: Declaration, sorter: Sorter) -> None:
        self.table = table
        self.path = path
        self._sorter = sorter
        self._is_indexed = False
        self.header = self._read_header(declaration)

    def size(self) -> int:
        """How many rows there are."""
        with self._indexed():
            return self._sorter.size(self.table)

    def about(self) -> int:
        """About how many rows there are, and seldom fewer, without reading them."""
        return self.path.stat().st_size // _SHORT_LINE

    def drawn(self, number: int) -> list[str]:
        """So many of the persons that the table names: the lowest by the MD5 of the name."""
        with self._indexed():
            return self._sorter.drawn(f"SELECT person FROM {self.table}", number)

    def rows(self, persons: Collection[str] | None) -> Iterator[Row]:
        """The rows of these persons or of all, by person; those that name nobody come first."""
        with self._indexed() as data:
            for name, line, first, last in self._sorter.lines(self.table, persons):
                yield self._row(data[first:last], name, line)

    @contextmanager
    def _indexed(self) -> Iterator[mmap.mmap]:
        """The file, after it was noted where the lines of each person are; a header there is (see `_read_header`)."""
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            self._index(data)
            yield data

    def _read_header(self, declaration: Declaration) -> Header:
        path = str(self.path)
        with self.path.open("rb") as file:
            first = file.readline().removeprefix(MARK)
        names, fault = cells_of(first)
        if fault is not None:
            raise InvalidInput(
                [Finding(path, 1, 1, "TRD103", f"The header cannot be read: {fault}.", "Save as UTF-8.")]
            )
        if not any(name.strip() for name in names):
            raise InvalidInput([Finding(path, 1, 1, "TRD104", "There is no header.", "Write the columns on line 1.")])
        if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
            message = "The columns are not separated by commas."
            raise InvalidInput(
                [Finding(path, 1, 1, "TRD105", message, "Save it as CSV with commas and decimal points.")]
            )
        return header_of(self.table, path, [name.strip() for name in names], declaration)

    def _index(self, data: mmap.mmap) -> None:
        """Notes where the lines of each person are."""
        if self._is_indexed:
            return
        self._is_indexed = True
        batch: list[tuple[str, int, int, int]] = []
        self._sorter.add(self.table, batch)
        data.seek(0)
        end = len(data.readline())
        number = 1
        while line := data.readline():
            number, start, end = number + 1, end, end + len(line)
            if is_blank(line):
                continue
            batch.append((self.person_of(line), number, start, end))
            if len(batch) >= BATCH:
                self._sorter.add(self.table, batch)
                batch.clear()
        self._sorter.add(self.table, batch)

    def person_of(self, line: bytes) -> str:
        """Whom a line is about; empty where it cannot be told, because nobody or not the right cell is named.

        Of a line that cannot be read as a whole, the first cell can be trusted still.
        """
        values, fault = cells_of(line)
        if fault is None and len(values) == len(self.header.cells):
            return values[self.header.person].strip()
        if self.header.person != 0:
            return ""
        values, fault = cells_of(line.partition(b",")[0])
        return values[0].strip() if fault is None and len(values) == 1 else ""

    def _row(self, line: bytes, person: str, number: int) -> Row:
        values, fault = self.values_of(line)
        if fault is not None:
            return unreadable(self.table, number, person, fault)
        return self.header.row(number, person, values)

    def values_of(self, line: bytes) -> tuple[list[str], str | None]:
        """The cells of a line, one for each column, and what keeps it from being read."""
        values, fault = cells_of(line)
        if fault is None and len(values) != len(self.header.cells):
            fault = f"there are {len(values)} cells in {len(self.header.cells)} columns"
        return values, fault


def is_blank(line: bytes) -> bool:
    """Whether a line is empty, and so no row."""
    return line.strip(b"\r\n \t") == b""


def unreadable(table: str, line: int, person: str, fault: str) -> Row:
    """A row of which nothing can be read, but perhaps whom it is about."""
    return Row(table, line, person, faults=(Fault("", "ROW1", f"The line cannot be read: {fault}."),))


def cells_of(line: bytes) -> tuple[list[str], str | None]:
    """The cells of a line, however many, and what keeps it from being read."""
    if len(line) > LONGEST_LINE:
        return [], f"it has more than {LONGEST_LINE:,} bytes"
    try:
        text = line.decode("utf-8").rstrip("\r\n")
        if "\x00" in text:
            return [], "it holds a character that no text has"
        return next(csv.reader([text], strict=True), []), None
    except UnicodeDecodeError:
        return [], "it is not UTF-8"
    except csv.Error as error:
        return [], str(error)
