"""A published case names a source that its definition does not list."""

from collections.abc import Iterator

from trd_registry.checking.rule import CasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class CaseSourceUnknown(CasesRule):
    """A published case names a source that its definition does not list."""

    code = "TRD610"
    title = "A published case names a source that its definition does not list"
    why = "A reader cannot look the case up."
    remedy = "List the source in the definition, or correct its key."

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        if subject.definition is None:
            return
        known = list(subject.definition.data["sources"])
        for index, case in enumerate(subject.document.value["examples"]):
            source = case.get("from", {}).get("source")
            if source is not None and source not in known:
                path = ("examples", index, "from", "source")
                message = f"The definition lists no source {source!r}."
                yield self.at(subject.document, path, message, suggest(source, known))
