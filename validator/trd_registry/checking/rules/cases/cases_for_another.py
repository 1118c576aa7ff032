"""A case file is for another definition."""

from collections.abc import Iterator

from trd_registry.checking.rule import CasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.model.finding import Finding


class CasesForAnother(CasesRule):
    """A case file is for another definition."""

    code = "TRD602"
    title = "A case file is for another definition"
    why = "The cases would be run against rules they were not written for."
    remedy = "Correct `definition`, or move the file."
    prevents = "running"

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        named = subject.document.value["definition"]
        if subject.standing.kind == "cases" and named != subject.standing.name:
            message = f"These cases are for {named!r}, but stand beside {subject.standing.name!r}."
            yield self.at(subject.document, ("definition",), message)
