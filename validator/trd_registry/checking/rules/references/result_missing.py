"""A definition that can be run gives no result."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class ResultMissing(DefinitionRule):
    """A definition that can be run gives no result."""

    code = "TRD341"
    title = "A definition that can be run gives no result"
    why = "There is nothing to judge a history by."
    remedy = "Write its criterion, stages, tiers or score, or make it a record."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        results = [key for key in ("criterion", "stages", "tiers", "score") if key in subject.data]
        if subject.definition.is_executable and not results:
            yield self.at(subject.document, ("kind",), "There is no criterion, and no stages, tiers or score.")
