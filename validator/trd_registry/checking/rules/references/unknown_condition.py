"""A condition is named that does not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownCondition(DefinitionRule):
    """A condition is named that does not exist."""

    code = "TRD314"
    title = "A condition is named that does not exist"
    why = "A rule that stands on nothing cannot be judged."
    remedy = "Write the condition under `conditions`, or correct its name."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        known = list(subject.data.get("conditions", {}))
        for part in subject.parts.of("condition name"):
            if part.value not in known:
                message = f"There is no condition {part.value!r}."
                yield self.at(subject.document, part.path, message, suggest(part.value, known))
