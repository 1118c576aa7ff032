"""What decides an answer: the missing facts that would settle it, or the smallest changes that would turn it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from trd_registry.comparing.settling import Answer, Settling, SettlingSet
from trd_registry.evaluating.result import Result
from trd_registry.reporting.versus_words import answer_in_words
from trd_registry.reporting.words import NOTICE
from trd_registry.witnessing.changes import Change
from trd_registry.witnessing.flipping import Flip, Flips
from trd_registry.witnessing.options import leaves

WIDTH = 80
#: So many sets of missing facts are told for each answer.
SETS = 3

ANSWERS: Mapping[Answer, str] = {
    "met": "met if",
    "not_met": "not met if",
    "outside": "not applicable if",
    "settled": "settled if",
}


@dataclass(frozen=True)
class Decision:
    """One definition: what is missing, or what would turn its answer; a note where neither could be worked out."""

    result: Result
    settling: Settling | None = None
    flips: Flips | None = None
    note: str = ""


def as_table(title: str, decisions: Sequence[Decision], trials: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lines of at most 80 columns; ``trials`` are those of the history file."""
    lines = [*wrap(title, WIDTH), ""]
    for one in decisions:
        lines += wrap(f"{one.result.reference}  {answer_in_words(one.result).upper()}", WIDTH)
        for line in _told(one, trials):
            lines += wrap(line, WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)
        lines.append("")
    return [*lines, NOTICE]


def _told(decision: Decision, trials: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if decision.note:
        yield decision.note
    if decision.settling is not None:
        yield from _missing(decision.settling)
    if decision.flips is not None:
        yield from (turned_by(one, trials) for one in decision.flips.flips)
        if not decision.flips.flips:
            yield "No change of one or two facts or trials that was tried turns it."


def _missing(found: Settling) -> Iterator[str]:
    for answer, heading in ANSWERS.items():
        sets = found.sets.get(answer, ())
        for number, one in enumerate(sets[:SETS]):
            yield f"{heading if number == 0 else 'or if'} {in_words(one)}"
        if len(sets) > SETS:
            yield f"and {len(sets) - SETS} more such sets of {len(sets[0].facts)}"
    if not found.sets:
        yield "No three facts together settle it."
    if not found.is_exhaustive:
        yield "(Not every set of three facts was tried: too much is missing.)"


def in_words(one: SettlingSet) -> str:
    """``trials[1].weeks is 6``; with what every value leads to where the set settles the answer in any case."""
    values = one.values[0]
    told = " and ".join(f"{fact} is {value}" for fact, value in zip(one.facts, values, strict=True))
    return f"{told} (whatever they are, the answer is settled)" if one.always else told


def turned_by(flip: Flip, trials: Sequence[Mapping[str, Any]]) -> str:
    """``not met with: trial 1 (sertraline) weeks 3``."""
    told = " and ".join(_change(one, trials) for one in flip.changes)
    answer = "not applicable" if flip.result.applicable is False else answer_in_words(flip.result)
    return f"{answer} with {told}"


def _change(change: Change, trials: Sequence[Mapping[str, Any]]) -> str:
    if change.trial is None and change.kind in ("moved", "left out"):
        (kind, what), *day = change.piece.items()
        return f"{kind} of {what} {f'moved to {day[0][1]}' if day else 'left out'}"
    if change.kind == "added":
        return f"one more trial: {_piece(change.piece)}"
    name = f"trial {(change.trial or 0) + 1} ({_name(trials, change.trial)})"
    if change.kind == "left out":
        return f"{name} left out"
    if change.trial is None:
        return _piece(change.piece)
    return f"{name}: {_piece(change.piece)}"


def _name(trials: Sequence[Mapping[str, Any]], number: int | None) -> str:
    trial = trials[number] if number is not None and number < len(trials) else {}
    return str(trial.get("treatment") or trial.get("class") or trial.get("modality") or "added")


def _piece(piece: Mapping[str, Any]) -> str:
    parts = []
    for path in leaves(piece):
        value: Any = piece
        for step in path:
            value = value[step]
        said = "yes" if value is True else "no" if value is False else str(value)
        parts.append(said if path == ("treatment",) else f"{' '.join(path).replace('_', ' ')} {said}")
    return ", ".join(parts)


def as_json(history: str, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """One element a definition."""
    return [
        {
            "history": history,
            "definition": one.result.definition,
            "version": one.result.version,
            "verdict": one.result.verdict,
            "applicable": one.result.applicable,
            "note": one.note,
            "settled_by": _settling_json(one.settling),
            "exhaustive": one.settling.is_exhaustive if one.settling is not None else None,
            "turned_by": [_flip_json(flip) for flip in one.flips.flips] if one.flips is not None else None,
        }
        for one in decisions
    ]


def _settling_json(found: Settling | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        answer: [
            {"facts": list(one.facts), "values": [list(values) for values in one.values], "always": one.always}
            for one in sets
        ]
        for answer, sets in found.sets.items()
    }


def _flip_json(flip: Flip) -> dict[str, Any]:
    return {
        "changes": [
            {"kind": one.kind, "trial": one.trial + 1 if one.trial is not None else None, "says": dict(one.piece)}
            for one in flip.changes
        ],
        "applicable": flip.result.applicable,
        "verdict": flip.result.verdict,
        "answer": answer_in_words(flip.result),
        "history": dict(flip.changes[-1].data),
    }
