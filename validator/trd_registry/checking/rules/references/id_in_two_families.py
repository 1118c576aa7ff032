"""Two families have a definition of the same id."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class IdInTwoFamilies(DefinitionRule):
    """Two families have a definition of the same id."""

    code = "TRD333"
    title = "Two families have a definition of the same id"
    why = "A citation by id would mean two definitions."
    remedy = "Give one of them another id."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        families = subject.surroundings.families.get(subject.definition.id, ())
        if subject.standing.kind == "definition" and len(families) > 1:
            message = f"{subject.definition.id!r} stands in {' and in '.join(families)}."
            yield self.at(subject.document, ("id",), message)
