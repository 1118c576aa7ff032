"""A figure lies outside what the fact can be."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from trd_registry.checking.ranges import span_of
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.facts import patient_fact, trial_fact
from trd_registry.model.finding import Finding
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bound, MeasureTest, NumberTest


class FigureOutOfRange(BoundRule):
    """A figure lies outside what the fact can be."""

    code = "TRD421"
    title = "A figure lies outside what the fact can be"
    why = "The test is always met or never, which nobody writes on purpose."
    remedy = "Check the figure and its unit."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for tree in subject.trees:
            for bound, can_be in _bounds((tree.scope, *tree.trials.values(), tree.outcome)):
                if bound.figure not in can_be:
                    message = f"{bound.figure:g} is not a value this can have: {can_be}."
                    yield self.at(subject.document, subject.document.path_of(bound.place), message)


def _bounds(value: object) -> Iterator[tuple[Bound, Interval]]:
    """Every comparison in a tree, with the range of what is compared."""
    if isinstance(value, NumberTest):
        yield from ((bound, _range(value.fact)) for bound in value.bounds)
    elif isinstance(value, MeasureTest):
        yield from ((bound, span_of(value.measure).range) for bound in value.bounds)
    if isinstance(value, tuple):
        for one in value:
            yield from _bounds(one)
    elif isinstance(value, dict):
        yield from _bounds(tuple(value.values()))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _bounds(tuple(getattr(value, field.name) for field in fields(value)))


def _range(fact: str) -> Interval:
    try:
        return trial_fact(fact).range
    except KeyError:
        return patient_fact(fact).range
