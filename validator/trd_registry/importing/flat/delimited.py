"""Reads delimited text: a line that cannot be read is one row lost, never the rest of the file."""

import csv
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from trd_registry.importing.flat.encoding import Encoding, encoding_of
from trd_registry.importing.flat.flat_row import FlatRow
from trd_registry.loading.plain_file import check_plain
from trd_registry.model.finding import Finding, InvalidInput

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}

#: A quoted cell may run over so many lines.
_LONGEST = 50

#: Lines by which the delimiter is found out.
_LOOKED_AT = 50

#: A sign for what could not be decoded.
_LOST = "\ufffd"


class DelimitedText:
    """A file of delimited text with a header.

    Args:
        path: The file.
        delimiter: One of DELIMITERS' values; found out where it is empty.
        encoding: Found out where it is empty.
        wanted: Columns that the header should have, by which a delimiter is preferred.
        doubles: Whether columns may have the same name: a figure is added to the later ones then.

    Raises InvalidInput where there is no header, or a column stands twice in it.
    """

    def __init__(
        self,
        path: Path,
        *,
        delimiter: str = "",
        encoding: str = "",
        wanted: Iterable[str] = (),
        doubles: bool = False,
    ) -> None:
        check_plain(path)
        self.path = path
        self.name = path.name
        self._encoding = Encoding(encoding) if encoding else encoding_of(path)
        self._assumed = [self._encoding.assumed] if self._encoding.assumed else []
        self._skipped = 0
        self._delimiter = delimiter or self._named() or self._found_out(tuple(wanted))
        first = next(iter(self._records()), None)
        if first is None:
            raise InvalidInput([Finding(str(path), 1, 1, "TRD104", "The file is empty.", "It needs a header.")])
        number, cells, fault = first
        if fault:
            message = f"The header cannot be read: {fault}."
            raise InvalidInput(
                [Finding(str(path), number, 1, "TRD105", message, "Write it again, or name --encoding.")]
            )
        self.columns = tuple(_numbered(cells) if doubles else (cell.strip() for cell in cells))
        findings = [
            Finding(str(path), number, 1, "TRD106", f"The column `{name}` stands twice.", "Keep one of them.")
            for name in dict.fromkeys(self.columns)
            if name and self.columns.count(name) > 1
        ]
        if findings:
            raise InvalidInput(findings)

    @cached_property
    def assumed(self) -> tuple[str, ...]:
        """What was found out about how it is written."""
        return tuple(self._assumed)

    def rows(self) -> Iterator[FlatRow]:
        """Its rows in order; empty lines are left out."""
        records = self._records()
        next(records)
        width = len(self.columns)
        for number, cells, fault in records:
            if fault or len(cells) != width:
                told = fault or f"there are {len(cells)} cells in {width} columns"
                # The first cell of a broken line can be trusted still, as the reader of cohorts does.
                yield FlatRow(number, {self.columns[0]: cells[0]} if cells else {}, told)
            elif any(cells):
                yield FlatRow(number, dict(zip(self.columns, cells, strict=True)))

    def _records(self) -> Iterator[tuple[int, list[str], str]]:
        """Number of the first line, cells and fault of every record."""
        held: list[tuple[int, str]] = []
        lines = self._lines()
        while True:
            number, line = held.pop(0) if held else next(lines, (0, ""))
            if not number:
                return
            if not line.strip():
                continue
            text, taken = line, 0
            cells, fault = self._cells(text)
            # A quote that is not closed may go on in the next lines; where it never closes, only this line is lost.
            while fault == _OPEN and taken < _LONGEST:
                if taken == len(held):
                    following = next(lines, None)
                    if following is None:
                        break
                    held.append(following)
                text += "\n" + held[taken][1]
                taken += 1
                cells, fault = self._cells(text)
            if taken == 0:
                pass
            elif not fault and (not hasattr(self, "columns") or len(cells) == len(self.columns)):
                del held[:taken]
            else:
                cells, fault = self._first(line), _OPEN
            yield number, cells, fault

    def _cells(self, text: str) -> tuple[list[str], str]:
        if "\x00" in text:
            return self._first(text), "it holds a NUL, which no text has"
        if _LOST in text:
            return self._first(text), f"it is not {self._encoding.name}"
        try:
            return [cell.strip() for cell in next(csv.reader([text], delimiter=self._delimiter, strict=True))], ""
        except StopIteration:
            return [], ""
        except csv.Error as error:
            return self._first(text), _OPEN if "unexpected end of data" in str(error) else str(error)

    def _first(self, text: str) -> list[str]:
        """The first cell of a line that cannot be read as a whole, where it is plain."""
        cell = text.partition(self._delimiter)[0].strip().strip('"')
        return [cell] if cell.isprintable() and _LOST not in cell and '"' not in cell else []

    def _lines(self) -> Iterator[tuple[int, str]]:
        with self.path.open(encoding=self._encoding.name, errors="replace", newline=None) as file:
            for number, line in enumerate(file, start=1):
                if number > self._skipped:
                    yield number, line.rstrip("\n")

    def _named(self) -> str:
        """The delimiter that Excel writes into a first line of its own: ``sep=;``."""
        _, first = next(self._lines(), (0, ""))
        if len(first) == 5 and first.casefold().startswith("sep="):
            self._skipped = 1
            return first[4]
        return ""

    def _found_out(self, wanted: tuple[str, ...]) -> str:
        """The delimiter that gives the wanted columns, and else as many columns as the lines agree on."""
        lines = [line for _, line in zip(range(_LOOKED_AT), (text for _, text in self._lines() if text), strict=False)]
        best, reached = ",", (-1, -1, 0)
        for delimiter in DELIMITERS.values():
            rows = [_parted(line, delimiter) for line in lines]
            header = {cell.strip().casefold() for cell in rows[0]} if rows else set()
            width = len(rows[0]) if rows else 0
            same = sum(len(row) == width for row in rows) if width > 1 else 0
            score = (sum(name.casefold() in header for name in wanted), same, width)
            if score > reached:
                best, reached = delimiter, score
        if best != ",":
            name = next(name for name, one in DELIMITERS.items() if one == best)
            self._assumed.append(f"The cells of {self.path.name} are taken to be parted by: {name} (--delimiter).")
        return best


def _parted(line: str, delimiter: str) -> list[str]:
    """The cells of a line; none where it cannot be read, which is told when it is."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _numbered(names: Iterable[str]) -> Iterator[str]:
    """Names, each of which stands once."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


_OPEN = "a quote in it is not closed"
