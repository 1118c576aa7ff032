"""A version of a vocabulary is stated that does not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class UnknownVocabularyVersion(DefinitionRule):
    """A version of a vocabulary is stated that does not exist."""

    code = "TRD329"
    title = "A version of a vocabulary is stated that does not exist"
    why = "What the definition was written against cannot be found again."
    remedy = "State a version that exists."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for name, version in subject.data.get("uses", {}).items():
            versions = subject.surroundings.vocabulary_files.get(name, {})
            if version not in versions:
                there = f"There is: {', '.join(versions)}." if versions else "There is no vocabulary of this name."
                message = f"There is no version {version} of {name!r}."
                yield self.at(subject.document, ("uses", name), message, there)
