"""Words for two definitions set against each other, the same in every format."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.comparing.behaviour import Difference
from trd_registry.comparing.documents import ABSENT
from trd_registry.comparing.explaining import Parting, named_nodes, partings
from trd_registry.comparing.versions import Bump
from trd_registry.comparing.versus import Versus
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.interval import Interval
from trd_registry.reporting.words import range_in_words, truth_in_words, value_in_words, verdict_in_words


def heading(found: Versus) -> str:
    """Both references."""
    return f"{found.left.reference} and {found.right.reference}"


def side_in_words(value: Any) -> str:
    """One side of a change: a figure as it is, a part of the rules in the flow style of YAML."""
    if value is ABSENT:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {side_in_words(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(side_in_words(one) for one in value) + "]"
    return "null" if value is None else " ".join(str(value).split())


def bump_in_words(found: Versus) -> str:
    """The step that is needed, why, and whether the versions take it."""
    need = found.need
    if not need.because and need.differences:
        why = "results change under default readings"
    elif need.bump is Bump.MAJOR:
        why = "a reading, an option, a default or the kind is not what it was"
    elif need.bump is Bump.MINOR:
        why = "no result changes by default, but more than words does"
    else:
        why = "words and provenance alone"
    said = f"Needed: {need.bump.name} ({why})."
    if found.taken >= need.bump:
        return f"{said} The versions take {found.taken.name}."
    if found.taken is Bump.NONE:
        return f"{said} {found.right.version} is not above {found.left.version}."
    return f"{said} The versions take only {found.taken.name}."


def counts_in_words(found: Versus) -> str:
    """How many histories get another answer."""
    if not found.situations:
        return "A record has no rules to run: no history was judged."
    total, changed = len(found.references), len(found.changed_references)
    every, all_changed = len(found.situations), len(found.need.differences)
    verb = "change" if found.are_versions else "get another verdict"
    return f"{changed} of {total} reference histories {verb}; {all_changed} of all {every} histories at hand."


def explained(difference: Difference) -> Iterator[str]:
    """The answer on both sides, then the nodes that part, each line indented below the one before.

    Two different definitions have no nodes in common: the named parts of each are told instead.
    """
    left, right = difference.left, difference.right
    yield f"{difference.situation.name.rstrip('.')}: {answer_in_words(left)} -> {answer_in_words(right)}"
    if left.definition != right.definition:
        for result in (left, right):
            nodes = ", ".join(f"{_label(one)} {_value(one)}" for one in named_nodes(result))
            yield f"  {result.definition}: {nodes or 'its rule has no named parts'}"
        return
    found = partings(left, right)
    if not found:
        yield f"  The same nodes hold; {' and '.join(difference.parts)} are read from them in another way."
    for depth, parting in enumerate(found, start=1):
        yield f"{'  ' * depth}{_parting(parting)}"
    if found:
        yield from (f"{'  ' * (len(found) + 1)}{line}" for line in _asked(found[-1]))


def answer_in_words(result: Result) -> str:
    """Verdict and value: ``met, stage II``."""
    return ", ".join(part for part in (verdict_in_words(result), value_in_words(result)) if part)


def _parting(parting: Parting) -> str:
    if parting.left is None or parting.right is None:
        side = "right" if parting.left is None else "left"
        return f"{_label(parting.node)}: on the {side} alone, {_value(parting.node)}"
    return f"{_label(parting.node)}: {_value(parting.left)} -> {_value(parting.right)}"


def _label(trace: Trace) -> str:
    says = trace.says
    if trace.node == "TrialSet":
        return f"{says.get('trial')} ({says.get('treatment') or 'not named'}) in {says.get('set')}"
    for name in (trace.id, says.get("name"), says.get("fact")):
        if name:
            return str(name)
    return {"eligible": "eligible", "adequate": "adequate", "failed": "failed", "proven": "proven"}.get(
        trace.node, f"{trace.node} at {trace.place}"
    )


def _value(trace: Trace) -> str:
    if isinstance(trace.value, Interval):
        return range_in_words(trace.value)
    if isinstance(trace.value, frozenset):
        return " or ".join(sorted(trace.value)) or "none"
    return truth_in_words(trace.value)


def _asked(parting: Parting) -> Iterator[str]:
    """What the lowest node asks on each side where that is not the same, and where it stands."""
    left, right = (_bounds(one) for one in (parting.left, parting.right))
    if left and right and left != right:
        yield f"asks {left} -> {right}"
    found = parting.node.says.get("found")
    if isinstance(found, Interval):
        yield f"found {range_in_words(found)}"
    places = dict.fromkeys(one.place for one in (parting.left, parting.right) if one is not None)
    yield f"at {' -> '.join(places)}"


def _bounds(trace: Trace | None) -> str:
    if trace is None:
        return ""
    bounds = trace.says.get("bounds") or ()
    said = [f"{bound.comparator.replace('_', ' ')} {bound.figure:g}" for bound in bounds]
    return " and ".join(said)
