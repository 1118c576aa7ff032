"""The whole import of a REDCap project."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trd_registry.importing.declared import Declared
from trd_registry.importing.flat.column_map import ColumnMap
from trd_registry.importing.flat.delimited import DelimitedText
from trd_registry.importing.importer import load_importer
from trd_registry.importing.redcap.dictionary import read_dictionary
from trd_registry.importing.redcap.export import Export
from trd_registry.importing.source_report import Summary
from trd_registry.importing.tables.reading_cells import CellReader
from trd_registry.importing.target import Target
from trd_registry.loading.registry import Registry

#: Fields that are named in one line.
_MOST = 8


@dataclass
class RedcapOptions:
    """How a REDCap project is read."""

    dictionary: Path
    export: Path
    map: ColumnMap = field(default_factory=ColumnMap)
    dates: str = "iso"
    decimal: str = "."
    missing: frozenset[str] = frozenset()
    as_of: str = ""
    complete: str | list[str] | dict[str, Any] = "none"
    in_current_episode: bool = False
    title: str = ""
    source: str = ""
    #: The persons were made up by a program, whatever the rows say.
    synthetic: bool = False


def import_redcap(
    folder: Path, options: RedcapOptions, registry: Registry, *, form: str, check: bool, say: Callable[[str], None]
) -> Summary:
    """Makes a cohort folder from a data dictionary and a flat export.

    Raises RegistryError or InvalidInput where it cannot be made.
    """
    fields = read_dictionary(options.dictionary, options.map.columns)
    table = DelimitedText(options.export, wanted=[one.name for one in fields], doubles=True)
    declared = Declared(
        title=options.title or f"REDCap project of {options.export.name}",
        source=options.source or options.export.name,
        as_of=options.as_of,
        complete=options.complete,
        in_current_episode=options.in_current_episode,
    )
    reader = CellReader(options.dates, options.decimal, options.missing, ("words", "redcap"))
    with Target(
        folder, load_importer("redcap"), registry, declared, form="csv" if form == "csv" else "parquet",
        check=check, say=say,
    ) as target:  # fmt: skip
        target.assumed += table.assumed
        export = Export(table, fields, options.map.values, reader, target)
        for column, one in export.fields.items():
            assert one.cell is not None
            declared.mapping[f"{one.table}.{one.cell.header}"] = column
        options.map.check_values(declared.mapping)
        missing = [one.name for one in fields if one.cell is not None and one not in export.fields.values()]
        if missing:
            some = ", ".join(missing[:_MOST]) + (f" and {len(missing) - _MOST} more" if len(missing) > _MOST else "")
            target.assumed.append(f"Fields that are not in the export, and so unknown: {some}.")
        export.read()
        declared.synthetic = options.synthetic or export.marks.all
        target.assumed += [] if options.synthetic else export.marks.told()
        if reader.met:
            words = ", ".join(f"{word!r} ({number:,})" for word, number in sorted(reader.met.items()))
            target.assumed.append(f"Read as unknown: {words}.")
        return target.finish()
