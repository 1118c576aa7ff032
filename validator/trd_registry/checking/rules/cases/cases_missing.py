"""A definition that can be run has no cases."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class CasesMissing(DefinitionRule):
    """A definition that can be run has no cases."""

    code = "TRD601"
    title = "A definition that can be run has no cases"
    why = "Nobody can see whether the rules do what the publication says."
    remedy = "Write cases.yaml beside it: histories and what the definition says of each."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        beside = subject.standing.file.with_name("cases.yaml")
        if subject.standing.kind == "definition" and subject.definition.is_executable and not beside.is_file():
            yield self.at(subject.document, ("id",), "There is no cases.yaml beside this definition.")
