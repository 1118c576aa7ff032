"""The Excel template, filled in: the same sheets and columns, and a sheet that says what the persons are."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import FILLED_IN, Person, rows_of
from trd_registry.imitating.trials import columns
from trd_registry.importing.flat.excel_sheet import openpyxl
from trd_registry.importing.synthetic_mark import MARK
from trd_registry.importing.template.template_columns import template_columns
from trd_registry.model.errors import RegistryError

_FILE = "histories.xlsx"

#: Rows of a sheet of Excel, one of them the header.
_MOST = 1_048_576

#: Stands for the day of writing, so that the same seed gives the same bytes.
_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  the file format has no time zone

_YES = {True: "yes", False: "no"}


def write(folder: Path, persons: Iterable[Person], label: Label) -> None:
    """Writes the workbook; raises RegistryError where openpyxl is missing or a sheet would be too long."""
    library = openpyxl()
    book = library.Workbook(write_only=True)
    book.properties.title, book.properties.description = label.title, label.text
    book.properties.keywords, book.properties.creator = "synthetic", label.source
    book.properties.created = _DAY
    sheets = {table: book.create_sheet(table) for table in FILLED_IN}
    headers = {table: _header(table) for table in FILLED_IN}
    for table, sheet in sheets.items():
        sheet.append(headers[table])
    about = book.create_sheet("synthetic")
    for line in label.text.splitlines():
        about.append([line])
    try:
        _fill(sheets, headers, persons)
    except BaseException:
        # The library complains of sheets that are left open.
        for sheet in book.worksheets:
            sheet.close()
        raise
    book.save(folder / _FILE)
    _without_the_hour(folder / _FILE)


def _fill(sheets: Mapping[str, Any], headers: Mapping[str, list[str]], persons: Iterable[Person]) -> None:
    lines = dict.fromkeys(FILLED_IN, 1)
    for person in persons:
        for table, rows in rows_of(person, register=False).items():
            lines[table] += len(rows)
            if lines[table] > _MOST:
                raise RegistryError(
                    f"A sheet of Excel holds {_MOST - 1:,} rows: there are more {table}.", "Make fewer persons."
                )
            for row in rows:
                sheets[table].append([*(_cell(row.get(name)) for name in headers[table][:-1]), "yes"])


def _header(table: str) -> list[str]:
    """The columns of the template, and those that may be added and are filled."""
    there = [name for name, _ in template_columns(table)]
    return [*there, *(name for name in columns(table) if name not in there), MARK]


def _cell(value: Any) -> Any:
    return _YES[value] if isinstance(value, bool) else value


def _without_the_hour(path: Path) -> None:
    """Packs the parts of a workbook again, without the time at which they were written."""
    packed = path.with_suffix(".parts")
    path.rename(packed)
    with ZipFile(packed) as parts, ZipFile(path, "w", ZIP_DEFLATED) as again:
        for name in parts.namelist():
            held = ZipInfo(name, _DAY.timetuple()[:6])
            held.compress_type, held.external_attr = ZIP_DEFLATED, 0o644 << 16
            if name == "docProps/core.xml":
                told = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", parts.read(name))
                again.writestr(held, told)
            else:
                with parts.open(name) as given, again.open(held, "w") as taken:
                    while block := given.read(1 << 20):
                        taken.write(block)
    packed.unlink()
