"""Writes the Excel template: sheets to fill in, how to, an example, and drop-downs with what may stand there."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.columns import Column
from trd_registry.importing.flat.excel_sheet import openpyxl
from trd_registry.importing.template.example_rows import EXAMPLE
from trd_registry.importing.template.template_columns import SHEETS, families, meaning, template_columns
from trd_registry.importing.whole import check_new
from trd_registry.model.vocabulary import Vocabularies

#: Rows that have drop-downs and text cells.
ROWS = 1000

_HOW_TO = """\
Fill in the sheets persons, episodes, trials and measurements: one row a person, a person, a trial, a score.
Every row names its person by the same name or number. Write nothing by which somebody can be found.
Leave a cell empty where it is not known. Empty is unknown: never zero, never no.
Days: 2024-03-14, or 2024-03 or 2024 where no more is known. The cells are text, so that Excel leaves them alone.
Dose is mg a day. Where only bounds are known, use ..._at_least and ..._at_most in place of the value.
A value that is one of several is written a|b.
Name every treatment: also psychotherapy, ECT, TMS and augmentation.
A trial of which a score or an augmentation speaks needs an id.
More columns may be added: the sheet `columns` lists all there are.
Read it: trd import trials FILE.xlsx -o DIR --complete all
Where the trials leave something out, see: trd import trials --help
""".splitlines()


def write_template(path: Path, vocabularies: Vocabularies) -> None:
    """Writes the workbook; raises RegistryError where the file is there already or openpyxl is missing."""
    library = openpyxl()
    check_new(path)
    book = library.Workbook()
    book.remove(book.active)
    lists = _Lists(book, library)
    for sheet in SHEETS:
        _sheet(book.create_sheet(sheet), sheet, lists, library, vocabularies)
    _how_to(book.create_sheet("how to"), library)
    _columns(book.create_sheet("columns"), library)
    _example(book.create_sheet("example"), library)
    lists.finish()
    handle, made = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.absolute().parent)
    os.close(handle)
    try:
        book.save(made)
        mask = os.umask(0)
        os.umask(mask)
        Path(made).chmod(0o666 & ~mask)
        check_new(path)
        Path(made).rename(path)
    finally:
        Path(made).unlink(missing_ok=True)


class _Lists:
    """What drop-downs offer, on a hidden sheet: a validation itself holds 255 characters at most."""

    def __init__(self, book: Any, library: Any) -> None:
        self._sheet = book.create_sheet("lists")
        self._sheet.sheet_state = "hidden"
        self._book, self._library = book, library
        self._known: dict[tuple[str, ...], str] = {}

    def reference(self, values: tuple[str, ...]) -> str:
        """Where these values stand, as a formula."""
        if values not in self._known:
            number = len(self._known) + 1
            letter = self._library.utils.get_column_letter(number)
            for row, value in enumerate(values, start=1):
                self._sheet.cell(row=row, column=number, value=value)
            self._known[values] = f"lists!${letter}$1:${letter}${len(values)}"
        return self._known[values]

    def finish(self) -> None:
        """Puts the sheet last."""
        self._book.move_sheet(self._sheet, len(self._book.sheetnames))


def _sheet(page: Any, sheet: str, lists: _Lists, library: Any, vocabularies: Vocabularies) -> None:
    styles = library.styles
    page.freeze_panes = "B2"
    for number, (header, column) in enumerate(template_columns(sheet), start=1):
        letter = library.utils.get_column_letter(number)
        cell = page.cell(row=1, column=number, value=header)
        cell.font = styles.Font(bold=column is None or column.required)
        cell.fill = styles.PatternFill("solid", fgColor="DDE7F0")
        page.column_dimensions[letter].width = max(12, len(header) + 2)
        is_text = column is None or column.kind in ("date", "day", "text")
        if is_text:
            # Excel turns 2019-03 and 3-4 into days unless the cells are text.
            for row in range(2, ROWS + 2):
                page.cell(row=row, column=number).number_format = "@"
        validation = _validation(column, header, lists, library, vocabularies)
        if validation is not None:
            page.add_data_validation(validation)
            validation.add(f"{letter}2:{letter}{ROWS + 1}")


def _validation(column: Column | None, header: str, lists: _Lists, library: Any, vocabularies: Vocabularies) -> Any:
    """The drop-down and hint of a column. It warns and does not stop: a|b and other names may be meant."""
    made = library.worksheet.datavalidation.DataValidation
    says = "Whom the row is about." if column is None else meaning(column)
    values = _values(column, vocabularies)
    if values:
        found = made(type="list", formula1=lists.reference(values), allow_blank=True, errorStyle="warning")
        found.error = "It is not in the list. Several values are written a|b."
        found.showErrorMessage = True
    else:
        found = made(allow_blank=True)
    found.promptTitle, found.prompt = header[:32], says[:250]
    found.showInputMessage = True
    return found


def _values(column: Column | None, vocabularies: Vocabularies) -> tuple[str, ...]:
    if column is None:
        return ()
    if column.kind == "truth":
        return ("yes", "no")
    if column.name == "treatment":
        return tuple(sorted(one.name for one in vocabularies.treatments.values()))
    if column.name == "class":
        return tuple(sorted(vocabularies.classes))
    if column.name == "scale":
        return tuple(vocabularies.scales)
    return column.values


def _how_to(page: Any, library: Any) -> None:
    page.column_dimensions["A"].width = 110
    for number, line in enumerate(_HOW_TO, start=1):
        cell = page.cell(row=number, column=1, value=line)
        cell.alignment = library.styles.Alignment(wrap_text=True, vertical="top")


def _columns(page: Any, library: Any) -> None:
    for number, width in enumerate((16, 30, 60, 100), start=1):
        page.column_dimensions[library.utils.get_column_letter(number)].width = width
    page.append(["sheet", "column", "what may stand there", "meaning"])
    for cell in page[1]:
        cell.font = library.styles.Font(bold=True)
    for sheet in SHEETS:
        for header, column in template_columns(sheet):
            if column is not None:
                page.append([sheet, header, _may(column), meaning(column)])
        for column in families(sheet):
            page.append([sheet, f"{column.name}NAME", _may(column), f"May be added. {meaning(column)}"])


def _may(column: Column) -> str:
    if column.values:
        return ", ".join(column.values)
    return {
        "truth": "yes, no", "number": "a number", "whole": "a whole number", "dose": "mg a day",
        "date": "a day, month or year", "day": "a day",
    }.get(column.kind, "text")  # fmt: skip


def _example(page: Any, library: Any) -> None:
    row = 1
    for sheet, line in _example_lines():
        for number, value in enumerate(line, start=1):
            cell = page.cell(row=row, column=number, value=value)
            cell.font = library.styles.Font(bold=sheet)
        row += 1


def _example_lines() -> Iterator[tuple[bool, list[Any]]]:
    """Lines of the example, and whether one is a heading."""
    yield True, ["A made-up person, as the four sheets would say it. This sheet is not read."]
    for sheet, rows in EXAMPLE.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        yield True, [sheet]
        yield True, names
        for row in rows:
            yield False, [row.get(name) for name in names]
        yield False, []
