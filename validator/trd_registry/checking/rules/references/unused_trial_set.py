"""A trial set is described but nothing counts it."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class UnusedTrialSet(DefinitionRule):
    """A trial set is described but nothing counts it."""

    code = "TRD317"
    title = "A trial set is described but nothing counts it"
    why = "It looks like a rule of the definition and changes no result."
    remedy = "Count it in the criterion, a stage or an item, or remove it."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        used = {name for part in subject.parts.of("trial sets") for _, name in part.names}
        for name in subject.data.get("trials", {}):
            if name not in used:
                yield self.at(subject.document, ("trials", name), f"Nothing counts the trial set {name!r}.")
