"""The rules of one definition over the space of histories: every condition becomes a statement of the solver."""

from collections.abc import Callable
from typing import Any as Anything

from trd_registry.evaluating.context import Context
from trd_registry.model.history import Trial
from trd_registry.model.nodes import (
    All,
    Any,
    Condition,
    DoseMeetsTable,
    FirstStated,
    FollowedBy,
    MeasureTest,
    Not,
    NumberTest,
    PatientNumber,
    SeverityIs,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.rules import Rules
from trd_registry.model.walking import walk
from trd_registry.witnessing.days import days_within
from trd_registry.witnessing.laws import augmenting
from trd_registry.witnessing.leaves import DATES, fact_of, says_of_patient, says_of_trial
from trd_registry.witnessing.logic import (
    CERTAIN,
    UNKNOWN,
    Pair,
    Proposition,
    all_pairs,
    any_pair,
    denied,
    every,
    not_pair,
    some,
    when,
)
from trd_registry.witnessing.measuring import measured
from trd_registry.witnessing.order import followed
from trd_registry.witnessing.severity import severity_is
from trd_registry.witnessing.space import Chosen, Slot, Space


class Statements:
    """One definition under one choice of options, over one space."""

    def __init__(self, space: Space, side: int, rules: Rules) -> None:
        self.space = space
        self.side = side
        self.rules = rules
        self.context: Context = space.asked.sides[side].context(rules)
        #: That everything that is counted is known: a count over unknown trials would be a range.
        self.definite: list[Proposition] = []
        #: Whether sums or points stand in these statements: then they are more than propositions.
        self.has_sums = False
        self._answers: dict[int, tuple[list[int], list[int]]] = {}
        self._trial: dict[tuple[int, int], Pair] = {}
        self._patient: dict[int, Pair] = {}
        self._members: dict[tuple[str, int], Pair] = {}

    # Trials ----------------------------------------------------------------------------------------

    def belongs(self, name: str, slot: Slot) -> Proposition:
        """That a trial is there and in the set; whether it is in it is made known."""
        pair = self.member(name, slot)
        self.definite.append(some([denied(slot.there), pair.known]))
        return every([slot.there, pair.yes])

    def member(self, name: str, slot: Slot) -> Pair:
        """Whether the trial of this slot is in the set of this name."""
        key = (name, slot.number)
        if key not in self._members:
            questions = self.rules.trials[name].questions
            self._members[key] = all_pairs(self.of_trial(condition, slot) for _, condition in questions)
        return self._members[key]

    def of_trial(self, node: Condition, slot: Slot) -> Pair:
        """Whether a condition holds of the trial of this slot."""
        key = (id(node), slot.number)
        if key not in self._trial:
            self._trial[key] = self._of_trial(node, slot)
        return self._trial[key]

    def _of_trial(self, node: Condition, slot: Slot) -> Pair:
        match node:
            case All():
                return all_pairs(self.of_trial(part, slot) for part in node.parts)
            case Any():
                return any_pair(self.of_trial(part, slot) for part in node.parts)
            case Not():
                return not_pair(self.of_trial(node.part, slot))
            case FirstStated():
                return self._first([(self.stated(part, slot), self.of_trial(part, slot)) for part in node.parts])
            case FollowedBy():
                return followed(node, slot, self)
            case TruthTest(fact="augmented"):
                return self._augmented(node, slot)
        fact = fact_of(node)
        if fact in DATES and isinstance(node, NumberTest):
            day = slot.began if fact == "started_days_ago" else slot.ended
            return when(self.space.dated, days_within(day, node.bounds)) if day is not None else UNKNOWN
        chosen = slot.by_fact.get(fact)
        if chosen is None:
            return UNKNOWN
        return self._told(node, chosen, says_of_trial)

    def stated(self, part: Condition, slot: Slot) -> Proposition:
        """That the trial states a fact on which this part of a condition rests."""
        found = []
        for node in walk(part):
            name = getattr(node, "fact", "") or ("dose" if isinstance(node, DoseMeetsTable) else "")
            name = name or ("treatment" if isinstance(node, TherapyOnList) else "")
            if name in DATES:
                found.append(self.space.dated)
            elif name in slot.by_fact:
                found.append(self._stating(slot.by_fact[name], name))
        return some(found)

    def labelled(self, chosen: Chosen, fact: str) -> dict[str, Proposition]:
        """For each value of a category, that the option taken has it."""
        found: dict[str, list[int]] = {}
        for number, option in enumerate(chosen.point.options):
            trial = Trial(id="", place="trials[1]", facts=option.facts[self.side])
            value = self.context.choice(trial, fact)
            found.setdefault(min(value) if value and len(value) == 1 else "", []).append(number)
        return {label: chosen.among(numbers) for label, numbers in found.items()}

    def _augmented(self, node: TruthTest, slot: Slot) -> Pair:
        """Whether another trial augments this one; unknown while it is not said of every augmentation what it is of."""
        links = self.space.links
        attached = some(links[other.number, slot.number] for other in self.space.slots if other is not slot)
        all_attached = every(
            some(
                [
                    denied(other.there),
                    denied(augmenting(other)),
                    *(links[other.number, target.number] for target in self.space.slots if target is not other),
                ]
            )
            for other in self.space.slots
            if other is not slot
        )
        pair = Pair(attached, every([denied(attached), all_attached]))
        return pair if node.expected else not_pair(pair)

    # The patient -----------------------------------------------------------------------------------

    def of_patient(self, node: Condition) -> Pair:
        """Whether a condition holds of the patient."""
        if id(node) not in self._patient:
            self._patient[id(node)] = self._of_patient(node)
        return self._patient[id(node)]

    def _of_patient(self, node: Condition) -> Pair:
        match node:
            case All():
                return all_pairs(self.of_patient(part) for part in node.parts)
            case Any():
                return any_pair(self.of_patient(part) for part in node.parts)
            case Not():
                return not_pair(self.of_patient(node.part))
            case FirstStated():
                return self._first([(self.stated_of_patient(part), self.of_patient(part)) for part in node.parts])
            case SeverityIs():
                return severity_is(node, self)
            case MeasureTest(measure=PatientNumber()):
                pass
            case MeasureTest():
                return measured(node.measure, node.bounds, self)
        chosen = self.space.by_fact.get(fact_of(node))
        if chosen is None:
            return UNKNOWN
        return self._told(node, chosen, says_of_patient)

    def stated_of_patient(self, part: Condition) -> Proposition:
        """That the record states a fact of the patient on which this part of a condition rests."""
        found = []
        for node in walk(part):
            names = [getattr(node, "fact", "")]
            if isinstance(node, SeverityIs):
                bands = self.context.vocabularies.severity_bands
                names = ["episode.severity"]
                names += [f"episode.score.{one.scale}" for name in node.bands for one in bands.get(name, ())]
            found += [self._stating(self.space.by_fact[name], name) for name in names if name in self.space.by_fact]
        return some(found)

    # Both ------------------------------------------------------------------------------------------

    def _told(self, node: Condition, chosen: Chosen, says: Callable[..., Anything]) -> Pair:
        """What a test says of a point, by the option that is taken."""
        if id(node) not in self._answers:
            answers = [says(node, option, self.side, self.context) for option in chosen.point.options]
            self._answers[id(node)] = (
                [number for number, answer in enumerate(answers) if answer is True],
                [number for number, answer in enumerate(answers) if answer is False],
            )
        yes, no = self._answers[id(node)]
        return Pair(chosen.among(yes), chosen.among(no))

    def _stating(self, chosen: Chosen, fact: str) -> Proposition:
        options = chosen.point.options
        return chosen.among([number for number, one in enumerate(options) if fact in one.facts[self.side]])

    def _first(self, parts: list[tuple[Proposition, Pair]]) -> Pair:
        """The value of the first part that is stated; unknown where none is."""
        yes, no, none_before = [], [], CERTAIN.yes
        for stated, pair in parts:
            decides = every([none_before, stated])
            yes.append(every([decides, pair.yes]))
            no.append(every([decides, pair.no]))
            none_before = every([none_before, denied(stated)])
        return Pair(some(yes), some(no))
