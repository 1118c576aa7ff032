"""A reading is used that is not declared."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownReading(DefinitionRule):
    """A reading is used that is not declared."""

    code = "TRD310"
    title = "A reading is used that is not declared"
    why = "A rule that stands on nothing cannot be judged."
    remedy = "Declare the reading under `readings`, or correct its id."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        known = list(subject.definition.readings)
        for part in subject.parts.of("reading"):
            if part.value not in known:
                message = f"There is no reading {part.value!r}."
                yield self.at(subject.document, part.path, message, suggest(part.value, known))
