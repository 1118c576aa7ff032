"""Reads a CSV file many lines at once, and gives the same cells as reading it line by line.

A chunk of lines in which nothing is odd is read by Arrow. In any other each line is read by `CsvTable`: a quote that
is not closed, a stray carriage return or another number of cells stay a matter of that one line.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from trd_registry.cohorts.folder.csv_table import MARK, CsvTable, is_blank
from trd_registry.cohorts.needs import needed

#: Bytes that are read at once; one odd line makes so much be read line by line.
CHUNK = 1 << 21

#: A line in which quotes stand around whole cells, and doubled inside them.
_CELL = '(?:[^",]*|"(?:[^"]|"")*")'
_WELL_QUOTED = f"^{_CELL}(?:,{_CELL})*\r?$"


class CsvChunks:
    """The rows of one CSV file as record batches.

    Args:
        table: The file.
        kept: The positions of the columns to be given, beside the person.
    """

    def __init__(self, table: CsvTable, kept: Sequence[int]) -> None:
        self._arrow = needed("pyarrow")
        self._compute = needed("pyarrow.compute")
        self._csv = needed("pyarrow.csv")
        self._table = table
        self._kept = kept
        text = self._arrow.string()
        named = [("person", text), ("line", self._arrow.int64()), ("fault", text)]
        self._schema = self._arrow.schema([*named, *((f"c{number}", text) for number in range(len(kept)))])

    def reader(self) -> Any:
        """A reader of batches: person, line, fault (null where the line can be read), and the cells c0, c1, ..."""
        return self._arrow.RecordBatchReader.from_batches(self._schema, self._batches())

    def _batches(self) -> Iterator[Any]:
        with self._table.path.open("rb") as file:
            file.readline()
            line = 2
            while data := file.read(CHUNK):
                data += file.readline()
                lines = data.count(b"\n") + (not data.endswith(b"\n"))
                table = self._at_once(data, lines)
                columns = self._one_by_one(data, line) if table is None else self._columns(table, line)
                yield self._arrow.record_batch(columns, schema=self._schema)
                line += lines

    def _at_once(self, data: bytes, lines: int) -> Any:
        """The chunk as a table of text; None where some line of it is not as most are."""
        width = len(self._table.header.cells)
        # In a single column an empty line and an empty cell look alike; Arrow takes a mark of Unicode away.
        if width == 1 or data.startswith(MARK) or b"\x00" in data or data.count(b"\r") != data.count(b"\r\n"):
            return None
        names = [str(number) for number in range(width)]
        if _has_long_line(data):
            return None
        try:
            if b'"' in data and not self._is_well_quoted(data):
                return None
            table = self._csv.read_csv(
                self._arrow.BufferReader(data),
                read_options=self._csv.ReadOptions(column_names=names, block_size=len(data) + 1),
                parse_options=self._csv.ParseOptions(newlines_in_values=False),
                convert_options=self._csv.ConvertOptions(
                    column_types=dict.fromkeys(names, self._arrow.string()), strings_can_be_null=False
                ),
            )
        except (self._arrow.ArrowInvalid, UnicodeDecodeError):
            return None
        return table if table.num_rows == lines else None

    def _is_well_quoted(self, data: bytes) -> bool:
        text = data.decode("utf-8").removesuffix("\n")
        lines = self._compute.split_pattern(self._arrow.scalar(text), "\n").values
        return bool(self._compute.all(self._compute.match_substring_regex(lines, _WELL_QUOTED)).as_py())

    def _columns(self, table: Any, line: int) -> list[Any]:
        person = self._compute.utf8_trim_whitespace(table.column(self._table.header.person).combine_chunks())
        rows = range(line, line + table.num_rows)
        none = self._arrow.nulls(table.num_rows, self._arrow.string())
        kept = [table.column(place).combine_chunks() for place in self._kept]
        return [person, self._arrow.array(rows, self._arrow.int64()), none, *kept]

    def _one_by_one(self, data: bytes, first: int) -> list[Any]:
        rows: list[Sequence[Any]] = []
        nothing = [None] * len(self._kept)
        for number, line in enumerate(data.removesuffix(b"\n").split(b"\n"), start=first):
            if is_blank(line):
                continue
            values, fault = self._table.values_of(line)
            if fault is None:
                person = values[self._table.header.person].strip()
                rows.append((person, number, None, *(values[place] for place in self._kept)))
            else:
                rows.append((self._table.person_of(line), number, fault, *nothing))
        columns = zip(*rows, strict=True) if rows else ([] for _ in self._schema)
        return [self._arrow.array(list(one), field.type) for one, field in zip(columns, self._schema, strict=True)]


def _has_long_line(data: bytes) -> bool:
    """Whether a line may be so long that a cell of it could be too long for the reader of lines.

    A line of twice the step holds one whole step without an end of line.
    """
    step = csv.field_size_limit() // 2
    return any(data.find(b"\n", place, place + step) < 0 for place in range(0, len(data) - step + 1, step))
