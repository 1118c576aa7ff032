"""Puts histories into settled tables, one row a patient and one a listed trial."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.extra import pyarrow
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.settled.bits import TooManyNames, mask, positions, unlisted_mask
from trd_registry.cohorts.settled.columns import Types, arrow_type, cells, column, columns
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.model.choice import Choice
from trd_registry.model.facts import patient_fact, trial_fact
from trd_registry.model.history import History, Trial
from trd_registry.model.vocabulary import Vocabularies

#: What may be counted distinct, and so must be known to be one name before bits can simply be put together.
COUNTED = ("treatment", "class", "modality")

#: Counts of trials have so much room in a statement.
MOST_TRIALS = (1 << 10) - 1

#: So many different treatments of one patient are counted by their bits alone; more are laid out one by one.
FEW_NAMES = 12

_Agent = tuple[Choice, Choice, Choice]


@dataclass(frozen=True, slots=True)
class Settled:
    """Three pyarrow tables."""

    #: One row a patient: ``person`` (its place among the histories), ``id``, ``unlisted`` and the facts asked for.
    #: ``treatment__tangled``: some treatment is not of one known name or is told in two ways, or there are more
    #: than `FEW_NAMES`; ``class__tangled`` and ``modality__tangled``: some trial is not of one known value.
    patients: Any
    #: One row a listed trial: ``person``, ``trial`` (its place in the list), ``agent`` and the facts asked for.
    trials: Any
    #: One row for every different treatment, class and modality: lists of the names that are possible, or null.
    agents: Any


def settle(histories: Iterable[History], asked: Asked, vocabularies: Vocabularies) -> Settled:
    """The tables of these histories, read with these vocabularies.

    Raises TooManyNames where one patient has had more different treatments than a column can tell apart, and
    ValueError for a history whose trials were made from a record.
    """
    tables = _Tables(asked, vocabularies)
    for person, history in enumerate(histories):
        tables.add(person, history)
    return tables.done()


@dataclass
class _Table:
    types: Types
    rows: dict[str, list[Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {name: [] for name in self.types}

    def add(self, row: Mapping[str, Any]) -> None:
        for name, values in self.rows.items():
            values.append(row[name])

    def done(self) -> Any:
        pa = pyarrow()

        return pa.table({name: pa.array(values, arrow_type(self.types[name])) for name, values in self.rows.items()})


class _Tables:
    def __init__(self, asked: Asked, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._of_patient = {fact: patient_fact(fact) for fact in sorted(asked.patient)}
        self._of_trial = {fact: trial_fact(fact) for fact in sorted(asked.trial)}
        tangled = {column(fact, "tangled"): "truth" for fact in COUNTED}
        patient: dict[str, str] = {"person": "whole", "id": "text", "unlisted": "mask", **tangled}
        for fact, kind in self._of_patient.items():
            patient |= dict(columns(fact, kind))
        trial: dict[str, str] = {"person": "whole", "trial": "whole", "agent": "whole", "names": "mask", **tangled}
        trial |= {column(fact, "stated"): "truth" for fact in COUNTED}
        for fact, kind in self._of_trial.items():
            trial |= dict(columns(fact, kind))
        self._patients, self._trials = _Table(patient), _Table(trial)
        self._agents: dict[_Agent, int] = {}

    def add(self, person: int, history: History) -> None:
        if len(history.trials) > MOST_TRIALS:
            raise TooManyNames(f"{history.id}: {len(history.trials)} trials, at most {MOST_TRIALS} can be counted")
        if history.beyond is not None:
            raise ValueError(f"{history.id}: its trials were made from a record and cannot be settled.")
        context = Context(history, self._vocabularies, {}, {}, Assessor())
        agents = [_agent(trial, context) for trial in history.trials]
        tangled = {
            column(fact, "tangled"): any(agent[place] is None or len(agent[place] or ()) != 1 for agent in agents)
            for place, fact in enumerate(COUNTED)
        }
        names = own_names([agent[0] for agent in agents], history.id)
        tangled[column("treatment", "tangled")] |= _must_be_laid_out(agents, names)
        row: dict[str, Any] = {"person": person, "id": history.id, "unlisted": unlisted_mask(history), **tangled}
        for fact, kind in self._of_patient.items():
            row |= dict(cells(fact, kind, history))
        self._patients.add(row)
        augments = own_names([trial.choice("augments") for trial in history.trials], history.id)
        for place, trial in enumerate(history.trials):
            row = {"person": person, "trial": place, "agent": self._number(agents[place]), **tangled}
            row |= {"names": names[place], "augments": augments[place]}
            row |= {column(fact, "stated"): fact in trial.facts for fact in COUNTED}
            for fact, kind in self._of_trial.items():
                row |= dict(cells(fact, kind, trial))
            self._trials.add(row)

    def _number(self, agent: _Agent) -> int:
        return self._agents.setdefault(agent, len(self._agents))

    def done(self) -> Settled:
        agents = _Table({"agent": "whole", **dict.fromkeys(COUNTED, "texts")})
        for agent, number in self._agents.items():
            possible = {fact: None if one is None else sorted(one) for fact, one in zip(COUNTED, agent, strict=True)}
            agents.add({"agent": number, **possible})
        return Settled(self._patients.done(), self._trials.done(), agents.done())


def _agent(trial: Trial, context: Context) -> _Agent:
    return context.choice(trial, "treatment"), context.choice(trial, "class"), context.choice(trial, "modality")


def _must_be_laid_out(agents: Sequence[_Agent], names: Sequence[int | None]) -> bool:
    """Whether there are more treatments than a few, or one treatment is told in two ways, as of two classes."""
    told: dict[Choice, _Agent] = {}
    return any(told.setdefault(agent[0], agent) != agent for agent in agents) or any(
        one is not None and one >> FEW_NAMES for one in names
    )


def own_names(choices: Sequence[Choice], whose: str) -> list[int | None]:
    """Each choice as bits of the names that this patient's trials have; None where any name is possible.

    So a drug that is in no vocabulary has a bit like every other, and what is counted stays within one patient.
    """
    try:
        places = positions(name for choice in choices if choice is not None for name in choice)
    except TooManyNames as error:
        raise TooManyNames(f"{whose}: {error}") from None
    return [None if choice is None else mask(choice, places) for choice in choices]
