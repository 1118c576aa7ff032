"""What entries of a record are of: a number for every different treatment, class and modality that one states."""

from typing import Any

from trd_registry.cohorts.settled.shape import Rows
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.records.courses import treatment_of
from trd_registry.model.choice import Choice
from trd_registry.model.facts import MODALITIES
from trd_registry.model.history import History, Trial
from trd_registry.model.records import Dispensing, Procedure
from trd_registry.model.vocabulary import Vocabularies

_AGENTS = {
    "agent": "whole", "named": "whole", "name": "text", "treatment": "texts", "class": "texts", "modality": "texts",
    "treatment__stated": "truth", "class__stated": "truth", "modality__stated": "truth",
}  # fmt: skip

#: The name that entries are grouped by; treatment, class and modality as stated (None: not at all).
_Agent = tuple[str, Choice, Choice, Choice]


class RecordAgents:
    """One numbering for all parts of a cohort; the first ones state one of `MODALITIES` alone, in their order."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._numbers: dict[_Agent, int] = {}
        for modality in MODALITIES:
            self._number(("", None, None, frozenset([modality])))

    def number(self, entry: Dispensing | Procedure) -> int:
        """The number of what an entry is of; trials that are made of it have one too."""
        stated = (entry.facts.get(fact) for fact in ("treatment", "class", "modality"))
        treatment, of_class, modality = (one if isinstance(one, frozenset) else None for one in stated)
        name = treatment_of(entry)
        self._number((name, frozenset([name]), of_class, modality))
        return self._number((name, treatment, of_class, modality))

    def _number(self, agent: _Agent) -> int:
        return self._numbers.setdefault(agent, len(self._numbers))

    def table(self) -> Any:
        """All that have a number so far, as `SettledRecords.record_agents`."""
        agents = Rows(_AGENTS)
        context = Context(History(""), self._vocabularies, {}, {}, Assessor())
        for agent, number in self._numbers.items():
            name, _, of_class, modality = agent
            facts = dict(zip(("treatment", "class", "modality"), agent[1:], strict=True))
            trial = Trial("", "", {fact: value for fact, value in facts.items() if value is not None})
            named = self._numbers[(name, frozenset([name]), of_class, modality)] if name else number
            row: dict[str, Any] = {"agent": number, "named": named, "name": name}
            for fact, value in facts.items():
                possible = context.choice(trial, fact)
                row |= {fact: None if possible is None else sorted(possible), f"{fact}__stated": value is not None}
            agents.add(row)
        return agents.table()
