"""Reads a sheet of an Excel workbook (.xlsx) as a table of a source."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from trd_registry.importing.flat.flat_row import FlatRow
from trd_registry.loading.plain_file import check_plain
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import Finding, InvalidInput

#: Bytes. A sheet with a million filled rows has a fifth of this.
MAX_UNPACKED = 1_000_000_000

#: Rows of the longest sheet that Excel itself can hold.
LAST_ROW = 1_048_576


def openpyxl() -> Any:
    """The library that reads Excel; raises RegistryError, saying what to install, where it is missing."""
    try:
        import openpyxl as library
    except ImportError:
        raise RegistryError(
            "Excel files need openpyxl, which is not installed.", "Install it: pip install 'trd-registry[cohort,excel]'"
        ) from None
    return library


class Workbook:
    """An Excel workbook, read twice side by side: what the cells hold, and the results of formulas as last saved."""

    def __init__(self, path: Path) -> None:
        library = openpyxl()
        check_plain(path)
        self.path = path
        try:
            # From memory, so that no file stays open where reading ends early.
            held = path.read_bytes()
            _check_size(path, held)
            self._values = library.load_workbook(BytesIO(held), read_only=True, data_only=True)
            # Reading twice takes twice as long, and most workbooks have no formula.
            self._formulas = (
                library.load_workbook(BytesIO(held), read_only=True, data_only=False) if _has_formulas(held) else None
            )
        except Exception as error:  # noqa: BLE001  # the library lets out whatever its parts raise
            raise _refused(path, error) from None

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return tuple(self._values.sheetnames)

    def sheet(self, name: str) -> "ExcelSheet":
        """One sheet; raises InvalidInput where its header cannot be used."""
        return ExcelSheet(self.path, name, self._values[name], self._formulas and self._formulas[name])


class ExcelSheet:
    """One sheet with a header in its first row that is not empty."""

    def __init__(self, path: Path, title: str, values: Any, formulas: Any) -> None:
        self.name = title
        self._path, self._values, self._formulas = path, values, formulas
        for sheet in filter(None, (values, formulas)):
            sheet.reset_dimensions()  # what the file says of its size may be wrong
        self._first, header = next(
            ((number, row) for number, row in self._lines() if any(_is_filled(cell) for cell in row)), (0, ())
        )
        if not header:
            message = f"The sheet {title!r} is empty."
            raise InvalidInput([Finding(str(path), 1, 1, "TRD104", message, "It needs a header.")])
        names = [str(cell).strip() if _is_filled(cell) else "" for cell in header]
        while names and not names[-1]:
            names.pop()
        self.columns = tuple(names)
        findings = [
            Finding(str(path), self._first, names.index(name) + 1, "TRD106",
                    f"The column `{name}` stands twice in the sheet {title!r}.", "Keep one of them.")
            for name in dict.fromkeys(names) if name and names.count(name) > 1
        ]  # fmt: skip
        if findings:
            raise InvalidInput(findings)

    @cached_property
    def assumed(self) -> tuple[str, ...]:
        """Nothing has to be found out."""
        return ()

    def rows(self) -> Iterator[FlatRow]:
        """Its rows in order; empty rows are left out."""
        said: tuple[Any, ...] = ()
        formulas = self._lines(formulas=True) if self._formulas else iter(())
        for number, row in self._lines():
            _, said = next(formulas, (0, ()))
            if number <= self._first or not any(_is_filled(cell) for cell in (*row, *said)):
                continue
            cells: dict[str, Any] = {}
            fault = ""
            for place, cell in enumerate(row):
                name = self.columns[place] if place < len(self.columns) else ""
                is_formula = place < len(said) and isinstance(said[place], str) and said[place].startswith("=")
                if is_formula and cell is None:
                    fault = f"the formula in column {name or place + 1} has no saved result: save the file in Excel"
                elif isinstance(cell, str) and cell.startswith("#") and is_formula:
                    fault = f"the formula in column {name or place + 1} gives {cell}"
                elif not name and _is_filled(cell):
                    fault = f"column {place + 1} is filled and has no name"
                elif name:
                    cells[name] = _plain(cell)
            yield FlatRow(number, {} if fault else cells, fault)

    def _too_long(self) -> InvalidInput:
        message = f"The sheet {self.name!r} has more than {LAST_ROW:,} rows, which no sheet of Excel has."
        return InvalidInput([Finding(str(self._path), LAST_ROW, 1, "TRD102", message, "Save its rows as CSV.")])

    def _lines(self, *, formulas: bool = False) -> Iterator[tuple[int, tuple[Any, ...]]]:
        sheet = self._formulas if formulas else self._values
        try:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > LAST_ROW:
                    raise self._too_long()  # noqa: TRY301  # passed on as it is
                yield number, row
        except Exception as error:  # noqa: BLE001  # the library lets out whatever its parts raise
            raise _refused(self._path, error) from None


def _check_size(path: Path, held: bytes) -> None:
    """Raises InvalidInput for a workbook that is far larger unpacked than packed: it would fill the memory."""
    with ZipFile(BytesIO(held)) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > MAX_UNPACKED:
        message = f"Unpacked, the workbook has more than {MAX_UNPACKED // 10**6:,} MB."
        raise InvalidInput([Finding(str(path), 1, 1, "TRD102", message, "Save its rows as CSV.")])


def _refused(path: Path, error: Exception) -> Exception:
    """What to raise for an error of the library, which has no error of its own for what it cannot read."""
    if isinstance(error, InvalidInput | MemoryError):
        return error
    why = str(error).partition("\n")[0] or type(error).__name__
    message = f"It cannot be read as an Excel workbook (.xlsx): {why}"
    return InvalidInput([Finding(str(path), 1, 1, "TRD105", message, "Save it again as .xlsx, without a password.")])


def _has_formulas(held: bytes) -> bool:
    with ZipFile(BytesIO(held)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[ />]", parts.read(name)) for name in sheets)


def _is_filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _plain(cell: Any) -> Any:
    """Days as days; whole numbers as whole numbers, which Excel does not tell from others."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell.strip() if isinstance(cell, str) else cell
