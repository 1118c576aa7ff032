"""Builds the rule tree of a definition from its document, with every reading settled.

``{reading: ID}`` may stand for any node or figure; it is replaced by the chosen option's value. The
document has passed its checks before it comes here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any as Json

from trd_registry.model.facts import PATIENT_FACTS, TRIAL_FACTS, FactKind, patient_fact, trial_fact
from trd_registry.model.nodes import (
    All,
    Any,
    Band,
    BandedStages,
    BandItem,
    Bound,
    Bounds,
    Case,
    CaseItem,
    ChoiceTest,
    Condition,
    Count,
    CountItem,
    Criterion,
    DoseMeetsTable,
    Extreme,
    FirstStated,
    FollowedBy,
    Grouping,
    Ladder,
    Measure,
    MeasureTest,
    Not,
    NthStart,
    NumberTest,
    Outcome,
    PatientNumber,
    Rules,
    Rung,
    Score,
    ScoreItem,
    SeverityIs,
    Statement,
    Sum,
    TherapyOnList,
    Tiers,
    TrialItem,
    TrialSet,
    TruthTest,
)

COMPARATORS = ("at_least", "at_most", "above", "below", "exactly")
#: Keys that say something about a node instead of being part of its condition.
ANNOTATIONS = frozenset({"id", "from", "note"})
#: The option of a reading that counts every class for itself.
_UNGROUPED = {"ungrouped": ""}
_COMBINATIONS: Mapping[str, type[All | Any | FirstStated]] = {"all": All, "any": Any, "first_stated": FirstStated}
MEASURES = ("count", "sum", "largest", "smallest", "nth_start")


def bind(document: Mapping[str, Json], choices: Mapping[str, str]) -> Rules:
    """The rules of a definition document, each reading replaced by the value of the option chosen for it."""
    return _Binder(document, choices).rules()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the document with the place it stands in and the readings that led to it."""

    value: Json
    place: str
    readings: tuple[str, ...] = ()

    def annotations(self) -> dict[str, Json]:
        if not isinstance(self.value, Mapping):
            return {"place": self.place, "readings": self.readings}
        stated = self.value.get("from")
        return {
            "place": self.place,
            "readings": self.readings,
            "id": self.value.get("id", ""),
            "stated": Statement(stated["source"], stated["at"], stated["evidence"]) if stated else None,
        }


class _Binder:
    def __init__(self, document: Mapping[str, Json], choices: Mapping[str, str]) -> None:
        self._document = document
        self._choices = choices
        self._named: dict[tuple[str, bool], Condition] = {}

    # Walking the document, readings and named conditions resolved on the way --------------------

    def _settle(self, piece: _Piece) -> _Piece:
        while isinstance(piece.value, Mapping) and "reading" in piece.value:
            reading = piece.value["reading"]
            option = self._choices[reading]
            value = self._document["readings"][reading]["options"][option]["value"]
            place = f"/readings/{reading}/options/{option}/value"
            said = {key: piece.value[key] for key in piece.value if key in ANNOTATIONS}
            if said and isinstance(value, Mapping):
                value = {**value, **said}  # a name or source given where the reading is used
            piece = _Piece(value, place, (*piece.readings, reading))
        return piece

    def _child(self, piece: _Piece, key: str | int) -> _Piece:
        return self._settle(_Piece(piece.value[key], f"{piece.place}/{key}"))

    def _children(self, piece: _Piece) -> Iterator[_Piece]:
        for index in range(len(piece.value)):
            yield self._child(piece, index)

    def _items(self, piece: _Piece) -> Iterator[tuple[str, _Piece]]:
        for key in piece.value:
            yield key, self._child(piece, key)

    def _under(self, key: str) -> _Piece:
        return self._settle(_Piece(self._document[key], f"/{key}"))

    # The whole ----------------------------------------------------------------------------------

    def rules(self) -> Rules:
        document = self._document
        trials = {name: self._trial_set(name, piece) for name, piece in self._section("trials")}
        groupings = {name: self._grouping(name, piece) for name, piece in self._section("groupings")}
        scope = self._patient_condition(self._under("scope")) if "scope" in document else None
        return Rules(scope, trials, self._outcome(), groupings, dict(self._choices))

    def _section(self, key: str) -> Iterator[tuple[str, _Piece]]:
        if key in self._document:
            yield from self._items(self._under(key))

    def _trial_set(self, name: str, piece: _Piece) -> TrialSet:
        asked = {
            question: self._trial_condition(self._child(piece, question)) if question in piece.value else None
            for question in ("adequate", "failed", "proven")
        }
        eligible = self._trial_condition(self._child(piece, "eligible"))
        return TrialSet(**piece.annotations(), name=name, eligible=eligible, **asked)

    def _grouping(self, name: str, piece: _Piece) -> Grouping:
        classes: dict[str, str] = {}
        modalities: dict[str, str] = {}
        rest = ""
        for group, members in self._items(piece):
            if group in ANNOTATIONS:
                continue
            if "classes" in members.value:
                classes |= dict.fromkeys(members.value["classes"], group)
            if "modalities" in members.value:
                modalities |= dict.fromkeys(members.value["modalities"], group)
            if members.value.get("rest"):
                rest = group
        return Grouping(name, classes, modalities, rest)

    # Conditions ---------------------------------------------------------------------------------

    def _trial_condition(self, piece: _Piece) -> Condition:
        return self._condition(piece, patient=False)

    def _patient_condition(self, piece: _Piece) -> Condition:
        return self._condition(piece, patient=True)

    def _condition(self, piece: _Piece, *, patient: bool) -> Condition:
        """A mapping holds one test for each key; several keys must hold together."""
        if patient and any(key in piece.value for key in MEASURES):
            return self._measure_test(piece)
        keys = [key for key in piece.value if key not in ANNOTATIONS]
        if len(keys) == 1:
            node = self._test(piece, keys[0], patient=patient)
            merged = _merged(node, piece)
            unchanged = all(getattr(node, name) == value for name, value in merged.items())
            return node if unchanged else replace(node, **merged)
        parts = tuple(self._test(piece, key, patient=patient) for key in keys)
        return All(**piece.annotations(), parts=parts)

    def _test(self, parent: _Piece, key: str, *, patient: bool) -> Condition:
        piece = self._child(parent, key)
        plain = {"place": piece.place, "readings": piece.readings}
        if key in _COMBINATIONS:
            parts = tuple(self._condition(part, patient=patient) for part in self._children(piece))
            return _COMBINATIONS[key](**plain, parts=parts)
        if key == "not":
            return Not(**plain, part=self._condition(piece, patient=patient))
        if key == "condition":
            return self._named_condition(piece.value, patient=patient)
        if key == "followed_by":
            return FollowedBy(
                **plain,
                of=_names(piece.value["of"]),
                within_days=self._figure(piece, "within_days", inf),
                different=piece.value.get("different", ""),
            )
        if key == "severity":
            among = frozenset(_names(self._child(piece, "among").value))
            bands = _names(self._child(piece, "bands").value) if "bands" in piece.value else ()
            return SeverityIs(**plain, among=among, bands=bands)
        if key == "dose" and "meets" in piece.value:
            return DoseMeetsTable(**plain, table=str(self._child(piece, "meets").value))
        if key == "evidence_based" and isinstance(piece.value, str):
            return TherapyOnList(**plain, list=piece.value)
        return self._fact_test(piece, key, patient_fact(key) if patient else trial_fact(key))

    def _named_condition(self, name: str, *, patient: bool) -> Condition:
        """The same object wherever it is used, so that it need be judged only once."""
        key = (name, patient)
        if key not in self._named:
            piece = self._child(_Piece(self._document["conditions"], "/conditions"), name)
            self._named[key] = self._condition(piece, patient=patient)
        return self._named[key]

    def _fact_test(self, piece: _Piece, name: str, fact: FactKind) -> Condition:
        plain = {"place": piece.place, "readings": piece.readings}
        if fact.kind == "truth":
            return TruthTest(**plain, fact=name, expected=piece.value)
        if fact.kind == "choice":
            return ChoiceTest(**plain, fact=name, among=frozenset(_names(piece.value)))
        return NumberTest(**plain, fact=name, bounds=self._bounds(piece))

    def _bounds(self, piece: _Piece) -> Bounds:
        bounds = []
        for comparator in COMPARATORS:
            if comparator in piece.value:
                figure = self._child(piece, comparator)
                bounds.append(Bound(comparator, float(figure.value), figure.place))
        return tuple(bounds)

    def _figure(self, piece: _Piece, key: str, absent: float) -> float:
        return float(self._child(piece, key).value) if key in piece.value else absent

    # Measures -----------------------------------------------------------------------------------

    def _measure_test(self, piece: _Piece) -> MeasureTest:
        # The name and the source are those of the test, not of the number it is made on.
        bare = _Piece({key: piece.value[key] for key in piece.value if key not in ANNOTATIONS}, piece.place)
        return MeasureTest(**piece.annotations(), measure=self._measure(bare), bounds=self._bounds(piece))

    def _measure(self, piece: _Piece) -> Measure:
        if isinstance(piece.value, str):
            return PatientNumber(**piece.annotations(), fact=piece.value)
        kind = next(key for key in MEASURES if key in piece.value)
        argument = self._child(piece, kind).value
        where = self._trial_condition(self._child(piece, "where")) if "where" in piece.value else None
        sets = argument if kind == "count" else self._child(piece, "of").value
        shared = {**piece.annotations(), "of": _names(sets), "where": where}
        if kind == "count":
            distinct, grouping = (
                self._child(piece, key).value if key in piece.value else "" for key in ("distinct", "grouping")
            )
            return Count(**shared, distinct="" if distinct == "trial" else distinct, grouping=_UNGROUPED.get(grouping, grouping))
        if kind == "sum":
            return Sum(**shared, fact=argument)
        if kind == "nth_start":
            return NthStart(**shared, nth=int(argument))
        return Extreme(**shared, which=kind, fact=argument)

    # Results ------------------------------------------------------------------------------------

    def _outcome(self) -> Outcome:
        if "criterion" in self._document:
            piece = self._under("criterion")
            return Criterion(**piece.annotations(), condition=self._patient_condition(piece))
        if "score" in self._document:
            return self._score(self._under("score"))
        if "stages" in self._document:
            piece = self._under("stages")
            return self._ladder(piece) if "ladder" in piece.value else self._banded_stages(piece)
        piece = self._under("tiers")
        tiers = tuple(self._rung(part) for part in self._children(self._child(piece, "classes")))
        return Tiers(**piece.annotations(), tiers=tiers, trd=frozenset(piece.value.get("trd", [])))

    def _ladder(self, piece: _Piece) -> Ladder:
        rungs = tuple(self._rung(part) for part in self._children(self._child(piece, "rungs")))
        return Ladder(
            **piece.annotations(),
            kind=self._child(piece, "ladder").value,
            below=piece.value["below"],
            rungs=rungs,
            trd_from=piece.value.get("trd_from", ""),
        )

    def _rung(self, piece: _Piece) -> Rung:
        when = self._patient_condition(self._child(piece, "when"))
        return Rung(name=piece.value["name"], when=when, place=piece.place, stated=piece.annotations()["stated"])

    def _banded_stages(self, piece: _Piece) -> BandedStages:
        return BandedStages(
            **piece.annotations(),
            measure=self._measure(self._child(piece, "of")),
            bands=self._bands(self._child(piece, "bands")),
            trd_from=piece.value.get("trd_from", ""),
        )

    def _bands(self, piece: _Piece) -> tuple[Band, ...]:
        """Bands in rising order; one that names no lower end begins where the band before it ended."""
        bands: list[Band] = []
        for part in self._children(piece):
            given = {key: self._figure(part, key, 0) for key in ("from", "above", "to", "below") if key in part.value}
            lower, lower_open = -inf, False
            if "from" in given or "above" in given:
                lower, lower_open = given.get("from", given.get("above", 0)), "above" in given
            elif bands:
                lower, lower_open = bands[-1].upper, not bands[-1].upper_open
            upper, upper_open = given.get("to", given.get("below", inf)), "below" in given
            points = self._figure(part, "points", 0)
            name = part.value.get("name", "")
            bands.append(Band(name, points, lower, upper, lower_open, upper_open, part.place))
        return tuple(bands)

    def _score(self, piece: _Piece) -> Score:
        items = {name: self._item(part) for name, part in self._items(self._child(piece, "items"))}
        lower, upper = self._child(piece, "range").value
        return Score(
            **piece.annotations(),
            items=items,
            range=(float(lower), inf if upper is None else float(upper)),
            bands=self._bands(self._child(piece, "bands")) if "bands" in piece.value else (),
            trd=self._bounds(self._child(piece, "trd")) if "trd" in piece.value else (),
        )

    def _item(self, piece: _Piece) -> ScoreItem:
        shared = piece.annotations()
        if "each" in piece.value:
            where = self._trial_condition(self._child(piece, "where")) if "where" in piece.value else None
            cases = tuple(self._case(part, patient=False) for part in self._children(self._child(piece, "cases")))
            return TrialItem(**shared, of=_names(self._child(piece, "each").value), where=where, cases=cases)
        if "cases" in piece.value:
            cases = tuple(self._case(part, patient=True) for part in self._children(self._child(piece, "cases")))
            return CaseItem(**shared, cases=cases, otherwise=self._figure(piece, "otherwise", 0))
        measure = self._measure(self._child(piece, "of"))
        if "bands" in piece.value:
            return BandItem(**shared, measure=measure, bands=self._bands(self._child(piece, "bands")))
        points, ceiling = self._figure(piece, "points", 0), self._figure(piece, "at_most", inf)
        return CountItem(**shared, measure=measure, points=points, ceiling=ceiling)

    def _case(self, piece: _Piece, *, patient: bool) -> Case:
        when = self._condition(self._child(piece, "when"), patient=patient)
        points = self._figure(piece, "points", 0)
        return Case(when=when, points=points, name=piece.value.get("name", ""), place=piece.place)


def _names(value: Json) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _merged(node: Condition, piece: _Piece) -> dict[str, Json]:
    """The annotations of a one-key mapping belong to the single test inside it."""
    outer = piece.annotations()
    return {
        "id": outer["id"] or node.id,
        "stated": outer["stated"] or node.stated,
        "readings": (*outer["readings"], *node.readings),
    }


__all__ = ["ANNOTATIONS", "COMPARATORS", "MEASURES", "PATIENT_FACTS", "TRIAL_FACTS", "bind"]
