"""A vocabulary is listed but no rule uses it."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.checking.vocabulary_names import ALWAYS_USED, used_vocabularies
from trd_registry.model.finding import Finding


class UnusedVocabulary(DefinitionRule):
    """A vocabulary is listed but no rule uses it."""

    code = "TRD330"
    level = "warning"
    title = "A vocabulary is listed but no rule uses it"
    why = "A new version of it would seem to concern this definition."
    remedy = "Remove it from `uses`."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        used = {name for _, name in used_vocabularies(subject.parts)} | set(ALWAYS_USED)
        for name in subject.data.get("uses", {}):
            if subject.definition.is_executable and name not in used:
                yield self.at(subject.document, ("uses", name), f"No rule uses {name!r}.")
