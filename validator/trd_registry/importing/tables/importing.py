"""The whole import of filled-in tables: trials, and what belongs to them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.columns import TABLES
from trd_registry.importing.declared import Declared
from trd_registry.importing.flat.column_map import ColumnMap
from trd_registry.importing.flat.excel_sheet import Workbook
from trd_registry.importing.flat.flat_row import FlatTable
from trd_registry.importing.flat.opening import EXCEL, Writing, open_table
from trd_registry.importing.importer import load_importer
from trd_registry.importing.source_report import Summary
from trd_registry.importing.synthetic_mark import SyntheticMarks
from trd_registry.importing.tables.reading_cells import CellReader
from trd_registry.importing.tables.table_rows import TableRows
from trd_registry.importing.target import Target
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError, suggest

#: The tables that people fill in.
FILLED_IN = ("persons", "episodes", "trials", "measurements")


@dataclass
class TableOptions:
    """How filled-in tables are read."""

    #: Table of the cohort -> its file; a workbook may hold all of them in sheets of these names.
    files: Mapping[str, Path]
    map: ColumnMap = field(default_factory=ColumnMap)
    writing: Writing = field(default_factory=Writing)
    sheet: str = ""
    dates: str = "iso"
    decimal: str = "."
    missing: frozenset[str] = frozenset()
    as_of: str = ""
    #: As in cohort.yaml.
    complete: str | list[str] | dict[str, Any] = "none"
    in_current_episode: bool = False
    title: str = ""
    source: str = ""
    #: The persons were made up by a program, whatever the rows say.
    synthetic: bool = False


def import_tables(
    folder: Path, options: TableOptions, registry: Registry, *, form: str, check: bool, say: Callable[[str], None]
) -> Summary:
    """Makes a cohort folder from filled-in tables.

    Raises RegistryError or InvalidInput where it cannot be made.
    """
    sources = dict(_sources(options))
    declared = Declared(
        title=options.title or f"Trials of {options.files['trials'].name}",
        source=options.source or options.files["trials"].name,
        as_of=options.as_of,
        complete=options.complete,
        in_current_episode=options.in_current_episode,
    )
    reader, marks = CellReader(options.dates, options.decimal, options.missing), SyntheticMarks()
    with Target(
        folder, load_importer("trials"), registry, declared, form="csv" if form == "csv" else "parquet",
        check=check, say=say, everybody="persons" not in sources,
    ) as target:  # fmt: skip
        readers = [
            TableRows(table, sources[table], options.map, reader, target, marks=marks)
            for table in TABLES
            if table in sources
        ]
        _check_all_taken(options.map, readers)
        options.map.check_values(name for rows in readers for name in rows.names)
        for rows in readers:
            target.assumed += rows.told()
            declared.mapping |= {one.name: one.column for one in rows.taken}
            rows.read()
        declared.synthetic = options.synthetic or marks.all
        target.assumed += [] if options.synthetic else marks.told()
        if reader.met:
            words = ", ".join(f"{word!r} ({number:,})" for word, number in sorted(reader.met.items()))
            target.assumed.append(f"Read as unknown: {words}.")
        if options.dates != "iso":
            target.assumed.append(f"Days are read as: {options.dates}.")
        return target.finish()


def _sources(options: TableOptions) -> Iterator[tuple[str, FlatTable]]:
    main = options.files["trials"]
    if main.suffix.casefold() in EXCEL and not options.sheet:
        workbook = Workbook(main)
        named = {name.strip().casefold(): name for name in workbook.sheets}
        if "trials" in named:
            for table in FILLED_IN:
                if table in named and table not in {*options.files} - {"trials"}:
                    yield table, workbook.sheet(named[table])
        elif len(workbook.sheets) == 1:
            yield "trials", workbook.sheet(workbook.sheets[0])
        else:
            raise RegistryError(
                f"{main.name} has no sheet 'trials'.", f"Name one with --sheet: {', '.join(workbook.sheets)}."
            )
    else:
        yield "trials", open_table(main, options.writing, options.map.columns.values(), options.sheet)
    for table, file in options.files.items():
        if table != "trials":
            yield table, open_table(file, options.writing)


def _check_all_taken(columns: ColumnMap, readers: list[TableRows]) -> None:
    """Raises RegistryError where a map names a table that is not there."""
    tables = {one.table for one in readers} | {"persons", "episodes"}
    for wanted in columns.columns:
        before, dot, _ = wanted.partition(".")
        if dot and before in TABLES and before not in tables:
            raise RegistryError(f"--map names {wanted!r}, and there is no such table.", suggest(before, FILLED_IN))
