"""A condition is named but no rule uses it."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class UnusedCondition(DefinitionRule):
    """A condition is named but no rule uses it."""

    code = "TRD315"
    title = "A condition is named but no rule uses it"
    why = "It looks like a rule of the definition and is none."
    remedy = "Use it with `condition: NAME`, or remove it."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        used = {part.value for part in subject.parts.of("condition name")}
        for name in subject.data.get("conditions", {}):
            if name not in used:
                yield self.at(subject.document, ("conditions", name), f"No rule uses the condition {name!r}.")
