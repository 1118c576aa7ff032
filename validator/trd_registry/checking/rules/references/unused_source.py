"""A source is listed but nothing names it."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.statements import statements
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class UnusedSource(DefinitionRule):
    """A source is listed but nothing names it."""

    code = "TRD321"
    level = "warning"
    title = "A source is listed but nothing names it"
    why = "A reader cannot tell what it was read for."
    remedy = "Name it in a `from`, or remove it."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        used = {one.source for one in statements(subject.data)} | {subject.data["defined_by"]}
        for source in subject.data["sources"]:
            if source not in used:
                yield self.at(subject.document, ("sources", source), f"Nothing names the source {source!r}.")
