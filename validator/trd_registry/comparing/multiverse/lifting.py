"""Judges conditions and trial sets under every combination of readings at once.

The interpreter judges; here it is only kept apart which combinations can differ. A condition is taken apart where
readings stand in it, each part is judged once for each way to settle its own readings, and the trials of a set once for
each way in which the set can come out.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any as Json

from trd_registry.comparing.multiverse.diagrams import Diagram, Diagrams
from trd_registry.evaluating.context import Context, Members, Membership
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.patient_conditions import judge_patient
from trd_registry.evaluating.trace import Trace
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.binding_conditions import MEASURES, ConditionBinder
from trd_registry.model.combinations import Combinations
from trd_registry.model.history import History
from trd_registry.model.pieces import ANNOTATIONS, Piece, Pieces
from trd_registry.model.rules import Grouping
from trd_registry.model.truth import Truth, all_of, any_of, negate
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import walk

Choices = Mapping[str, str]

_QUESTIONS = ("eligible", "adequate", "failed", "proven")


class Space:
    """The readings as levels of diagrams."""

    def __init__(self, combinations: Combinations, most: int) -> None:
        self.combinations = combinations
        names = combinations.varied
        self.levels = {name: level for level, name in enumerate(names)}
        self.diagrams = Diagrams([len(combinations.options[name]) for name in names], most)

    def each(self, reading: str, choices: Choices, make: Callable[[Choices], Diagram]) -> Diagram:
        """What is made for each option of a reading, as one diagram."""
        options = [choices[reading]] if reading in choices else self.combinations.options[reading]
        made = [make({**choices, reading: option}) for option in options]
        return made[0] if len(made) == 1 else self.diagrams.chosen(self.levels[reading], made)


class Lifter:
    """One history under the rules of one document.

    Args:
        document: The definition's.
        space: Its readings.
        history: As it is judged, with trials that a phenotype has made of the record.
        vocabularies: Those that the definition pins.
        groupings: Those of the definition.
        settled: Readings that are settled for everything that is asked here.
    """

    def __init__(
        self,
        document: Mapping[str, Json],
        space: Space,
        history: History,
        vocabularies: Vocabularies,
        *,
        groupings: Mapping[str, Grouping],
        settled: Choices,
    ) -> None:
        self._document = document
        self._space = space
        self._history = history
        self._vocabularies = vocabularies
        self._groupings = groupings
        self._settled = settled
        self._trials = (*history.trials, *history.unlisted)
        self._sets: dict[str, Diagram] = {}
        self._named: dict[Hashable, Diagram] = {}

    @property
    def trials(self) -> int:
        """How many trials are asked about: those that are listed, and the sorts that may exist unlisted."""
        return len(self._trials)

    def over(self, raw: Json, make: Callable[[Choices], Diagram], choices: Choices | None = None) -> Diagram:
        """What is made under each way to settle the readings that a part of the document holds."""
        taken = self._settled if choices is None else choices
        reading = next(self._open(raw, taken, set()), None)
        if reading is None:
            return make(taken)
        return self._space.each(reading, taken, lambda more: self.over(raw, make, more))

    def unfolded(self, raw: Json, make: Callable[[Json, Choices], Diagram], choices: Choices | None = None) -> Diagram:
        """What is made of a part of the document that may be a reading: of the value of each of its options."""
        taken = self._settled if choices is None else choices
        if "reading" not in raw:
            return make(raw, taken)
        reading = raw["reading"]
        return self._space.each(reading, taken, lambda more: self.unfolded(self._option(reading, more), make, more))

    def _open(self, raw: Json, choices: Choices, seen: set[str]) -> Iterator[str]:
        """The readings of a part that are not settled; those inside of an option only once it is taken."""
        if isinstance(raw, Mapping):
            if "reading" in raw:
                name = raw["reading"]
                if name in choices:
                    yield from self._open(self._option(name, choices), choices, seen)
                else:
                    yield name
                return
            for key, part in raw.items():
                if key == "condition" and isinstance(part, str) and part not in seen:
                    seen.add(part)
                    yield from self._open(self._document["conditions"][part], choices, seen)
                elif key not in ANNOTATIONS:
                    yield from self._open(part, choices, seen)
        elif isinstance(raw, list | tuple):
            for part in raw:
                yield from self._open(part, choices, seen)

    def _option(self, reading: str, choices: Choices) -> Json:
        return self._document["readings"][reading]["options"][choices[reading]]["value"]

    # Conditions ----------------------------------------------------------------------------------------

    def of_patient(self, raw: Json, choices: Choices | None = None) -> Diagram:
        """Whether a condition on the patient holds: a truth for every combination."""
        return self._condition(raw, self._settled if choices is None else choices, _Patient())

    def of_trials(self, raw: Json) -> Diagram:
        """For each trial, and each sort that may exist unlisted, whether a condition holds: a tuple of truths."""
        return self._condition(raw, self._settled, _Trials(self))

    def _condition(self, raw: Json, choices: Choices, kind: "_Patient | _Trials") -> Diagram:
        return self.unfolded(raw, lambda part, more: self._plain(part, more, kind), choices)

    def _plain(self, raw: Json, choices: Choices, kind: "_Patient | _Trials") -> Diagram:
        keys = [key for key in raw if key not in ANNOTATIONS]
        if kind.is_whole(keys):
            return self._atom({key: raw[key] for key in keys}, choices, kind)
        parts = [self._test(key, raw[key], choices, kind) for key in keys]
        return parts[0] if len(parts) == 1 else self.combined(kind.each(all_of), *parts)

    def _test(self, key: str, raw: Json, choices: Choices, kind: "_Patient | _Trials") -> Diagram:
        if key == "condition" and isinstance(raw, str):
            known = (raw, type(kind), frozenset(choices.items()))
            if known not in self._named:
                self._named[known] = self._condition(self._document["conditions"][raw], choices, kind)
            return self._named[known]
        if key in ("all", "any") and isinstance(raw, list | tuple):
            parts = [self._condition(part, choices, kind) for part in raw]
            return self.combined(kind.each(all_of if key == "all" else any_of), *parts)
        if key == "not":
            return self.combined(
                kind.each(lambda parts: negate(next(iter(parts)))), self._condition(raw, choices, kind)
            )
        return self._atom({key: raw}, choices, kind)

    def _atom(self, raw: Json, choices: Choices, kind: "_Patient | _Trials") -> Diagram:
        def judged(settled: Choices) -> Diagram:
            node = kind.bound(ConditionBinder(Pieces(self._document, settled)), Piece(raw, ""))
            return self.given_sets(node, lambda context: kind.judged(node, context))

        return self.over(raw, judged, choices)

    def combined(self, function: Callable[..., Hashable], *parts: Diagram) -> Diagram:
        """The diagram of a function of what several diagrams say."""
        return self._space.diagrams.combined(function, *parts)

    # Sets ----------------------------------------------------------------------------------------------

    def given_sets(self, node: Json, judge: Callable[[Context], Hashable]) -> Diagram:
        """What a bound part comes to, for each way in which the sets that it looks at can come out."""
        names = sorted({name for one in walk(node) for name in getattr(one, "of", ())})

        def judged(*found: tuple[Truth, ...]) -> Hashable:
            context = Context(self._history, self._vocabularies, {}, self._groupings, Assessor())
            for name, belongs in zip(names, found, strict=True):
                context._members[name] = self._members(belongs)  # noqa: SLF001
            return judge(context)

        return self.combined(judged, *(self.members(name) for name in names))

    def members(self, name: str) -> Diagram:
        """Which trials are in a set: a tuple of truths, the listed first, then the sorts that may exist unlisted."""
        if name not in self._sets:
            self._sets[name] = self.unfolded(self._document["trials"][name], self._set)
        return self._sets[name]

    def _set(self, raw: Json, choices: Choices) -> Diagram:
        kind = _Trials(self)
        asked = [self._condition(raw[question], choices, kind) for question in _QUESTIONS if question in raw]
        return self.combined(kind.each(all_of), *asked)

    def _members(self, belongs: Sequence[Truth]) -> Members:
        found = [
            Membership(trial, truth, Trace("TrialSet", "", truth))
            for trial, truth in zip(self._trials, belongs, strict=True)
        ]
        listed = len(self._history.trials)
        return Members(tuple(found[:listed]), tuple(one for one in found[listed:] if one.belongs is not False))

    def judged_trials(self, node: Json, context: Context) -> tuple[Truth, ...]:
        """Whether each trial meets a condition."""
        return tuple(_truth(judge_trial(node, trial, context)) for trial in self._trials)


class _Patient:
    """Of the patient: one truth."""

    def is_whole(self, keys: Sequence[str]) -> bool:
        return any(key in MEASURES for key in keys)

    def each(self, function: Callable[[Iterable[Truth]], Truth]) -> Callable[..., Hashable]:
        return lambda *parts: function(parts)

    def bound(self, binder: ConditionBinder, piece: Piece) -> Json:
        return binder.patient(piece)

    def judged(self, node: Json, context: Context) -> Hashable:
        return _truth(judge_patient(node, context))


class _Trials:
    """Of every trial: a truth for each."""

    def __init__(self, lifter: Lifter) -> None:
        self._lifter = lifter

    def is_whole(self, keys: Sequence[str]) -> bool:  # noqa: ARG002
        return False

    def each(self, function: Callable[[Iterable[Truth]], Truth]) -> Callable[..., Hashable]:
        number = self._lifter.trials
        return lambda *parts: tuple(function([part[place] for part in parts]) for place in range(number))

    def bound(self, binder: ConditionBinder, piece: Piece) -> Json:
        return binder.trial(piece)

    def judged(self, node: Json, context: Context) -> Hashable:
        return self._lifter.judged_trials(node, context)


def _truth(trace: Trace) -> Truth:
    assert trace.value is None or isinstance(trace.value, bool)
    return trace.value
