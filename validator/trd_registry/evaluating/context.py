"""What every node may look at: the history, the vocabularies, the trial sets of the definition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from trd_registry.evaluating.trace import Trace
from trd_registry.model.choice import Choice
from trd_registry.model.history import History, Trial
from trd_registry.model.nodes import Condition
from trd_registry.model.rules import Grouping, TrialSet
from trd_registry.model.truth import Truth
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether one trial is in one set, and what was found on each question asked of it."""

    trial: Trial
    belongs: Truth
    trace: Trace


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in one trial set."""

    listed: tuple[Membership, ...]
    #: The stand-ins of unlisted trials that could be in it.
    unlisted: tuple[Membership, ...]


class TrialAssessor(Protocol):
    """Judges trials."""

    def members(self, trial_set: TrialSet, context: "Context") -> Members:
        """Who is in a trial set."""
        ...

    def condition(self, node: Condition, trial: Trial, context: "Context") -> Trace:
        """Whether a trial meets a condition."""
        ...


@dataclass
class Context:
    """One history under one settled rule tree."""

    history: History
    vocabularies: Vocabularies
    trial_sets: Mapping[str, TrialSet]
    groupings: Mapping[str, Grouping]
    #: How membership is worked out; handed in, because it needs the conditions and they need this.
    assessor: "TrialAssessor"
    _members: dict[str, Members] = field(default_factory=dict)
    #: Conditions already judged, by identity: a named condition stands in several rungs.
    judged: dict[int, Trace] = field(default_factory=dict)
    #: Trials selected by a measure, kept because several rungs often count the same ones.
    selections: dict[tuple[tuple[str, ...], int], Any] = field(default_factory=dict)

    @cached_property
    def unlisted(self) -> tuple[Trial, ...]:
        """One stand-in for each sort of trial that may exist without being listed."""
        return self.history.unlisted

    def members(self, name: str) -> Members:
        """Who is in the set of this name."""
        if name not in self._members:
            self._members[name] = self.assessor.members(self.trial_sets[name], self)
        return self._members[name]

    def choice(self, trial: Trial, fact: str) -> Choice:
        """What a category of a trial can be; an unknown class is one of those of its modality."""
        found = trial.choice(fact)
        if found is None and fact == "class":
            modalities = trial.choice("modality") or frozenset()
            classes = self.vocabularies.classes
            return frozenset(name for name, modality in classes.items() if modality in modalities) or None
        return found
