"""The cases of a released definition leave something out."""

from collections.abc import Iterator

from trd_registry.cases.coverage import measure_coverage
from trd_registry.checking.rule import RunCasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.model.finding import Finding


class CoverageIncomplete(RunCasesRule):
    """The cases of a released definition leave something out."""

    code = "TRD605"
    title = "The cases of a released definition leave something out"
    why = "What no case shows may be wrong without anybody noticing."
    remedy = "Add a case that shows it."

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        assert subject.definition is not None
        definition, vocabularies = subject.definition.definition, subject.definition.vocabularies
        if definition.status != "released" or vocabularies is None:
            return
        for missing in measure_coverage(definition, subject.outcomes, vocabularies).missing:
            yield self.at(subject.document, ("examples",), f"{missing[:1].upper()}{missing[1:]}.")
