"""Builds the rule tree of a definition from its document, with every reading settled.

``{reading: ID}`` may stand for any node or figure; it is replaced by the chosen option's value. The
document has passed its checks before it comes here.
"""

from collections.abc import Mapping
from typing import Any

from trd_registry.model.binding_conditions import ConditionBinder
from trd_registry.model.binding_outcomes import OutcomeBinder
from trd_registry.model.binding_records import RecordBinder
from trd_registry.model.pieces import ANNOTATIONS, Piece, Pieces
from trd_registry.model.record_rules import RecordRules
from trd_registry.model.rules import Grouping, Outcome, Rules, TrialSet

#: The sections of a document that may hold its outcome.
OUTCOMES = ("criterion", "stages", "tiers", "score")


def bind(document: Mapping[str, Any], choices: Mapping[str, str]) -> Rules:
    """The rules of a definition document, each reading replaced by the value of the option chosen for it."""
    pieces = Pieces(document, choices)
    conditions = ConditionBinder(pieces)
    kind = next(key for key in OUTCOMES if key in document)
    return Rules(
        scope=conditions.patient(pieces.section("scope")) if "scope" in document else None,
        trials={name: _trial_set(name, piece, pieces, conditions) for name, piece in pieces.entries("trials")},
        outcome=OutcomeBinder(pieces, conditions).outcome(kind),
        groupings={name: _grouping(name, piece, pieces) for name, piece in pieces.entries("groupings")},
        choices=dict(choices),
        records=RecordBinder(pieces, conditions).rules(pieces.section("records")) if "records" in document else None,
    )


def bind_outcome(document: Mapping[str, Any], kind: str, choices: Mapping[str, str]) -> Outcome:
    """What the definition gives, alone; the choices need hold no reading that does not stand in it."""
    pieces = Pieces(document, choices)
    return OutcomeBinder(pieces, ConditionBinder(pieces)).outcome(kind)


def bind_groupings(document: Mapping[str, Any], choices: Mapping[str, str]) -> dict[str, Grouping]:
    """Its groupings, alone."""
    pieces = Pieces(document, choices)
    return {name: _grouping(name, piece, pieces) for name, piece in pieces.entries("groupings")}


def bind_records(document: Mapping[str, Any], choices: Mapping[str, str]) -> RecordRules:
    """How it makes trials of a record, alone; the document must say so."""
    pieces = Pieces(document, choices)
    return RecordBinder(pieces, ConditionBinder(pieces)).rules(pieces.section("records"))


def _trial_set(name: str, piece: Piece, pieces: Pieces, conditions: ConditionBinder) -> TrialSet:
    asked: dict[str, Any] = {
        question: conditions.trial(pieces.child(piece, question)) if question in piece.value else None
        for question in ("adequate", "failed", "proven")
    }
    eligible = conditions.trial(pieces.child(piece, "eligible"))
    return TrialSet(**piece.annotations, name=name, eligible=eligible, **asked)


def _grouping(name: str, piece: Piece, pieces: Pieces) -> Grouping:
    classes: dict[str, str] = {}
    modalities: dict[str, str] = {}
    rest = ""
    for group, members in pieces.items(piece):
        if group in ANNOTATIONS:
            continue
        classes |= dict.fromkeys(members.value.get("classes", ()), group)
        modalities |= dict.fromkeys(members.value.get("modalities", ()), group)
        if members.value.get("rest"):
            rest = group
    return Grouping(name, classes, modalities, rest)
