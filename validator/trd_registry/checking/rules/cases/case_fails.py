"""A case gives another answer than expected."""

from collections.abc import Iterator

from trd_registry.checking.rule import RunCasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.model.finding import Finding


class CaseFails(RunCasesRule):
    """A case gives another answer than expected."""

    code = "TRD603"
    title = "A case gives another answer than expected"
    why = "Either the rules or the case misread the publication."
    remedy = "Work the case out by hand from the publication, then correct what is wrong."

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        for outcome in subject.outcomes:
            if outcome.differences:
                path = ("examples", outcome.case.index, "name")
                yield self.at(subject.document, path, "; ".join(outcome.differences) + ".")
