"""A released definition holds something that nobody has checked."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.statements import statements
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class ReleasedRecalled(DefinitionRule):
    """A released definition holds something that nobody has checked."""

    code = "TRD504"
    title = "A released definition holds something that nobody has checked"
    why = "Nothing recalled is ever released."
    remedy = "Check it in the source, leave it out, or make the definition a draft."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.definition.status != "released":
            return
        for one in statements(subject.data):
            if one.is_of_rule and one.evidence == "recalled":
                yield self.at(subject.document, (*one.path, "evidence"), "This is recalled.")
