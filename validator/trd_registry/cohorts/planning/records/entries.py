"""Which entries of a record a rule looks at: a condition on treatment, class and modality alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.trial_conditions import plan_trial
from trd_registry.cohorts.settled.asked import ALWAYS
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.facts import MODALITIES
from trd_registry.model.history import History, Trial
from trd_registry.model.nodes import All, Any, ChoiceTest, Condition, Not, TherapyOnList
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import walk


def looked_at(condition: Condition, vocabularies: Vocabularies, tables: Tables) -> str:
    """A table of agents with a column ``looked``: whether entries of this agent are looked at, NULL where they may be.

    Raises NotPlanned for a condition that asks for more than what the entry is of.
    """
    _check(condition)
    sheets = Sheets(vocabularies)
    told = plan_trial(condition, _NoSets(sheets))
    steps, source, _ = sheets.agent.steps("record_agents", told, inline=False)
    before = f"WITH {', '.join(steps)} " if steps else ""
    return tables.add("looked", f"{before}SELECT agent, named, {told} AS looked FROM {source}")


@dataclass(frozen=True, slots=True)
class _NoSets:
    """What a condition is planned with that asks for no set of trials."""

    sheets: Sheets

    def member(self, name: str) -> str:
        raise KeyError(name)

    def may_be_unlisted(self, names: tuple[str, ...]) -> Mapping[int, Trial]:
        raise KeyError(names)


def unseen_modalities(condition: Condition, vocabularies: Vocabularies) -> list[int]:
    """The positions of the modalities that an entry which nobody has seen may have and be looked at."""
    _check(condition)
    context = Context(History(""), vocabularies, {}, {}, Assessor())
    return [
        place
        for place, modality in enumerate(MODALITIES)
        if judge_trial(condition, Trial("", "", {"modality": frozenset([modality])}), context).value is not False
    ]


def _check(condition: Condition) -> None:
    for node in walk(condition):
        match node:
            case All() | Any() | Not() | TherapyOnList():
                continue
            case ChoiceTest() if node.fact in ALWAYS:
                continue
        raise NotPlanned(f"{type(node).__name__} of the entries of a record", node.place)
