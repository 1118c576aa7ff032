"""Reads the dated entries of a register, claims file or health record."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from trd_registry.loading.document import Path
from trd_registry.loading.history_facts import FactReader
from trd_registry.loading.history_treatment import TreatmentReader
from trd_registry.loading.history_trials import milligrams
from trd_registry.loading.notebook import Notebook
from trd_registry.model.facts import TRIAL_FACTS, Value
from trd_registry.model.records import SUPPLY, Diagnosis, Dispensing, Procedure, Records

#: Facts that an entry may state of the treatment given.
_FACTS = ("class", "modality", "laterality")


class RecordReader:
    """Reads the ``records`` of one history."""

    def __init__(self, names: TreatmentReader, facts: FactReader, notebook: Notebook) -> None:
        self._names = names
        self._facts = facts
        self._notebook = notebook

    def records(self, data: Mapping[str, Any]) -> Records | None:
        """The records; None where there are none, or where their span is no span of days (which is noted)."""
        start, end = self._day(("records", "from"), data["from"]), self._day(("records", "to"), data["to"])
        if start is None or end is None:
            return None
        if start > end:
            self._notebook.note(("records", "to"), "TRD430", "The record ends before it begins.", "Exchange the dates.")
            return None
        return Records(
            start,
            end,
            frozenset(data["covers"]),
            dispensings=tuple(self._dispensings(data, start, end)),
            diagnoses=tuple(self._diagnoses(data, start, end)),
            procedures=tuple(self._procedures(data, start, end)),
        )

    def _dispensings(self, data: Mapping[str, Any], start: date, end: date) -> Iterator[Dispensing]:
        for here, place, day, entry in self._entries(data, "dispensings", start, end):
            days = self._facts.number((*here, "days"), entry["days"], SUPPLY) if "days" in entry else None
            yield Dispensing(place, day, self._treatment(here, entry), entry["treatment"], days or SUPPLY)

    def _procedures(self, data: Mapping[str, Any], start: date, end: date) -> Iterator[Procedure]:
        for here, place, day, entry in self._entries(data, "procedures", start, end):
            yield Procedure(place, day, self._treatment(here, entry), entry["treatment"])

    def _diagnoses(self, data: Mapping[str, Any], start: date, end: date) -> Iterator[Diagnosis]:
        for _, place, day, entry in self._entries(data, "diagnoses", start, end):
            yield Diagnosis(place, day, entry["condition"], entry.get("setting", ""))

    def _entries(
        self, data: Mapping[str, Any], kind: str, start: date, end: date
    ) -> Iterator[tuple[Path, str, date, Mapping[str, Any]]]:
        for number, entry in enumerate(data.get(kind, ())):
            here: Path = ("records", kind, number)
            day = self._day((*here, "date"), entry["date"])
            if day is None:
                if "treatment" in entry:
                    self._treatment(here, entry)  # a wrong name in the same entry is told at once
                continue
            if not start <= day <= end:
                message = (
                    f"{day.isoformat()} lies outside the span of the record, {start.isoformat()} to {end.isoformat()}."
                )
                remedy = "Correct the date, or `from` and `to`: within them the record is read as complete."
                self._notebook.note((*here, "date"), "TRD430", message, remedy)
                continue
            yield here, f"records.{kind}[{number + 1}]", day, entry

    def _treatment(self, here: Path, entry: Mapping[str, Any]) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        for name in _FACTS:
            self._facts.take(facts, name, TRIAL_FACTS[name], (*here, name), entry.get(name))
        self._facts.take(facts, "dose", TRIAL_FACTS["dose"], (*here, "dose"), milligrams(entry.get("dose")))
        self._names.take(facts, here, entry)
        return facts

    def _day(self, path: Path, text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            message = f"{text} is not a day of the calendar."
            self._notebook.note(path, "TRD401", message, "Write YYYY-MM-DD: entries of a record are dated to the day.")
            return None
