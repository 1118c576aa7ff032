"""Small changes of a history: one fact told otherwise, one trial more, one trial less."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from trd_registry.evaluating.membership import Assessor
from trd_registry.model.history import History, full_lists
from trd_registry.model.rules import TrialSet
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.leaves import trial_with
from trd_registry.witnessing.options import Filler, Option, Piece, Point, leaves, merged
from trd_registry.witnessing.patient_points import patient_points
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.treatment_point import treatment_point
from trd_registry.witnessing.trial_points import trial_points

#: Keys of a trial that tell the same thing: with a new value of one the others are taken away.
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "treatment": ("class", "modality", "dose", "dose_adequate", "serum_level"),
    "dose": ("dose_adequate",),
    "dose_adequate": ("dose",),
    "weeks": ("duration_adequate", "start", "end"),
    "duration_adequate": ("weeks", "start", "end"),
    "improvement": ("response", "judged_failed", "remission", "start_score", "end_score"),
    "judged_failed": ("response", "improvement", "remission", "start_score", "end_score"),
}

#: How many kinds of treatment are tried for a trial that is added.
KINDS = 24


@dataclass(frozen=True)
class Change:
    """One change, and the history after it."""

    kind: Literal["told", "added", "left out", "moved"]
    #: Number of the trial, from zero; None for a fact of the patient and for an entry of a record.
    trial: int | None
    #: What is told now: the fact, or the whole trial.
    piece: Piece
    data: Mapping[str, Any]


class Changes:
    """The changes that can matter to one definition: values at and beside its figures, trials that it would count."""

    def __init__(self, side: Side, usual: Plausible) -> None:
        self._side = side
        self._usual = usual
        asked, filler = Asked.by([side]), Filler([side.vocabularies])
        self._treatment = treatment_point(asked, filler, usual, 2)
        self._points = trial_points(asked, filler, _least_first(usual))
        self._patient = patient_points(asked, filler, usual)

    def told_otherwise(self, data: Mapping[str, Any]) -> Iterator[Change]:
        """Every fact of the patient and of each trial with another value, the nearest value of a number first."""
        for point in self._patient:
            for option in point.options:
                for path in leaves(option.piece):
                    if len(list(leaves(option.piece))) == 1 and _at(data, path) != _at(option.piece, path):
                        yield Change("told", None, option.piece, merged(data, option.piece))
        for number, trial in enumerate(data.get("trials", ())):
            for piece in self._pieces(trial):
                changed = {key: value for key, value in trial.items() if not _goes(key, piece)} | dict(piece)
                trials = [*data["trials"][:number], changed, *data["trials"][number + 1 :]]
                yield Change("told", number, piece, {**data, "trials": trials})

    def left_out(self, data: Mapping[str, Any]) -> Iterator[Change]:
        """The history without one of its trials."""
        for number, trial in enumerate(data.get("trials", ())):
            trials = [*data["trials"][:number], *data["trials"][number + 1 :]]
            yield Change("left out", number, trial, {**data, "trials": trials})

    def added(self, data: Mapping[str, Any]) -> Iterator[Change]:
        """The history with one trial more: for each trial set and each kind of treatment one that is in the set."""
        given = {trial.get("treatment") for trial in data.get("trials", ())}
        told = []
        for rules in self._side.rules[:1]:
            for trial_set in rules.trials.values():
                for trial in self._members(trial_set, given):
                    if trial not in told:
                        told.append(trial)
        for trial in told:
            yield Change(
                "added", len(data.get("trials", ())), trial, {**data, "trials": [*data.get("trials", ()), trial]}
            )

    def _pieces(self, trial: Mapping[str, Any]) -> Iterator[Piece]:
        """Single facts of a trial with other values; of what is told together, the part that is not the same."""
        seen: list[Piece] = []
        for point in (*self._points, self._treatment):
            options = point.options
            if point is self._treatment:
                options = tuple(one for one in options if one.piece.get("treatment") == trial.get("treatment"))
            for option in sorted(options, key=lambda one: _distance(one.piece, trial)):
                for key, value in option.piece.items():
                    piece = {key: value}
                    if trial.get(key) != value and piece not in seen:
                        seen.append(piece)
                        yield piece

    def _members(self, trial_set: TrialSet, given: set[Any]) -> Iterator[Piece]:
        """Trials in the set with the least that is enough, one of each kind of treatment."""
        options = sorted(self._treatment.options, key=lambda one: one.piece.get("treatment") in given)
        found = 0
        for option in options:
            trial = self._completed(trial_set, option)
            if trial is not None:
                yield trial
                found += 1
            if found == KINDS:
                return

    def _completed(self, trial_set: TrialSet, treatment: Option) -> Piece | None:
        """The treatment with, at each point, the first option that leaves it in the set; None where none does."""
        facts, pieces = dict(treatment.facts[0]), [treatment.piece]
        if self._belongs(trial_set, facts) is False:
            return None
        for point in self._points:
            fitting = next(
                (one for one in _of_kind(point, facts, self._usual) if self._may(trial_set, facts, one)), None
            )
            if fitting is None:
                return None
            facts |= fitting.facts[0]
            pieces.append(fitting.piece)
        return merged(*pieces) if self._belongs(trial_set, facts) is True else None

    def _may(self, trial_set: TrialSet, facts: Mapping[str, Any], option: Option) -> bool:
        return self._belongs(trial_set, {**facts, **option.facts[0]}) is not False

    def _belongs(self, trial_set: TrialSet, facts: Mapping[str, Any]) -> bool | None:
        trial = trial_with(facts)
        context = self._side.context(self._side.rules[0], History(id="x", complete=full_lists(), trials=(trial,)))
        return Assessor().members(trial_set, context).listed[0].belongs


def _least_first(usual: Plausible) -> Plausible:
    """Figures of which more is needed begin with the least: nine sessions where nine are enough."""
    trial = {name: values for name, values in usual.trial.items() if name not in ("weeks", "sessions", "dose")}
    return replace(usual, trial=trial)


def _of_kind(point: Point, facts: Mapping[str, Any], usual: Plausible) -> Iterator[Option]:
    """The options that have a meaning for this kind of treatment."""
    modality = facts.get("modality")
    for option in point.options:
        kinds = [usual.of[name] for name in option.piece if name in usual.of]
        if all(isinstance(modality, frozenset) and modality <= kind for kind in kinds):
            yield option


def _goes(key: str, piece: Piece) -> bool:
    return any(key in INSTEAD.get(told, ()) for told in piece)


def _distance(piece: Piece, trial: Mapping[str, Any]) -> float:
    """How far the figures of a piece lie from those of the trial."""
    return sum(
        abs(float(value) - float(trial[key]))
        for key, value in piece.items()
        if _is_figure(value) and _is_figure(trial.get(key))
    )


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at(data: Any, path: Sequence[str]) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data
