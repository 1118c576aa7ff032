"""Builds what a definition gives: a criterion, stages, tiers or a score."""

from collections.abc import Iterator
from math import inf

from trd_registry.model.binding_conditions import ConditionBinder
from trd_registry.model.pieces import Piece, Pieces, names, statement
from trd_registry.model.rules import (
    Band,
    BandedStages,
    BandItem,
    Case,
    CaseItem,
    CountItem,
    Criterion,
    Ladder,
    Outcome,
    Rung,
    Score,
    ScoreItem,
    Tiers,
    TrialItem,
)


class OutcomeBinder:
    """Builds the outcome of one document."""

    def __init__(self, pieces: Pieces, conditions: ConditionBinder) -> None:
        self._pieces = pieces
        self._conditions = conditions

    def outcome(self, kind: str) -> Outcome:
        """The outcome under the section of this name."""
        piece = self._pieces.section(kind)
        if kind == "criterion":
            return Criterion(**piece.annotations, condition=self._conditions.patient(piece))
        if kind == "score":
            return self._score(piece)
        if kind == "tiers":
            tiers = tuple(self._rungs(self._pieces.child(piece, "classes")))
            return Tiers(**piece.annotations, tiers=tiers, trd=frozenset(piece.value.get("trd", [])))
        return self._ladder(piece) if "ladder" in piece.value else self._banded_stages(piece)

    def _ladder(self, piece: Piece) -> Ladder:
        return Ladder(
            **piece.annotations,
            kind=self._pieces.value(piece, "ladder"),
            below=piece.value["below"],
            rungs=tuple(self._rungs(self._pieces.child(piece, "rungs"))),
            trd_from=piece.value.get("trd_from", ""),
        )

    def _rungs(self, piece: Piece) -> Iterator[Rung]:
        for part in self._pieces.children(piece):
            when = self._conditions.patient(self._pieces.child(part, "when"))
            stated = statement(part.value.get("from"))
            yield Rung(name=part.value["name"], when=when, place=part.place, stated=stated)

    def _banded_stages(self, piece: Piece) -> BandedStages:
        return BandedStages(
            **piece.annotations,
            measure=self._conditions.measure(self._pieces.child(piece, "of")),
            bands=self._bands(piece),
            trd_from=piece.value.get("trd_from", ""),
        )

    def _bands(self, parent: Piece) -> tuple[Band, ...]:
        """Bands in rising order; one that names no lower end begins where the band before it ended."""
        if "bands" not in parent.value:
            return ()
        bands: list[Band] = []
        for part in self._pieces.children(self._pieces.child(parent, "bands")):
            ends = ("from", "above", "to", "below")
            given = {key: self._pieces.figure(part, key) for key in ends if key in part.value}
            lower, lower_open = -inf, False
            if "from" in given or "above" in given:
                lower, lower_open = given.get("from", given.get("above", 0)), "above" in given
            elif bands:
                lower, lower_open = bands[-1].upper, not bands[-1].upper_open
            upper, upper_open = given.get("to", given.get("below", inf)), "below" in given
            points = self._pieces.figure(part, "points")
            name = part.value.get("name", "")
            bands.append(Band(name, points, lower, upper, lower_open, upper_open, part.place))
        return tuple(bands)

    def _score(self, piece: Piece) -> Score:
        pieces = self._pieces
        lower, upper = pieces.value(piece, "range")
        return Score(
            **piece.annotations,
            items={name: self._item(part) for name, part in pieces.items(pieces.child(piece, "items"))},
            range=(float(lower), inf if upper is None else float(upper)),
            bands=self._bands(piece),
            trd=pieces.bounds(pieces.child(piece, "trd")) if "trd" in piece.value else (),
        )

    def _item(self, piece: Piece) -> ScoreItem:
        pieces, shared = self._pieces, piece.annotations
        if "each" in piece.value:
            where = self._conditions.trial(pieces.child(piece, "where")) if "where" in piece.value else None
            of = names(pieces.value(piece, "each"))
            return TrialItem(**shared, of=of, where=where, cases=tuple(self._cases(piece, patient=False)))
        if "cases" in piece.value:
            cases = tuple(self._cases(piece, patient=True))
            return CaseItem(**shared, cases=cases, otherwise=pieces.figure(piece, "otherwise"))
        measure = self._conditions.measure(pieces.child(piece, "of"))
        if "bands" in piece.value:
            return BandItem(**shared, measure=measure, bands=self._bands(piece))
        points, ceiling = pieces.figure(piece, "points"), pieces.figure(piece, "at_most", inf)
        return CountItem(**shared, measure=measure, points=points, ceiling=ceiling)

    def _cases(self, parent: Piece, *, patient: bool) -> Iterator[Case]:
        bind = self._conditions.patient if patient else self._conditions.trial
        for part in self._pieces.children(self._pieces.child(parent, "cases")):
            yield Case(
                when=bind(self._pieces.child(part, "when")),
                points=self._pieces.figure(part, "points"),
                name=part.value.get("name", ""),
                place=part.place,
            )
