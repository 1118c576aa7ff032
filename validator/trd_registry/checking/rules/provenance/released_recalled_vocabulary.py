"""A released definition leans on a table or list that nobody has checked."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.checking.vocabulary_names import recalled_bindings
from trd_registry.model.finding import Finding


class ReleasedRecalledVocabulary(DefinitionRule):
    """A released definition leans on a table or list that nobody has checked."""

    code = "TRD505"
    title = "A released definition leans on a table or list that nobody has checked"
    why = "Nothing recalled is ever released, in the rules or in what they refer to."
    remedy = "Bind a table that has been checked, or make the definition a draft."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.definition.status != "released" or subject.vocabularies is None:
            return
        for path, name in recalled_bindings(subject.parts, subject.vocabularies):
            yield self.at(subject.document, path, f"{name!r} is recalled.")
