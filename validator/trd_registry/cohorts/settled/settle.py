"""Puts histories into settled tables, one row a patient and one a listed trial."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.settled.bits import TooManyNames, mask, positions, unlisted_mask
from trd_registry.cohorts.settled.columns import cells, column
from trd_registry.cohorts.settled.shape import COUNTED, Agent, Agents, Rows, shape_of, tangled
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.model.choice import Choice
from trd_registry.model.history import History, Trial
from trd_registry.model.vocabulary import Vocabularies

#: Counts of trials have so much room in a statement.
MOST_TRIALS = (1 << 10) - 1

#: So many different treatments of one patient are counted by their bits alone; more are laid out one by one.
FEW_NAMES = 12


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
    tables = Settling(asked, vocabularies, Agents())
    for person, history in enumerate(histories):
        tables.add(person, history)
    return tables.done()


class Settling:
    """The tables while histories are added; `agents` may be shared with other parts of the same cohort."""

    def __init__(self, asked: Asked, vocabularies: Vocabularies, agents: Agents) -> None:
        self._shape = shape_of(asked)
        self._context = Context(History(""), vocabularies, {}, {}, Assessor())
        self._patients, self._trials = Rows(self._shape.patients), Rows(self._shape.trials)
        self._agents = agents

    def add(self, person: int, history: History) -> None:
        """Adds one history under this number; raises as `settle` does."""
        if len(history.trials) > MOST_TRIALS:
            raise TooManyNames(f"{history.id}: {len(history.trials)} trials, at most {MOST_TRIALS} can be counted")
        if history.beyond is not None:
            raise ValueError(f"{history.id}: its trials were made from a record and cannot be settled.")
        agents = [agent_of(trial, self._context) for trial in history.trials]
        names = own_names([agent[0] for agent in agents], history.id)
        unclear = tangled(agents)
        unclear[column("treatment", "tangled")] |= _must_be_laid_out(agents, names)
        row: dict[str, Any] = {"person": person, "id": history.id, "unlisted": unlisted_mask(history), **unclear}
        for fact, kind in self._shape.of_patient.items():
            row.update(cells(fact, kind, history))
        self._patients.add(row)
        augments = own_names([trial.choice("augments") for trial in history.trials], history.id)
        for place, trial in enumerate(history.trials):
            row = {"person": person, "trial": place, "agent": self._agents.number(agents[place]), **unclear}
            for fact in COUNTED:
                row[column(fact, "stated")] = fact in trial.facts
            for fact, kind in self._shape.of_trial.items():
                row.update(cells(fact, kind, trial))
            self._trials.add(row | {"names": names[place], "augments": augments[place]})

    def done(self) -> Settled:
        """The tables of what was added."""
        return Settled(self._patients.table(), self._trials.table(), self._agents.table())


def agent_of(trial: Trial, context: Context) -> Agent:
    """Treatment, class and modality of a trial, as far as they are known."""
    return context.choice(trial, "treatment"), context.choice(trial, "class"), context.choice(trial, "modality")


def _must_be_laid_out(agents: Sequence[Agent], names: Sequence[int | None]) -> bool:
    """Whether there are more treatments than a few, or one treatment is told in two ways, as of two classes."""
    told: dict[Choice, Agent] = {}
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
