"""Which trials a measure is taken over, and which sorts of unlisted trials may add to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trd_registry.cohorts.planning.order.stand_ins import apart_from_others
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.sql import all_of, any_of, overlaps, quoted
from trd_registry.cohorts.planning.trial_conditions import plan_trial
from trd_registry.cohorts.settled.bits import stand_ins
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.measures import select
from trd_registry.evaluating.membership import Assessor
from trd_registry.model.history import History, Trial
from trd_registry.model.nodes import TrialMeasure, looks_at_other_trials
from trd_registry.model.rules import Rules, TrialSet


@dataclass(frozen=True, slots=True)
class Selected:
    """The trials a measure is taken over."""

    #: Column of the trials: whether one is among them, NULL where it may be.
    belongs: str
    #: The sorts of unlisted trials that may be among them, by their bits.
    unlisted: Mapping[int, Trial]
    #: The sorts of which a patient may have unlisted trials here, as bits: a text on the table of patients.
    among: str = quoted("unlisted")

    @property
    def may_be_more(self) -> str:
        """Whether a patient may have unlisted trials among them."""
        return self.may_be_of(self.unlisted)

    def may_be_of(self, sorts: Iterable[int]) -> str:
        """Whether a patient may have unlisted trials of any of these sorts among them; TRUE or FALSE."""
        return overlaps(self.among, sum(1 << place for place in sorts))


@dataclass
class RulesPlan:
    """One settled rule tree on its way into the statement."""

    rules: Rules
    sheets: Sheets
    _sets: dict[str, str] = field(default_factory=dict)
    _contexts: list[tuple[Mapping[int, Trial], Context]] = field(default_factory=list)

    def member(self, name: str) -> str:
        """The column that says whether a trial is in the set of this name."""
        if name not in self._sets:
            self._sets[name] = self._member(self.rules.trials[name])
        return self._sets[name]

    def _member(self, trial_set: TrialSet) -> str:
        parts = tuple(plan_trial(node, self) for _, node in trial_set.questions)
        return self.sheets.on_trial(all_of(parts), parts)

    def select(self, node: TrialMeasure) -> Selected:
        """The trials that are in one of the node's sets and meet its further condition."""
        sets = tuple(self.member(name) for name in node.of)
        belongs = self.sheets.on_trial(any_of(sets), sets)
        if node.where is not None:
            where = plan_trial(node.where, self)
            belongs = self.sheets.on_trial(all_of([belongs, where]), (belongs, where))
        if not self._looks_elsewhere(node):
            return Selected(belongs, self._unlisted(node))
        sorts = self.may_be_unlisted(node.of)
        return Selected(belongs, sorts, self.sheets.looks.unlisted(belongs, sorts))

    def _looks_elsewhere(self, node: TrialMeasure) -> bool:
        """Whether it depends on the other trials of a patient which trials are among them."""
        conditions = [one for name in node.of for _, one in self.rules.trials[name].questions]
        return any(looks_at_other_trials(one) for one in (*conditions, *([node.where] if node.where else [])))

    def may_be_unlisted(self, names: tuple[str, ...]) -> Mapping[int, Trial]:
        """The sorts of unlisted trials that some patient may have in one of the sets."""
        context = self.any_context()
        asked = [[node for _, node in self.rules.trials[name].questions] for name in names]
        return {
            place: trial
            for place, trial in stand_ins().items()
            if any(all(apart_from_others(node, trial, context) is not False for node in one) for one in asked)
        }

    def _unlisted(self, node: TrialMeasure) -> Mapping[int, Trial]:
        """Found with the interpreter: whether a stand-in can be in such a set does not depend on the patient."""
        if not self._contexts:
            self._contexts = [self._context(found) for found in _by_episode()]
        found: dict[int, Trial] = {}
        for sorts, context in self._contexts:
            chosen = {id(one.trial) for one in select(node, context).unlisted}
            found |= {place: trial for place, trial in sorts.items() if id(trial) in chosen}
        return found

    def any_context(self) -> Context:
        """A history of nothing under these rules, to ask the interpreter what a stand-in is counted as."""
        return self._context({})[1]

    def _context(self, sorts: Mapping[int, Trial]) -> tuple[Mapping[int, Trial], Context]:
        history = History("", beyond=tuple(sorts.values()))
        rules = self.rules
        return sorts, Context(history, self.sheets.vocabularies, rules.trials, rules.groupings, Assessor())


def _by_episode() -> tuple[Mapping[int, Trial], Mapping[int, Trial]]:
    """The sorts in two halves, each with one stand-in at most of a modality and an episode."""
    found = stand_ins()
    even, odd = ({place: trial for place, trial in found.items() if place % 2 == half} for half in (0, 1))
    return even, odd
