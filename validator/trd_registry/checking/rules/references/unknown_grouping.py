"""A grouping is named that does not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownGrouping(DefinitionRule):
    """A grouping is named that does not exist."""

    code = "TRD318"
    title = "A grouping is named that does not exist"
    why = "What counts as one class would not be known."
    remedy = "Write it under `groupings`, or correct its name."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        known = [*subject.data.get("groupings", {}), "ungrouped"]
        for part in subject.parts.of("grouping name"):
            if part.value not in known:
                message = f"There is no grouping {part.value!r}."
                yield self.at(subject.document, part.path, message, suggest(str(part.value), known))
