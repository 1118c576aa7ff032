"""The rules of one definition as dimensions look at them: levels, the cut for TRD, the trials that are counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import Any as Anything

from trd_registry.comparing.dimensions.kinds import possible_kinds
from trd_registry.english.lexicon import plain, quoted
from trd_registry.english.modalities import ABBREVIATIONS
from trd_registry.model.facts import MODALITIES
from trd_registry.model.nodes import All, Any, Bound, ChoiceTest, Condition, FollowedBy, MeasureTest, PrecededBy
from trd_registry.model.rules import BandedStages, Criterion, Ladder, Rules, Score, Tiers, TrialSet
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import constant, possible_values, pushed, walk

_DRUGS = frozenset(["antidepressant", "augmentation", "psychedelic"])


@dataclass(frozen=True, slots=True)
class Level:
    """A stage, a class or the criterion itself, with everything it needs."""

    name: str
    condition: Condition
    is_trd: bool


@dataclass(frozen=True)
class Subject:
    """One definition under one choice of options."""

    rules: Rules
    vocabularies: Vocabularies
    #: Trial set -> the title its definition gives it.
    titles: Mapping[str, str] = field(default_factory=dict)
    #: Answers worked out before, by what was asked.
    memo: dict[Anything, Anything] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """What a patient can reach, the lowest first; none for a score. Denials are moved inward."""
        return tuple(replace(level, condition=_usual(level.condition)) for level in self.levels_with_ways_out)

    @cached_property
    def levels_with_ways_out(self) -> tuple[Level, ...]:
        """The same for patients to whom a treatment cannot be given, where the rule spares them."""
        return tuple(replace(level, condition=pushed(level.condition)) for level in _levels(self.rules))

    @cached_property
    def trd(self) -> Condition | None:
        """What TRD needs, scope included; None where no cut is given or points decide.

        A treatment that cannot be given need not have failed in some rules; this is what all others need.
        """
        return self._trd(self.levels)

    @cached_property
    def trd_with_ways_out(self) -> Condition | None:
        """What TRD needs of patients to whom a treatment cannot be given."""
        return self._trd(self.levels_with_ways_out)

    def _trd(self, levels: tuple[Level, ...]) -> Condition | None:
        reached = [level.condition for level in levels if level.is_trd]
        if not reached:
            return None
        ladder = self.rules.outcome
        only_first = len(reached) == 1 or (isinstance(ladder, Ladder) and ladder.kind == "cumulative")
        return self._in_scope(reached[0] if only_first else Any(place="", parts=tuple(reached)))

    @cached_property
    def asked(self) -> Condition | None:
        """What the first level of TRD needs; without a cut, what the lowest level needs; None for a score."""
        return self.trd if isinstance(self.rules.outcome, Tiers) else self._asked(self.levels)

    @cached_property
    def asked_with_ways_out(self) -> Condition | None:
        """The same of patients to whom a treatment cannot be given."""
        if isinstance(self.rules.outcome, Tiers):
            return self.trd_with_ways_out
        return self._asked(self.levels_with_ways_out)

    def _asked(self, levels: tuple[Level, ...]) -> Condition | None:
        reached = [level.condition for level in levels if level.is_trd] or [one.condition for one in levels]
        return self._in_scope(reached[0]) if reached else None

    def _in_scope(self, node: Condition) -> Condition:
        return All(place="", parts=(pushed(self.rules.scope), node)) if self.rules.scope is not None else node

    @cached_property
    def score(self) -> Score | None:
        """The score, if it is one."""
        return self.rules.outcome if isinstance(self.rules.outcome, Score) else None

    def sets_behind(self, names: Iterable[str]) -> Iterator[str]:
        """The sets of these names, and those that their trials must come before or after."""
        todo, seen = list(names), set[str]()
        while todo:
            name = todo.pop(0)
            if name not in seen and not self.is_empty(name):
                seen.add(name)
                yield name
                todo += [one for node in self.in_order(name) for one in node.of]

    def in_order(self, name: str) -> tuple[FollowedBy | PrecededBy, ...]:
        """What the trials of a set are asked to come before or after."""
        key = ("in_order", name)
        if key not in self.memo:
            inside = walk(self.whole(self.rules.trials[name]))
            self.memo[key] = tuple(node for node in inside if isinstance(node, FollowedBy | PrecededBy))
        found: tuple[FollowedBy | PrecededBy, ...] = self.memo[key]
        return found

    def is_empty(self, name: str, where: Condition | None = None) -> bool:
        """Whether an option leaves nothing that could be in a set."""
        key = ("is_empty", name, id(where))
        if key not in self.memo:
            self.memo[key] = constant(self.narrowed(name, where)) is False
        return bool(self.memo[key])

    def title(self, name: str) -> str:
        """A set by its title, in quotation marks."""
        return quoted(self.titles.get(name, plain(name)))

    def whole(self, trials: TrialSet) -> Condition:
        """All questions of a set as one condition."""
        return All(place=trials.place, parts=tuple(node for _, node in trials.questions))

    def narrowed(self, name: str, where: Condition | None) -> Condition:
        """All that is asked of the trials of a set that also meet a further condition."""
        key = ("narrowed", name, id(where))
        if key not in self.memo:
            whole = self.whole(self.rules.trials[name])
            parts = (whole, *([where] if where is not None else []), *self.built)
            self.memo[key] = All(place="", parts=parts) if len(parts) > 1 else whole
        found: Condition = self.memo[key]
        return found

    @cached_property
    def built(self) -> tuple[Condition, ...]:
        """What every trial meets because of how trials are built from a record; nothing where they are listed."""
        records = self.rules.records
        if records is None:
            return ()
        return (
            Any(place="", parts=tuple(one.of for one in (records.dispensings, records.procedures) if one is not None)),
        )

    def values(self, name: str, where: Condition | None, fact: str) -> frozenset[str] | None:
        """The values that a category can have in a set, under a further condition."""
        key = ("values", name, id(where), fact)
        if key not in self.memo:
            self.memo[key] = possible_values(self.narrowed(name, where), fact)
        found: frozenset[str] | None = self.memo[key]
        return found

    def kinds(self, trials: TrialSet, where: Condition | None = None) -> frozenset[str]:
        """The modalities that can be in a set; whatever is used as an augmentation is one."""
        key = ("kinds", trials.name, id(where))
        if key not in self.memo:
            self.memo[key] = self._kinds(trials.name, where)
        kinds: frozenset[str] = self.memo[key]
        return kinds

    def _kinds(self, name: str, where: Condition | None) -> frozenset[str]:
        if self.is_empty(name, where):
            return frozenset()
        if self.values(name, where, "role") == frozenset(["augmentation"]):
            return frozenset(["augmentation"])
        found = possible_kinds(self.narrowed(name, where), self.vocabularies)
        return found if found is not None else frozenset(MODALITIES)

    def label(self, trials: TrialSet) -> str:
        """What is in a set, in a word: ``antidepressants``, ``psychotherapy``."""
        kinds = self.kinds(trials)
        if len(kinds) == 1:
            return _LABELS.get(min(kinds), min(kinds))
        if kinds <= _DRUGS:
            return "drugs"
        return "neurostimulation" if kinds <= NEUROSTIMULATION else "treatments"


_RULED_OUT = "ruled_out."


def _usual(node: Condition) -> Condition:
    """The condition without the way out for a treatment that cannot be given."""
    if isinstance(node, All | Any):
        parts = tuple(_usual(part) for part in node.parts if not _is_way_out(part))
        kept = parts if isinstance(node, Any) and parts else tuple(_usual(part) for part in node.parts)
        return replace(node, parts=kept)
    return node


def _is_way_out(node: Condition) -> bool:
    return isinstance(node, ChoiceTest) and node.fact.startswith(_RULED_OUT) and "none" not in node.among


NEUROSTIMULATION = frozenset(["ect", "tms", "tdcs", "mst", "vns", "dbs"])
_LABELS = {
    "antidepressant": "antidepressants",
    **ABBREVIATIONS,
    "psychedelic": "psychedelics",
    "other": "other treatments",
}


def kind_label(kind: str) -> str:
    """A modality in a word."""
    return _LABELS.get(kind, kind)


def _levels(rules: Rules) -> Iterator[Level]:
    match rules.outcome:
        case Criterion() as outcome:
            yield Level("TRD", outcome.condition, is_trd=True)
        case Ladder() as outcome:
            names = [rung.name for rung in outcome.rungs]
            cut = names.index(outcome.trd_from) if outcome.trd_from in names else inf
            for index, rung in enumerate(outcome.rungs):
                below = tuple(one.when for one in outcome.rungs[: index + 1])
                needed = All(place=rung.place, parts=below) if outcome.kind == "cumulative" else rung.when
                yield Level(rung.name, needed, is_trd=index >= cut)
        case BandedStages() as outcome:
            names = [band.name for band in outcome.bands]
            cut = names.index(outcome.trd_from) if outcome.trd_from in names else inf
            for index, band in enumerate(outcome.bands):
                bound = Bound("above" if band.lower_open else "at_least", band.lower, band.place)
                bounds = (bound,) if band.lower != -inf else ()
                test = MeasureTest(place=band.place, measure=outcome.measure, bounds=bounds)
                yield Level(band.name, test, is_trd=index >= cut)
        case Tiers() as outcome:
            for tier in outcome.tiers:
                if constant(tier.when) is False:
                    continue  # Under this reading nobody belongs to it.
                yield Level(tier.name, tier.when, is_trd=tier.name in outcome.trd)
