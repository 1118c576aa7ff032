"""A REDCap project: its data dictionary and its flat export, with one row a participant, a trial and a score."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import FILLED_IN, Cells, Person, rows_of
from trd_registry.imitating.csv_tables import CsvTables
from trd_registry.imitating.trials import columns
from trd_registry.importing.redcap.dictionary import read_dictionary
from trd_registry.importing.redcap.making_dictionary import FORMS, dictionary_text
from trd_registry.importing.synthetic_mark import MARK
from trd_registry.loading.registry import Registry

_RECORD, _INSTRUMENT, _INSTANCE = "record_id", "redcap_repeat_instrument", "redcap_repeat_instance"

#: The field that says that a participant is synthetic.
_MARK = f"pt_{MARK}"

_CODES = {True: "1", False: "0"}

#: Columns whose words are codes of choices, in which REDCap takes no hyphen.
_CHOSEN = ("sex", "disorder", "complete", "role", "episode", "laterality", "response", "stopped", "scale", "at")


def write(folder: Path, persons: Iterable[Person], _: Label) -> None:
    """Writes dictionary.csv and export.csv; every participant is said to be synthetic."""
    path = folder / "dictionary.csv"
    more = {table: [name for name in columns(table) if name != "person"] for table in FILLED_IN}
    path.write_text(dictionary_text(Registry().vocabularies, more, synthetic=True), encoding="utf-8", newline="")
    fields = {(one.table, one.cell.header): one.name for one in read_dictionary(path, {}) if one.cell is not None}
    with path.open(encoding="utf-8", newline="") as file:
        names = [row["Variable / Field Name"] for row in csv.DictReader(file)]
    header = [_RECORD, _INSTRUMENT, _INSTANCE, *(name for name in names if name != _RECORD)]
    with CsvTables(folder, {"export": header}) as tables:
        for person in persons:
            tables.add("export", _rows(person, fields))


def _rows(person: Person, fields: Mapping[tuple[str, str], str]) -> Iterator[dict[str, Any]]:
    made = rows_of(person, register=False)
    main = {_RECORD: person.name, _MARK: "1"}
    for table in ("persons", "episodes"):
        main |= _filled(table, made[table][0], fields)
    yield main
    # Trials go by their number here.
    numbers = {row["id"]: str(number) for number, row in enumerate(made["trials"], start=1)}
    for table in ("trials", "measurements"):
        for number, row in enumerate(made[table], start=1):
            cells = {key: numbers[value] if key == "augments" else value for key, value in row.items() if key != "id"}
            repeated = {_RECORD: person.name, _INSTRUMENT: FORMS[table][0], _INSTANCE: str(number)}
            yield repeated | _filled(table, cells, fields)


def _filled(table: str, cells: Cells, fields: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    return {fields[table, key]: _code(key, value) for key, value in cells.items() if key != "person"}


def _code(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return _CODES[value]
    return value.replace("-", "_") if name in _CHOSEN else value
