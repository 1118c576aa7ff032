"""Readings, conditions or trial sets lead back to themselves."""

from collections.abc import Iterator, Mapping

from trd_registry.checking.parts import Part
from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class EndlessReference(DefinitionRule):
    """Readings, conditions or trial sets lead back to themselves."""

    code = "TRD312"
    title = "Readings, conditions or trial sets lead back to themselves"
    why = "Such a rule has no end; one that leads through very many others cannot be followed by a reader."
    remedy = "Break the circle: let one of them say what it means."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for part in subject.parts.endless:
            name = part.value if isinstance(part.value, str) else part.path[-1]
            message = f"{name!r} leads back to itself, or through more references than can be followed."
            yield self.at(subject.document, part.path, message)
        sets = {str(root.path[1]): root for root in subject.parts.roots if root.kind == "trial set"}
        looked_at = {name: _sets_named_in(root) for name, root in sets.items()}
        for name in sets:
            if name in _reached(name, looked_at):
                message = f"The trial set {name!r} looks at other trials of a set that leads back to {name!r}."
                yield self.at(subject.document, ("trials", name), message)


def _sets_named_in(part: Part) -> set[str]:
    """The trial sets that a part looks at, by what comes before or after a trial."""
    found = {name for _, name in part.names} if part.kind == "trial sets" else set()
    return found.union(*(_sets_named_in(child) for child in part.children))


def _reached(name: str, looked_at: Mapping[str, set[str]]) -> set[str]:
    """Every set to which the looking of this one leads."""
    found: set[str] = set()
    todo = list(looked_at[name])
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += looked_at.get(one, ())
    return found
