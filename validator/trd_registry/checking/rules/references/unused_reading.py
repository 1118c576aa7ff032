"""A reading is declared but no rule uses it."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class UnusedReading(DefinitionRule):
    """A reading is declared but no rule uses it."""

    code = "TRD311"
    title = "A reading is declared but no rule uses it"
    why = "A reader who chooses one of its options would see nothing change."
    remedy = "Put {reading: ID} where the options differ, or remove the reading."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        used = {part.value for part in subject.parts.of("reading")}
        for reading in subject.definition.readings:
            if reading not in used:
                yield self.at(subject.document, ("readings", reading), f"No rule uses the reading {reading!r}.")
