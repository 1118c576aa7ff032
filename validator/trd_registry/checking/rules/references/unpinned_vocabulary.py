"""A vocabulary is used whose version is not stated."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.checking.vocabulary_names import ALWAYS_USED, used_vocabularies
from trd_registry.model.finding import Finding


class UnpinnedVocabulary(DefinitionRule):
    """A vocabulary is used whose version is not stated."""

    code = "TRD328"
    title = "A vocabulary is used whose version is not stated"
    why = "A result could change without any change to the definition."
    remedy = "Add the vocabulary with its version under `uses`."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        pinned = subject.data.get("uses", {})
        told = set()
        for path, name in used_vocabularies(subject.parts):
            exists = name in subject.surroundings.vocabulary_files
            if exists and name not in pinned and name not in told:
                told.add(name)
                yield self.at(subject.document, path, f"{name!r} is used here and has no version under `uses`.")
        if subject.definition.is_executable:
            for name in ALWAYS_USED:
                if name not in pinned and name not in told:
                    message = f"{name!r} has no version under `uses`; every history is read with it."
                    yield self.at(subject.document, ("uses",), message)
