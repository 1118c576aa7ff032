"""Reads the flat export of a REDCap project, row by row, by its data dictionary."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from trd_registry.importing.flat.days import UnknownWord, Unreadable
from trd_registry.importing.flat.flat_row import FlatRow, FlatTable
from trd_registry.importing.redcap.boxes import Box, boxes_of, is_ticked, join
from trd_registry.importing.redcap.dictionary import Field
from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.synthetic_mark import SyntheticMarks
from trd_registry.importing.tables.reading_cells import CellReader
from trd_registry.importing.tables.shared_facts import SHARED, SharedFacts
from trd_registry.importing.target import Target
from trd_registry.model.errors import RegistryError

#: What REDCap adds to an export, raw and with labels.
_EVENT = ("redcap_event_name", "Event Name")
_INSTANCE = ("redcap_repeat_instance", "Repeat Instance")
_INSTRUMENT = ("redcap_repeat_instrument", "Repeat Instrument")

#: The status of a form, raw and with labels.
_RAW_STATUS = frozenset({"0", "1", "2"})
_STATUS = frozenset({"incomplete", "unverified", "complete"})

NOT_OURS = "no field of a history of treatment is filled"

#: Columns of the cohort that name a trial by its number.
_NUMBERS = ("augments", "trial")


class Export:
    """The rows of an export, put into a target.

    Args:
        table: The export: raw values or labels, headers by name or by label.
        fields: The data dictionary.
        values: ``table.column`` -> word in small letters -> meaning.
        reader: How cells are written.
        target: Where the rows go.

    Raises RegistryError where the export has no column of the record id, or none of the fields.
    """

    def __init__(
        self, table: FlatTable, fields: Sequence[Field], values: Mapping[str, Mapping[str, Any]], reader: CellReader,
        target: Target,
    ) -> None:  # fmt: skip
        self._table, self._values, self._reader, self._target = table, values, reader, target
        self._shared = SharedFacts(target)
        by_label: dict[str, Field] = {}
        for one in fields:
            by_label.setdefault(one.label, one)
        by_name = {one.name: one for one in fields}
        self._statuses = [
            column for column in table.columns if column.endswith("_complete") or column.startswith("Complete?")
        ]
        if not fields:
            raise RegistryError("The dictionary has no field.", "Download it again from REDCap, and name it first.")
        found = {column: by_name.get(column) or by_label.get(column) for column in table.columns}
        self._record = next((column for column, one in found.items() if one is not None and one == fields[0]), "")
        if not self._record:
            raise RegistryError(
                f"{table.name} has no column of the record: {fields[0].name!r} is the first field of the dictionary.",
                "Export all fields, with the dictionary of the same project.",
            )
        self._mark = next((column for column, one in found.items() if one is not None and one.is_mark), "")
        #: What participants say of whether they are synthetic.
        self.marks = SyntheticMarks()
        #: Column of the export -> field of a history.
        self.fields = {column: one for column, one in found.items() if one is not None and one.cell is not None}
        #: Checkbox field -> its columns.
        self._boxes: dict[str, list[Box]] = {}
        for box in boxes_of(table.columns, by_name, by_label):
            if box.field.cell is not None:
                self._boxes.setdefault(box.field.name, []).append(box)
        for boxes in self._boxes.values():
            self.fields[boxes[0].column] = boxes[0].field
        if not self.fields:
            raise RegistryError(
                f"No field of {table.name} is known to be one of a history of treatment.",
                "Annotate the fields (trd:trials.dose), or name them: --map trials.dose=FIELD.",
            )

    def read(self) -> None:
        """Every row: used, set aside or rejected."""
        for flat in self._table.rows():
            self._take(flat)
        self._shared.finish()

    def _take(self, flat: FlatRow) -> None:
        row = self._target.row(self._table.name, flat.line, str(flat.cells.get(self._record, "")).strip())
        if flat.fault:
            self._target.reject(row, "ROW1", f"The row cannot be read: {flat.fault}.", lists=["trials"])
            return
        cells: dict[str, dict[str, Any]] = {}
        columns: dict[str, str] = {}
        for column, one in self.fields.items():
            assert one.cell is not None
            try:
                value = self._value(one, column, flat)
            except Unreadable as error:
                self._refuse(row, one.table, error.code, f"{error}.", column)
                return
            if value is not None:
                cells.setdefault(one.table, {})[one.cell.header] = value
                columns[one.cell.header] = column
        self._put(row, flat, cells, columns)

    def _put(
        self, row: SourceRow, flat: FlatRow, cells: Mapping[str, dict[str, Any]], columns: Mapping[str, str]
    ) -> None:
        is_main = not any(str(flat.cells.get(name, "")).strip() for name in _INSTRUMENT)
        if is_main:
            self.marks.add(flat.cells.get(self._mark))
        if is_main and "persons" not in cells:
            cells = {**cells, "persons": {}}
        if not cells:
            self._target.set_aside(row, NOT_OURS)
            return
        if not row.person:
            self._refuse(row, next(iter(cells)), "ROW2", "No person is named.", self._record)
            return
        names = self._trial_names(flat)
        if "trials" in cells:
            self._target.add(
                row, "trials", {**_named(cells["trials"], names), "id": names.format(self._instance(flat))}
            )
        if "measurements" in cells:
            self._target.add(row, "measurements", _named(cells["measurements"], names))
        for table in SHARED:
            if table in cells:
                self._shared.add(row, table, cells[table], columns)

    def _value(self, one: Field, column: str, flat: FlatRow) -> Any:
        """The value of a field of a row: of its column, or of the columns of its boxes."""
        assert one.cell is not None
        boxes = self._boxes.get(one.name)
        if boxes is not None:
            ticked = [box.code for box in boxes if is_ticked(str(flat.cells.get(box.column) or "").strip(), box.column)]
            said = [self._read(one, code, labelled=False) for code in ticked]
            return join(one, [value for value in said if value is not None])
        raw = flat.cells.get(column)
        text = "" if raw is None else str(raw).strip()
        if one.type == "tick" and text.casefold() not in self._values.get(f"{one.table}.{one.cell.header}", {}):
            return True if is_ticked(text, one.name) else None
        return self._read(one, raw, labelled=self._is_labelled(flat))

    def _is_labelled(self, flat: FlatRow) -> bool | None:
        """Whether choices stand in a row as labels, by the status of a form, which every export has; None: not told."""
        for column in self._statuses:
            word = str(flat.cells.get(column) or "").strip().casefold()
            if word in _RAW_STATUS:
                return False
            if word in _STATUS:
                return True
        return None

    def _read(self, one: Field, raw: Any, *, labelled: bool | None) -> Any:
        """The value of a field, by its raw value or its label."""
        assert one.cell is not None
        text = "" if raw is None else str(raw).strip()
        words = self._values.get(f"{one.table}.{one.cell.header}", {})
        if not text:
            return None
        if text.casefold() in words:
            said = words[text.casefold()]
            return None if said is None else self._reader.read(one.cell, said)
        if one.cell.header in _NUMBERS and not one.choices:
            return None if self._reader.is_unknown(text) else _number(text)
        if not one.choices:
            return self._reader.read(one.cell, text)
        ways = [(code, label) for code, label in one.choices.items() if text in (code, label)]
        if len(ways) > 1 and labelled is not None:
            ways = [way for way in ways if way[labelled] == text]
        if len(ways) > 1:
            raise UnknownWord(f"{text[:40]!r} is the raw value of one choice of {one.name} and the label of another")
        if not ways:
            if self._reader.is_unknown(text):
                return self._reader.read(one.cell, text)
            raise UnknownWord(f"{text[:40]!r} is not among the choices of {one.name}")
        return self._chosen(one, ways[0])

    def _chosen(self, one: Field, choice: tuple[str, str]) -> Any:
        """What a choice means: its raw value where that is a word of ours, else its label."""
        assert one.cell is not None
        last: Unreadable | None = None
        for word in choice:
            try:
                value = self._reader.read(one.cell, word)
            except Unreadable as error:
                last = error
                continue
            if value is None or not one.cell.column.values or value in one.cell.column.values:
                return value
        there = ", ".join(one.cell.column.values)
        raise last or UnknownWord(f"{choice[1][:40]!r} ({choice[0]}) is none of: {there}; say what it means (--value)")

    def _trial_names(self, flat: FlatRow) -> str:
        """How trials of this row's event are called, with a place for their number."""
        event = next((str(flat.cells[name]) for name in _EVENT if flat.cells.get(name)), "")
        slug = re.sub(r"[^a-z0-9]+", "-", event.casefold()).strip("-")
        return f"{slug or 'trial'}-{{}}"

    def _instance(self, flat: FlatRow) -> str:
        return next((str(flat.cells[name]).strip() for name in _INSTANCE if str(flat.cells.get(name, "")).strip()), "1")

    def _refuse(self, row: SourceRow, table: str, code: str, reason: str, column: str) -> None:
        if table in SHARED:
            self._target.refuse_person(row, code, reason, column)
        else:
            self._target.reject(row, code, reason, column, lists=["trials"] if table == "trials" else ())


def _number(text: str) -> str:
    if not text.isdigit():
        raise Unreadable(f"{text[:40]!r} is not the number of a trial")
    return str(int(text))


def _named(cells: Mapping[str, Any], names: str) -> dict[str, Any]:
    """The cells, with the numbers of trials as their names."""
    return {key: names.format(value) if key in _NUMBERS else value for key, value in cells.items()}
