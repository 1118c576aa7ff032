"""A grouping is written but no count uses it."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class UnusedGrouping(DefinitionRule):
    """A grouping is written but no count uses it."""

    code = "TRD319"
    title = "A grouping is written but no count uses it"
    why = "It looks like a rule of the definition and changes no result."
    remedy = "Use it with `grouping: NAME`, or remove it."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        used = {part.value for part in subject.parts.of("grouping name")}
        for name in subject.data.get("groupings", {}):
            if name not in used:
                yield self.at(subject.document, ("groupings", name), f"No count uses the grouping {name!r}.")
