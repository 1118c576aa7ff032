"""What a bundle of columns of dispensings, diagnoses or procedures says, by the reader of histories."""

from collections.abc import Mapping
from typing import Any

from trd_registry.cohorts.settled.columns import Types
from trd_registry.cohorts.tables.meanings import Day, Nothing, Reading
from trd_registry.loading.history_facts import FactReader
from trd_registry.loading.history_records import RecordReader
from trd_registry.loading.history_treatment import TreatmentReader
from trd_registry.loading.notebook import Notebook
from trd_registry.model.vocabulary import Vocabularies

#: A record in which every day lies.
_EVER = {"from": "1900-01-01", "to": "2200-12-31", "covers": []}


def record_reading(table: str, name: str, vocabularies: Vocabularies) -> Reading:
    """The reader of one bundle of a table of records."""
    if name == "date":
        return Day("date")
    return RecordReading(table, name, vocabularies) if table != "diagnoses" else Nothing()


class RecordReading:
    """Reads bundles of dispensings and procedures."""

    def __init__(self, table: str, name: str, vocabularies: Vocabularies) -> None:
        self._table = table
        self._name = name
        self._vocabularies = vocabularies
        #: With this nothing is wrong: what a bundle does not say itself is put in from here.
        self._sound = {"treatment": next(iter(vocabularies.treatments)), "date": _EVER["from"]}
        self.types: Types = {"drug": "text", "modality": "text"} if name == "treatment" else {}

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """The treatment and its modality where they are listed."""
        names = TreatmentReader(self._vocabularies, notebook)
        # What an empty cell lacks is told of the cell.
        whole = {**self._sound, **entry} if self._name != "treatment" or entry.get("treatment") else None
        if whole is not None:
            reader = RecordReader(names, FactReader(self._vocabularies, notebook), notebook)
            reader.records({**_EVER, self._table: [whole]})
        if self._name != "treatment":
            return {}
        # As when dispensings are compared with the list of trials.
        drug = names.known(entry.get("treatment", ""))
        return {"drug": drug, "modality": names.modality_of(drug)}
