"""A relation names a definition that is not in the registry."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownRelation(DefinitionRule):
    """A relation names a definition that is not in the registry."""

    code = "TRD331"
    level = "warning"
    title = "A relation names a definition that is not in the registry"
    why = "The link leads nowhere until that definition is written."
    remedy = "Correct the id, or add the definition, at least as a record."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        known = subject.surroundings.ids
        for relation, targets in subject.data.get("relations", {}).items():
            for index, target in enumerate(targets):
                if target not in known:
                    path = ("relations", relation, index)
                    message = f"There is no definition {target!r} yet."
                    yield self.at(subject.document, path, message, suggest(target, known))
