"""Builds conditions and measures from their pieces."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from typing import Any as Json

from trd_registry.model.facts import FactKind, patient_fact, trial_fact
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    Condition,
    Count,
    Diagnosed,
    DiagnosisCount,
    DoseMeetsTable,
    Extreme,
    FirstStated,
    FollowedBy,
    Measure,
    MeasureTest,
    Not,
    NthStart,
    NumberTest,
    PatientNumber,
    PrecededBy,
    SeverityIs,
    Sum,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.pieces import ANNOTATIONS, Piece, Pieces, names

MEASURES = ("count", "sum", "largest", "smallest", "nth_start", "diagnoses")

_COMBINATIONS: Mapping[str, type[All | Any | FirstStated]] = {"all": All, "any": Any, "first_stated": FirstStated}

#: The option of a reading that counts trials, not distinct values.
_TRIALS: Mapping[str, Json] = {"trial": ""}

#: The option of a reading that counts every class for itself.
_UNGROUPED = {"ungrouped": ""}


class ConditionBinder:
    """Builds conditions; a mapping holds one test for each key, and several keys must hold together."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._named: dict[tuple[str, bool], Condition] = {}

    def trial(self, piece: Piece) -> Condition:
        """A condition on one trial."""
        return self._condition(piece, patient=False)

    def patient(self, piece: Piece) -> Condition:
        """A condition on the patient, or on what the trials add up to."""
        return self._condition(piece, patient=True)

    def measure(self, piece: Piece) -> Measure:
        """A number of the patient by its name, or a measure over trials."""
        if isinstance(piece.value, str):
            return PatientNumber(**piece.annotations, fact=piece.value)
        pieces = self._pieces
        kind = next(key for key in MEASURES if key in piece.value)
        argument = pieces.value(piece, kind)
        if kind == "diagnoses":
            return self._diagnoses(piece)
        sets = argument if kind == "count" else pieces.value(piece, "of")
        where = self.trial(pieces.child(piece, "where")) if "where" in piece.value else None
        shared = {**piece.annotations, "of": names(sets), "where": where}
        distinct: Json = pieces.value(piece, "distinct", "")
        if kind == "count":
            grouping = pieces.value(piece, "grouping", "")
            return Count(
                **shared, distinct=_TRIALS.get(distinct, distinct), grouping=_UNGROUPED.get(grouping, grouping)
            )
        if kind == "sum":
            return Sum(**shared, fact=argument)
        if kind == "nth_start":
            return NthStart(**shared, nth=int(argument), distinct=_TRIALS.get(distinct, distinct))
        return Extreme(**shared, which="largest" if kind == "largest" else "smallest", fact=argument)

    def _diagnoses(self, piece: Piece) -> DiagnosisCount:
        pieces = self._pieces
        days = pieces.bounds(pieces.child(piece, "days")) if "days" in piece.value else ()
        return DiagnosisCount(
            **piece.annotations,
            conditions=frozenset(names(pieces.value(piece, "diagnoses"))),
            settings=frozenset(names(pieces.value(piece, "setting", ()))),
            days=days,
        )

    def _condition(self, piece: Piece, *, patient: bool) -> Condition:
        if patient and any(key in piece.value for key in MEASURES):
            return self._measure_test(piece)
        keys = [key for key in piece.value if key not in ANNOTATIONS]
        if len(keys) == 1:
            return _annotated(self._test(piece, keys[0], patient=patient), piece)
        parts = tuple(self._test(piece, key, patient=patient) for key in keys)
        return All(**piece.annotations, parts=parts)

    def _measure_test(self, piece: Piece) -> MeasureTest:
        # The name and the source are those of the test, not of the number it is made on.
        bare = Piece({key: piece.value[key] for key in piece.value if key not in ANNOTATIONS}, piece.place)
        return MeasureTest(**piece.annotations, measure=self.measure(bare), bounds=self._pieces.bounds(piece))

    def _test(self, parent: Piece, key: str, *, patient: bool) -> Condition:
        piece = self._pieces.child(parent, key)
        if key in _COMBINATIONS:
            parts = tuple(self._condition(part, patient=patient) for part in self._pieces.children(piece))
            return _COMBINATIONS[key](**piece.whereabouts, parts=parts)
        if key == "not":
            return Not(**piece.whereabouts, part=self._condition(piece, patient=patient))
        if key == "condition":
            return self._named_condition(piece.value, patient=patient)
        special = self._special_test(piece, key)
        if special is not None:
            return special
        return self._fact_test(piece, key, patient_fact(key) if patient else trial_fact(key))

    def _named_condition(self, name: str, *, patient: bool) -> Condition:
        """The same object wherever it is used, so that it need be judged only once."""
        key = (name, patient)
        if key not in self._named:
            piece = self._pieces.child(self._pieces.section("conditions"), name)
            self._named[key] = self._condition(piece, patient=patient)
        return self._named[key]

    def _special_test(self, piece: Piece, key: str) -> Condition | None:
        """A test that is more than a comparison with one fact."""
        pieces, plain = self._pieces, piece.whereabouts
        if key == "followed_by":
            return FollowedBy(
                **plain,
                of=names(pieces.value(piece, "of")),
                started=pieces.bounds(pieces.child(piece, "started_days_after"))
                if "started_days_after" in piece.value
                else (),
                within_days=pieces.figure(piece, "within_days", inf),
                different=piece.value.get("different", ""),
                gap=pieces.bounds(pieces.child(piece, "gap")) if "gap" in piece.value else (),
            )
        if key == "preceded_by":
            return self._preceded_by(piece)
        if key == "diagnosed":
            return Diagnosed(
                **plain,
                conditions=frozenset(names(pieces.value(piece, "conditions"))),
                settings=frozenset(names(pieces.value(piece, "setting", ()))),
                days_before=pieces.bounds(pieces.child(piece, "days_before")) if "days_before" in piece.value else (),
                number=pieces.bounds(piece),
            )
        if key == "severity":
            among = frozenset(names(pieces.value(piece, "among")))
            return SeverityIs(**plain, among=among, bands=names(pieces.value(piece, "bands", ())))
        if key == "dose" and "meets" in piece.value:
            return DoseMeetsTable(**plain, table=pieces.value(piece, "meets"))
        if key == "evidence_based" and isinstance(piece.value, str):
            return TherapyOnList(**plain, list=piece.value)
        return None

    def _preceded_by(self, piece: Piece) -> PrecededBy:
        pieces = self._pieces
        started, ended = (
            pieces.bounds(pieces.child(piece, key)) if key in piece.value else ()
            for key in ("started_days_before", "ended_days_before")
        )
        distinct: Json = pieces.value(piece, "distinct", "")
        return PrecededBy(
            **piece.whereabouts,
            of=names(pieces.value(piece, "of")),
            distinct=_TRIALS.get(distinct, distinct),
            started=started,
            ended=ended,
            number=pieces.bounds(piece),
            with_itself=bool(pieces.value(piece, "with_itself", False)),
        )

    def _fact_test(self, piece: Piece, name: str, fact: FactKind) -> Condition:
        plain = piece.whereabouts
        if fact.kind == "truth":
            return TruthTest(**plain, fact=name, expected=piece.value)
        if fact.kind == "choice":
            return ChoiceTest(**plain, fact=name, among=frozenset(names(piece.value)))
        return NumberTest(**plain, fact=name, bounds=self._pieces.bounds(piece))


def _annotated(node: Condition, piece: Piece) -> Condition:
    """The annotations of a one-key mapping belong to the single test inside it."""
    outer = piece.annotations
    merged: dict[str, Json] = {
        "id": outer["id"] or node.id,
        "stated": outer["stated"] or node.stated,
        "readings": (*outer["readings"], *node.readings),
    }
    unchanged = all(getattr(node, name) == value for name, value in merged.items())
    return node if unchanged else replace(node, **merged)
