"""Puts the dated entries of records into settled tables, for definitions that make trials of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.settled.bits import WIDTH, domain_positions, mask
from trd_registry.cohorts.settled.shape import Rows
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.records.courses import treatment_of
from trd_registry.model.choice import Choice
from trd_registry.model.facts import MODALITIES, Value, trial_fact
from trd_registry.model.history import History, Trial
from trd_registry.model.interval import Interval
from trd_registry.model.records import Dispensing, Procedure, Records
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

_AGENTS = {
    "agent": "whole", "named": "whole", "name": "text", "treatment": "texts", "class": "texts", "modality": "texts",
    "treatment__stated": "truth", "class__stated": "truth", "modality__stated": "truth",
}  # fmt: skip

#: Treatment, class and modality as stated (None: not at all), and the name that entries are grouped by.
_Agent = tuple[str, Choice, Choice, Choice]


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
    tables = _Tables(vocabularies)
    for person, history in enumerate(histories):
        tables.add(person, history)
    return tables.done()


@dataclass
class _Tables:
    vocabularies: Vocabularies
    spans: Rows = field(default_factory=lambda: Rows(_SPANS))
    dispensings: Rows = field(default_factory=lambda: Rows(_DISPENSINGS))
    procedures: Rows = field(default_factory=lambda: Rows(_PROCEDURES))
    diagnoses: Rows = field(default_factory=lambda: Rows(_DIAGNOSES))
    agents: dict[_Agent, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for modality in MODALITIES:
            self._number(("", None, None, frozenset([modality])))

    def add(self, person: int, history: History) -> None:
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
        self.spans.add(row)

    def _entries(self, person: int, records: Records) -> bool:
        """Adds all entries; says whether each treatment is described alike wherever it stands, so that it is plain."""
        drugs = [self._agent(entry) for entry in records.dispensings]
        sessions = [self._agent(entry) for entry in records.procedures]
        for place, (drug, agent) in enumerate(zip(records.dispensings, drugs, strict=True)):
            cells: dict[str, Any] = {"person": person, "entry": place, "day": drug.day.toordinal(), "agent": agent}
            cells |= {"supply_lo": float(drug.days.lower), "supply_hi": float(drug.days.upper)}
            self.dispensings.add({**cells, **_dose(drug.facts)})
        for place, (session, agent) in enumerate(zip(records.procedures, sessions, strict=True)):
            cells = {"person": person, "entry": place, "day": session.day.toordinal(), "agent": agent}
            self.procedures.add({**cells, "laterality": _laterality(session.facts)})
        for place, one in enumerate(records.diagnoses):
            cells = {"person": person, "entry": place, "day": one.day.toordinal()}
            self.diagnoses.add({**cells, "condition": one.condition, "setting": one.setting})
        drug_names = {treatment_of(entry) for entry in records.dispensings}
        other_names = {treatment_of(entry) for entry in records.procedures}
        alike = len(set(drugs)) == len(drug_names) and len(set(sessions)) == len(other_names)
        most = max(len(drugs), len(sessions), len(records.diagnoses))
        return alike and most <= MOST_ENTRIES and len(drug_names | other_names) <= WIDTH

    def _agent(self, entry: Dispensing | Procedure) -> int:
        stated = (entry.facts.get(fact) for fact in ("treatment", "class", "modality"))
        treatment, of_class, modality = (one if isinstance(one, frozenset) else None for one in stated)
        name = treatment_of(entry)
        self._number((name, frozenset([name]), of_class, modality))
        return self._number((name, treatment, of_class, modality))

    def _number(self, agent: _Agent) -> int:
        return self.agents.setdefault(agent, len(self.agents))

    def done(self) -> SettledRecords:
        agents = Rows(_AGENTS)
        context = Context(History(""), self.vocabularies, {}, {}, Assessor())
        for agent, number in self.agents.items():
            name, _, of_class, modality = agent
            facts = dict(zip(("treatment", "class", "modality"), agent[1:], strict=True))
            trial = Trial("", "", {fact: value for fact, value in facts.items() if value is not None})
            named = self.agents[(name, frozenset([name]), of_class, modality)] if name else number
            row: dict[str, Any] = {"agent": number, "named": named, "name": name}
            for fact, value in facts.items():
                possible = context.choice(trial, fact)
                row |= {fact: None if possible is None else sorted(possible), f"{fact}__stated": value is not None}
            agents.add(row)
        return SettledRecords(
            self.spans.table(),
            self.dispensings.table(),
            self.procedures.table(),
            self.diagnoses.table(),
            agents.table(),
        )


def _dose(facts: Mapping[str, Value]) -> dict[str, Any]:
    dose = facts.get("dose")
    if not isinstance(dose, Interval):
        return dict.fromkeys(("dose_lo", "dose_hi", "dose_lo_open", "dose_hi_open"))
    ends = {"dose_lo": float(dose.lower), "dose_hi": float(dose.upper)}
    return {**ends, "dose_lo_open": dose.lower_open, "dose_hi_open": dose.upper_open}


def _laterality(facts: Mapping[str, Value]) -> int | None:
    found = facts.get("laterality")
    domain = trial_fact("laterality").domain or frozenset()
    return mask(found, domain_positions(domain)) if isinstance(found, frozenset) else None
