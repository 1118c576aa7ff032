"""Two parts of the rules have the same id."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.nodes import Node


class SameNodeId(BoundRule):
    """Two parts of the rules have the same id."""

    code = "TRD425"
    title = "Two parts of the rules have the same id"
    why = "A result names its parts by id; one name would have two values."
    remedy = "Give each part an id of its own."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for tree in subject.trees:
            seen: dict[str, str] = {}
            for place, name in _ids((tree.scope, tree.trials, tree.outcome)):
                if seen.setdefault(name, place) != place:
                    message = f"Another part has the id {name!r}."
                    yield self.at(subject.document, subject.document.path_of(place), message)


def _ids(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Node) and value.id:
        yield value.place, value.id
    if isinstance(value, tuple):
        for one in value:
            yield from _ids(one)
    elif isinstance(value, dict):
        yield from _ids(tuple(value.values()))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _ids(tuple(getattr(value, field.name) for field in fields(value)))
