"""Where two definitions part, as text, Markdown and JSON: the history, and why each says what it says."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from trd_registry.evaluating.result import Result
from trd_registry.reporting.explanation import explanation
from trd_registry.reporting.history_yaml import history_in_yaml
from trd_registry.reporting.result_json import result_as_json
from trd_registry.reporting.versus_words import answer_in_words
from trd_registry.witnessing.contrast import AtHand, Contrast
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.witness import Bound, Direction, Witness

WIDTH = 80
NOTE = "Constructed patients. A research tool, not medical advice."
#: What the points of a history are called where the name of a fact would not say it.
POINTS = {"treatment": "treatment, role and dose", "duration": "length of a trial", "outcome": "outcome of a trial"}


def as_table(found: Contrast) -> list[str]:
    """Lines of at most 80 columns."""
    lines = [f"{name_of(found.left)} and {name_of(found.right)}"]
    for direction in found.directions:
        lines += ["", *wrap(headline(direction, found.at_hand), WIDTH)]
        if direction.witness is not None:
            lines += ["", *(f"  {line}" for line in history_in_yaml(direction.witness.data).splitlines()), ""]
            lines += [line for why in _explained(direction) for line in (*why, "")][:-1]
    return [*lines, "", *_bound_lines(found), "", NOTE]


def as_markdown(found: Contrast) -> list[str]:
    """Headings, the histories as YAML and the reasons as text."""
    lines = [f"## {name_of(found.left)} and {name_of(found.right)}"]
    for direction in found.directions:
        lines += ["", f"### {headline(direction, found.at_hand)}"]
        if direction.witness is not None:
            lines += ["", "```yaml", *history_in_yaml(direction.witness.data).splitlines(), "```"]
            for why in _explained(direction):
                lines += ["", "```text", *why, "```"]
    return [*lines, "", *_bound_lines(found), "", NOTE]


def as_json(found: Contrast) -> dict[str, Any]:
    """Everything, with the whole results of both definitions."""
    return {
        "left": _side_json(found.left),
        "right": _side_json(found.right),
        "searched": found.at_hand is None,
        "looked_at": found.at_hand.histories if found.at_hand is not None else None,
        "why_not_searched": found.at_hand.why if found.at_hand is not None else None,
        "directions": [
            {
                "met_by": name_of(one.left),
                "against": name_of(one.right),
                "exists": one.witness is not None,
                "how": one.witness.how if one.witness is not None else None,
                "can_be_met": one.can_be_met,
                "bound": None if found.at_hand else {"trials": one.bound.trials, "values": dict(one.bound.values)},
                "history": dict(one.witness.data) if one.witness is not None else None,
                "results": [result_as_json(result) for result in results_of(one)],
            }
            for one in found.directions
        ],
    }


def name_of(side: Side) -> str:
    """The reference, with the options that were chosen."""
    chosen = ", ".join(f"{reading}={option}" for reading, option in side.readings.items())
    return f"{side.definition.reference}{f' ({chosen})' if chosen else ''}"


def headline(direction: Direction, at_hand: AtHand | None = None) -> str:
    """What was found, in one sentence."""
    left, right, found = name_of(direction.left), name_of(direction.right), direction.witness
    if found is None:
        return _nothing(direction) if at_hand is None else _nothing_at_hand(direction, at_hand)
    count = _size(found)
    if found.how == "answer":
        answers = " and ".join(f"{answer_in_words(one)}" for one in results_of(direction))
        return f"{left} and {right} answer differently ({answers}) on a history with {count}:"
    if found.how == "outside":
        return f"Met by {left}; {right} does not speak of this patient ({count}):"
    return f"Met by {left}, not met by {right} ({count}):"


def _size(found: Witness) -> str:
    records = found.data.get("records", {})
    entries = sum(
        len(told) for told in records.values() if isinstance(told, list) and told and isinstance(told[0], dict)
    )
    if entries:
        return f"{entries} entries of a record" if entries > 1 else "1 entry of a record"
    return "no trial" if found.trials == 0 else "1 trial" if found.trials == 1 else f"{found.trials} trials"


def _nothing_at_hand(direction: Direction, at_hand: AtHand) -> str:
    left, right = name_of(direction.left), name_of(direction.right)
    return f"None of {at_hand.histories} histories at hand is met by {left} and not by {right}; that proves nothing."


def _nothing(direction: Direction) -> str:
    left, right, trials = name_of(direction.left), name_of(direction.right), direction.bound.trials
    if not direction.can_be_met:
        return f"{left} is met by no history with up to {trials} trials, so that nothing can be said."
    if direction.left.definition.id == direction.right.definition.id and direction.left.readings == {}:
        return f"No history with up to {trials} trials is met by {left} and not by {right}."
    nothing = f"No history with up to {trials} trials is met by {left} and not by {right}"
    return f"{nothing}: within this bound the first implies the second."


def results_of(direction: Direction) -> tuple[Result, ...]:
    """The results of both sides; none where there is no witness."""
    found: Witness | None = direction.witness
    return (found.left, found.right) if found is not None else ()


def _explained(direction: Direction) -> Iterator[list[str]]:
    for side, result in zip((direction.left, direction.right), results_of(direction), strict=True):
        yield explanation(result, side.definition, side.vocabularies)


def _bound_lines(found: Contrast) -> list[str]:
    """Within what the search left nothing out, or what was looked at."""
    if found.at_hand is not None:
        told = (
            f"Not searched: {found.at_hand.why} Looked at: {found.at_hand.histories} histories, which are the "
            "reference histories and the worked cases of both. Of those on which they differ the smallest is shown, "
            "without what it does not need; a smaller one may exist."
        )
        return wrap(told, WIDTH, break_on_hyphens=False)
    bound: Bound = max((one.bound for one in found.directions), key=lambda one: one.trials)
    points = [f"{POINTS.get(name, name)} {count}" for name, count in bound.values.items()]
    told = (
        f"Searched: every history with up to {bound.trials} trials in which each point has one of the values that the "
        f"rules of either tell apart ({', '.join(points) or 'there are none'}; scores are whole). Each history was "
        "judged by both; no trial and no fact of it could be left out."
    )
    return wrap(told, WIDTH, break_on_hyphens=False)


def _side_json(side: Side) -> dict[str, Any]:
    definition = side.definition
    return {
        "definition": definition.id,
        "version": definition.version,
        "digest": definition.digest,
        "readings": dict(side.readings),
    }
