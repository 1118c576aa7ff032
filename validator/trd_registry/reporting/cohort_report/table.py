"""A table of the report: on the page, as CSV and as Parquet, always the same figures."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.reporting.cohort_report.cells import Cell, Hidden, in_words
from trd_registry.reporting.svg import clean

#: Words of columns that are not figures.
TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, its head on the page, and what kind of figure it holds."""

    name: str
    head: str
    #: ``text``, ``count``, ``share`` (0 to 1), ``coefficient`` or ``number``.
    kind: str = "count"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. In files a suppressed figure is empty, and the last column names it."""

    #: Of the files, without their ending.
    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: Whether files have a column that names what is suppressed in each row.
    names_hidden: bool = False

    @property
    def heads(self) -> list[str]:
        """The names of the columns in files."""
        return [one.name for one in self.columns] + (["suppressed"] if self.names_hidden else [])

    def as_csv(self) -> str:
        """UTF-8, commas, decimal points; what is not defined is empty."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.heads)
        writer.writerows([["" if cell is None else _safe(cell) for cell in row] for row in self._plain()])
        return out.getvalue()

    def as_arrow(self) -> Any:
        """A pyarrow table; what is not defined is null."""
        arrow = needed("pyarrow")
        kinds = {"text": arrow.string(), "count": arrow.int64()}
        types = [kinds.get(one.kind, arrow.float64()) for one in self.columns]
        types += [arrow.string()] if self.names_hidden else []
        rows = self._plain()
        values = [[row[place] for row in rows] for place in range(len(types))]
        arrays = [arrow.array(column, type=kind) for column, kind in zip(values, types, strict=True)]
        return arrow.Table.from_arrays(arrays, names=self.heads)

    def _plain(self) -> list[list[str | int | float | None]]:
        rows = []
        for row in self.rows:
            plain: list[str | int | float | None] = [None if isinstance(cell, Hidden) else cell for cell in row]
            if self.names_hidden:
                names = [one.name for one, cell in zip(self.columns, row, strict=True) if isinstance(cell, Hidden)]
                plain.append("|".join(names))
            rows.append(plain)
        return rows

    def as_html(self, columns: Sequence[str] = (), rows: Callable[[tuple[Cell, ...]], bool] | None = None) -> str:
        """A table for the page in a box that scrolls.

        Args:
            columns: Names of those to show, in this order; the first names the row. All where none are named.
            rows: Which rows to show.
        """
        places = {one.name: place for place, one in enumerate(self.columns)}
        shown = [places[name] for name in columns or places]
        head = "".join(
            f'<th scope="col"{_aligned(one) if place != shown[0] else ""}>{clean(one.head)}</th>'
            for place, one in ((place, self.columns[place]) for place in shown)
        )
        body = []
        for row in self.rows:
            if rows is not None and not rows(row):
                continue
            first, *others = shown
            cells = f'<th scope="row">{clean(in_words(row[first], self.columns[first].kind))}</th>'
            for place in others:
                one = self.columns[place]
                cells += f"<td{_aligned(one)}>{clean(in_words(row[place], one.kind))}</td>"
            body.append(f"<tr>{cells}</tr>")
        if not body:
            return '<p class="small">No rows.</p>'
        label = clean(self.caption)
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><caption>{label}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>\n" + "\n".join(body) + "\n</tbody></table></div>"
        )


def _aligned(column: Column) -> str:
    return "" if column.kind == TEXT else ' class="figure"'


def _safe(cell: str | float) -> str | int | float:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell
