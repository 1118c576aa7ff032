"""Opens a table of a source by the ending of its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trd_registry.importing.flat.delimited import DELIMITERS, DelimitedText
from trd_registry.importing.flat.excel_sheet import Workbook
from trd_registry.importing.flat.flat_row import FlatTable
from trd_registry.importing.flat.parquet_file import ParquetFile
from trd_registry.loading.plain_file import check_plain
from trd_registry.model.errors import RegistryError

EXCEL = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a text is written, where it is known; empty: it is found out."""

    delimiter: str = ""
    encoding: str = ""


def open_table(path: Path, writing: Writing, wanted: Iterable[str] = (), sheet: str = "") -> FlatTable:
    """A CSV, Parquet or Excel file as a table.

    Args:
        path: The file.
        writing: Of a text only.
        wanted: Columns that it should have.
        sheet: Of a workbook; empty where it has only one.
    """
    check_plain(path)
    ending = path.suffix.casefold()
    if ending in (".parquet", ".pq"):
        return ParquetFile(path)
    if ending in EXCEL:
        workbook = Workbook(path)
        if sheet not in ("", *workbook.sheets) or (not sheet and len(workbook.sheets) > 1):
            there = ", ".join(workbook.sheets)
            raise RegistryError(f"{path.name} has several sheets, or not the one named.", f"Name one of: {there}.")
        return workbook.sheet(sheet or workbook.sheets[0])
    if ending == ".xls":
        raise RegistryError(f"{path.name} is an old Excel file (.xls).", "Save it as .xlsx or CSV.")
    delimiter = DELIMITERS.get(writing.delimiter, writing.delimiter)
    return DelimitedText(path, delimiter=delimiter, encoding=writing.encoding, wanted=wanted)
