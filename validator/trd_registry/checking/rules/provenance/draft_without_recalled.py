"""A draft holds nothing that is recalled."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.statements import statements
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.checking.vocabulary_names import recalled_bindings
from trd_registry.model.finding import Finding


class DraftWithoutRecalled(DefinitionRule):
    """A draft holds nothing that is recalled."""

    code = "TRD506"
    level = "warning"
    title = "A draft holds nothing that is recalled"
    why = "A draft is a definition of which some rule is recalled; this one could be released."
    remedy = "Set `status: released` and version 1.0.0, or mark what is recalled."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.definition.status != "draft" or subject.vocabularies is None:
            return
        recalled = any(one.is_of_rule and one.evidence == "recalled" for one in statements(subject.data))
        if not recalled and not any(recalled_bindings(subject.parts, subject.vocabularies)):
            yield self.at(subject.document, ("status",), "Nothing in this draft is recalled.")
