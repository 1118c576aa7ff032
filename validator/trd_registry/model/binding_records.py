"""Builds the phenotype layer: how a definition turns dated entries of a record into trials."""

from typing import Any as Json

from trd_registry.model.binding_conditions import ConditionBinder
from trd_registry.model.nodes import Bounds, Condition
from trd_registry.model.pieces import Piece, Pieces, names, statement
from trd_registry.model.record_rules import DispensingRule, IndexRule, ProcedureRule, RecordRules


class RecordBinder:
    """Builds the ``records`` section of one document."""

    def __init__(self, pieces: Pieces, conditions: ConditionBinder) -> None:
        self._pieces = pieces
        self._conditions = conditions

    def rules(self, piece: Piece) -> RecordRules:
        """The phenotype layer."""
        parts = {
            key: self._pieces.child(piece, key) for key in ("dispensings", "procedures", "index") if key in piece.value
        }
        return RecordRules(
            place=piece.place,
            dispensings=self._dispensings(parts["dispensings"]) if "dispensings" in parts else None,
            procedures=self._procedures(parts["procedures"]) if "procedures" in parts else None,
            index=self._index(parts["index"]) if "index" in parts else None,
            open_before=self._pieces.value(piece, "before") == "unknown",
            open_after=self._pieces.value(piece, "after") == "unknown",
            stated=statement(piece.value.get("from")),
        )

    def _dispensings(self, piece: Piece) -> DispensingRule:
        pieces = self._pieces
        supply: Json = pieces.value(piece, "supply")
        if isinstance(supply, dict):
            supply = pieces.figure(pieces.child(piece, "supply"), "days")
        return DispensingRule(
            place=piece.place,
            of=self._conditions.trial(pieces.child(piece, "of")),
            one_trial=pieces.value(piece, "one_trial"),
            supply=supply,
            carried_over=bool(pieces.value(piece, "carried_over", False)),
            gap=self._bounds(piece, "gap"),
            ends=pieces.value(piece, "ends"),
            together=pieces.figure(piece, "together"),
            adherence_over=pieces.value(piece, "adherence_over", "own-supply"),
        )

    def _procedures(self, piece: Piece) -> ProcedureRule:
        of = self._conditions.trial(self._pieces.child(piece, "of"))
        return ProcedureRule(place=piece.place, of=of, gap=self._bounds(piece, "gap"))

    def _index(self, piece: Piece) -> IndexRule:
        pieces = self._pieces
        return IndexRule(
            place=piece.place,
            first=pieces.value(piece, "first"),
            of=self._condition(piece, "of"),
            conditions=frozenset(names(pieces.value(piece, "conditions", ()))),
            settings=frozenset(names(pieces.value(piece, "setting", ()))),
            free_of=self._condition(piece, "free_of"),
            free_for=pieces.figure(piece, "free_for"),
            observed_before=pieces.figure(piece, "observed_before"),
            observed_after=pieces.figure(piece, "observed_after"),
            stated=statement(piece.value.get("from")),
        )

    def _bounds(self, piece: Piece, key: str) -> Bounds:
        return self._pieces.bounds(self._pieces.child(piece, key)) if key in piece.value else ()

    def _condition(self, piece: Piece, key: str) -> Condition | None:
        return self._conditions.trial(self._pieces.child(piece, key)) if key in piece.value else None
