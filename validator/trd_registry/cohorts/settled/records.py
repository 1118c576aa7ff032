"""Puts the dated entries of records into settled tables, for definitions that make trials of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.settled.bits import WIDTH, domain_positions, mask
from trd_registry.cohorts.settled.record_agents import RecordAgents
from trd_registry.cohorts.settled.shape import Rows
from trd_registry.evaluating.records.courses import treatment_of
from trd_registry.model.facts import Value, trial_fact
from trd_registry.model.history import History
from trd_registry.model.interval import Interval
from trd_registry.model.records import Records
from trd_registry.model.vocabulary import Vocabularies

#: The place of an entry in its list has so much room in a statement.
MOST_ENTRIES = (1 << 15) - 1

#: The tables of `SettledRecords`.
TABLES = ("spans", "dispensings", "procedures", "diagnoses", "record_agents")

_SPANS = {
    "person": "whole", "first": "whole", "last": "whole", "as_of": "whole",
    "dispensings_full": "truth", "procedures_full": "truth", "diagnoses_full": "truth", "plain": "truth",
}  # fmt: skip

_DISPENSINGS = {
    "person": "whole", "entry": "whole", "day": "whole", "agent": "whole", "supply_lo": "number", "supply_hi": "number",
    "dose_lo": "number", "dose_hi": "number", "dose_lo_open": "truth", "dose_hi_open": "truth",
}  # fmt: skip

_PROCEDURES = {"person": "whole", "entry": "whole", "day": "whole", "agent": "whole", "laterality": "mask"}

_DIAGNOSES = {"person": "whole", "entry": "whole", "day": "whole", "condition": "text", "setting": "text"}


@dataclass(frozen=True, slots=True)
class SettledRecords:
    """Five pyarrow tables; days are ordinals, an empty cell is not stated."""

    #: One row a person: first and last day of the record and ``as_of``, what it holds in full, and whether the record
    #: is ``plain``: one whose trials a statement can make.
    spans: Any
    #: One row a dispensing: its place in the list, day, agent, days of supply and dose as bounds.
    dispensings: Any
    #: One row a procedure: its place in the list, day, agent and laterality (bits).
    procedures: Any
    #: One row a diagnosis: its place in the list, day, condition and setting (empty where it is not stated).
    diagnoses: Any
    #: One row for every different treatment, class and modality that an entry states; the first ones, in the order of
    #: `MODALITIES`, state the modality alone. ``named`` is the agent of a trial that is made of such entries.
    record_agents: Any


def settle_records(histories: Iterable[History], vocabularies: Vocabularies) -> SettledRecords:
    """The tables of these histories' records, in the order in which `settle` numbers the persons."""
    tables = RecordSettling(RecordAgents(vocabularies))
    for person, history in enumerate(histories):
        tables.add(person, history)
    return tables.done()


class RecordSettling:
    """The tables while histories are added; `agents` may be shared with other parts of the same cohort."""

    def __init__(self, agents: RecordAgents) -> None:
        self._agents = agents
        self._spans, self._dispensings = Rows(_SPANS), Rows(_DISPENSINGS)
        self._procedures, self._diagnoses = Rows(_PROCEDURES), Rows(_DIAGNOSES)

    def add(self, person: int, history: History) -> None:
        """Adds one history under this number."""
        records = history.records
        as_of = history.as_of.last.toordinal() if history.as_of is not None else None
        row: dict[str, Any] = {"person": person, "first": None, "last": None, "as_of": as_of, "plain": True}
        row |= dict.fromkeys(("dispensings_full", "procedures_full", "diagnoses_full"), False)
        if records is not None:
            row |= {"first": records.start.toordinal(), "last": records.end.toordinal()}
            row |= {f"{kind}_full": kind in records.covers for kind in ("dispensings", "procedures", "diagnoses")}
            row["plain"] = self._entries(person, records)
        if history.closed or history.assumed:
            row["plain"] = False
        self._spans.add(row)

    def _entries(self, person: int, records: Records) -> bool:
        """Adds all entries; says whether each treatment is described alike wherever it stands, so that it is plain."""
        drugs = [self._agents.number(entry) for entry in records.dispensings]
        sessions = [self._agents.number(entry) for entry in records.procedures]
        for place, (drug, agent) in enumerate(zip(records.dispensings, drugs, strict=True)):
            cells: dict[str, Any] = {"person": person, "entry": place, "day": drug.day.toordinal(), "agent": agent}
            cells |= {"supply_lo": float(drug.days.lower), "supply_hi": float(drug.days.upper)}
            self._dispensings.add({**cells, **dose_cells(drug.facts)})
        for place, (session, agent) in enumerate(zip(records.procedures, sessions, strict=True)):
            cells = {"person": person, "entry": place, "day": session.day.toordinal(), "agent": agent}
            self._procedures.add({**cells, "laterality": laterality_bits(session.facts)})
        for place, one in enumerate(records.diagnoses):
            cells = {"person": person, "entry": place, "day": one.day.toordinal()}
            self._diagnoses.add({**cells, "condition": one.condition, "setting": one.setting})
        drug_names = {treatment_of(entry) for entry in records.dispensings}
        other_names = {treatment_of(entry) for entry in records.procedures}
        alike = len(set(drugs)) == len(drug_names) and len(set(sessions)) == len(other_names)
        most = max(len(drugs), len(sessions), len(records.diagnoses))
        return alike and most <= MOST_ENTRIES and len(drug_names | other_names) <= WIDTH

    def done(self) -> SettledRecords:
        """The tables of what was added."""
        return SettledRecords(
            self._spans.table(),
            self._dispensings.table(),
            self._procedures.table(),
            self._diagnoses.table(),
            self._agents.table(),
        )


def dose_cells(facts: Mapping[str, Value]) -> dict[str, Any]:
    """The columns of a dose; empty where none is stated."""
    dose = facts.get("dose")
    if not isinstance(dose, Interval):
        return dict.fromkeys(("dose_lo", "dose_hi", "dose_lo_open", "dose_hi_open"))
    ends = {"dose_lo": float(dose.lower), "dose_hi": float(dose.upper)}
    return {**ends, "dose_lo_open": dose.lower_open, "dose_hi_open": dose.upper_open}


def laterality_bits(facts: Mapping[str, Value]) -> int | None:
    """The lateralities that are possible; None where none is stated."""
    found = facts.get("laterality")
    domain = trial_fact("laterality").domain or frozenset()
    return mask(found, domain_positions(domain)) if isinstance(found, frozenset) else None
