"""A condition asks for nothing."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.pieces import ANNOTATIONS


class EmptyCondition(DefinitionRule):
    """A condition asks for nothing."""

    code = "TRD426"
    title = "A condition asks for nothing"
    why = "A mapping with only an id, a source or a note is met by everybody, and looks like a rule."
    remedy = "Write the test, or `all: []` for an option that asks for nothing."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for part in subject.parts.of("trial condition", "patient condition"):
            if not set(part.value) - ANNOTATIONS:
                yield self.at(subject.document, part.path, "This condition asks for nothing.")
