"""Why two results differ: the nodes whose values part, from the rule as a whole down to the fact that decides."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace


@dataclass(frozen=True, slots=True)
class Parting:
    """One node that came to another value; a side is None where the other rules alone have the node."""

    left: Trace | None
    right: Trace | None

    @property
    def node(self) -> Trace:
        """Whichever side is there."""
        found = self.right or self.left
        assert found is not None
        return found


def partings(left: Result, right: Result) -> tuple[Parting, ...]:
    """The nodes from the top of the rules to the lowest one at which the two results part.

    The first that differs is followed at every step. Nodes answer to each other by trial, by id or
    name, or by the fact they ask about. Empty where the traces do not differ.
    """
    if left.applicable != right.applicable and (left.scope or right.scope):
        return tuple(_descend(left.scope, right.scope))
    return tuple(_descend(left.trace, right.trace))


def named_nodes(result: Result) -> tuple[Trace, ...]:
    """The uppermost criteria, stages, classes or items that have a name, in the order of the rules."""
    whole = result.scope if result.applicable is False and result.scope else result.trace
    return tuple(_named(whole))


def _named(trace: Trace) -> Iterator[Trace]:
    if trace.id or "name" in trace.says:
        yield trace
        return
    for child in trace.children:
        yield from _named(child)


def _descend(left: Trace | None, right: Trace | None) -> Iterator[Parting]:
    if left is None or right is None:
        if left is not right:
            yield Parting(left, right)
        return
    if left.value != right.value:
        yield Parting(left, right)
    for one, other in _matched(left.children, right.children):
        if one is None or other is None or _differs(one, other):
            yield from _descend(one, other)
            return


def _differs(left: Trace, right: Trace) -> bool:
    return left.value != right.value


def _matched(left: Sequence[Trace], right: Sequence[Trace]) -> list[tuple[Trace | None, Trace | None]]:
    """Children that answer to each other, those on both sides first."""
    ours, theirs = _by_key(left), _by_key(right)
    both = [(ours[key], theirs[key]) for key in ours if key in theirs]
    mine = [(trace, None) for key, trace in ours.items() if key not in theirs]
    return [*both, *mine, *((None, trace) for key, trace in theirs.items() if key not in ours)]


def _by_key(traces: Sequence[Trace]) -> dict[tuple[object, ...], Trace]:
    seen: Counter[tuple[object, ...]] = Counter()
    found = {}
    for trace in traces:
        key = _key(trace)
        found[*key, seen[key]] = trace
        seen[key] += 1
    return found


def _key(trace: Trace) -> tuple[object, ...]:
    """By what a node is known in another version of the rules, where places may have moved."""
    says = trace.says
    if trace.node == "TrialSet":
        return "trial", says.get("set"), says.get("trial")
    if trace.id:
        return "id", trace.id
    for part in ("name", "fact"):
        if part in says:
            return part, str(says[part])
    return "node", trace.node
