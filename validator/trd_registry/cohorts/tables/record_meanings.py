"""What a bundle of columns of dispensings, diagnoses or procedures says, by the reader of histories."""

from collections.abc import Mapping, Sequence
from typing import Any

from trd_registry.cohorts.settled.columns import Types
from trd_registry.cohorts.settled.record_agents import RecordAgents
from trd_registry.cohorts.settled.records import dose_cells, laterality_bits
from trd_registry.cohorts.tables.meanings import Day, Nothing, Reading
from trd_registry.cohorts.tables.patient_meanings import WordReading
from trd_registry.evaluating.records.courses import treatment_of
from trd_registry.loading.history_facts import FactReader
from trd_registry.loading.history_records import RecordReader
from trd_registry.loading.history_treatment import TreatmentReader
from trd_registry.loading.notebook import Notebook
from trd_registry.model.records import SUPPLY, Dispensing, Procedure
from trd_registry.model.vocabulary import Vocabularies

#: A record in which every day lies.
_EVER = {"from": "1900-01-01", "to": "2200-12-31", "covers": []}


#: Table and bundle -> the columns that settled tables of records are made from.
_SETTLED: Mapping[tuple[str, str], Types] = {
    **{(table, "treatment"): {"agent": "whole", "name": "text"} for table in ("dispensings", "procedures")},
    ("dispensings", "days"): {"supply_lo": "number", "supply_hi": "number"},
    ("dispensings", "dose"): {
        "dose_lo": "number", "dose_hi": "number", "dose_lo_open": "truth", "dose_hi_open": "truth",
    },
    ("procedures", "laterality"): {"laterality": "mask"},
}  # fmt: skip


def record_reading(table: str, name: str, vocabularies: Vocabularies, agents: RecordAgents | None = None) -> Reading:
    """The reader of one bundle of a table of records.

    Args:
        table: Dispensings, diagnoses or procedures.
        name: The bundle.
        vocabularies: What names are looked up in.
        agents: Where treatments get their numbers; None where entries must only be read, not settled.
    """
    if name == "date":
        return Day("date")
    if table != "diagnoses":
        return RecordReading(table, name, vocabularies, agents)
    return WordReading(name) if agents is not None and name in ("condition", "setting") else Nothing()


class RecordReading:
    """Reads bundles of dispensings and procedures."""

    def __init__(self, table: str, name: str, vocabularies: Vocabularies, agents: RecordAgents | None) -> None:
        self._table = table
        self._name = name
        self._vocabularies = vocabularies
        self._agents = agents
        #: With this nothing is wrong: what a bundle does not say itself is put in from here.
        self._sound = {"treatment": next(iter(vocabularies.treatments)), "date": _EVER["from"]}
        self._settled: Types = {} if agents is None else _SETTLED.get((table, name), {})
        self.types: Types = {**({"drug": "text", "modality": "text"} if name == "treatment" else {}), **self._settled}

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """The treatment and its modality where they are listed, and what is settled."""
        names = TreatmentReader(self._vocabularies, notebook)
        # What an empty cell lacks is told of the cell.
        whole = {**self._sound, **entry} if self._name != "treatment" or entry.get("treatment") else None
        read: Sequence[Dispensing | Procedure] = ()
        if whole is not None:
            reader = RecordReader(names, FactReader(self._vocabularies, notebook), notebook)
            records = reader.records({**_EVER, self._table: [whole]})
            read = getattr(records, self._table)
        settled = self._cells(read[0]) if read and not notebook.findings else dict.fromkeys(self._settled)
        if self._name != "treatment":
            return settled
        # As when dispensings are compared with the list of trials.
        drug = names.known(entry.get("treatment", ""))
        return {"drug": drug, "modality": names.modality_of(drug), **settled}

    def _cells(self, entry: Dispensing | Procedure) -> Mapping[str, Any]:
        """What stands in the settled columns: the same as `RecordSettling` puts there."""
        if self._agents is None or not self._settled:
            return {}
        match self._name:
            case "treatment":
                return {"agent": self._agents.number(entry), "name": treatment_of(entry)}
            case "days":
                days = entry.days if isinstance(entry, Dispensing) else SUPPLY
                return {"supply_lo": float(days.lower), "supply_hi": float(days.upper)}
            case "dose":
                return dose_cells(entry.facts)
        return {"laterality": laterality_bits(entry.facts)}
