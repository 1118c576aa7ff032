"""The name or version of a vocabulary is not that of its file."""

from collections.abc import Iterator

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.model.finding import Finding


class VocabularyFileNames(VocabularyRule):
    """The name or version of a vocabulary is not that of its file."""

    code = "TRD340"
    title = "The name or version of a vocabulary is not that of its file"
    why = "Definitions state the version they use; it is found by folder and file name."
    remedy = "Rename the folder or file, or correct what stands in it."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        standing = subject.standing
        if standing.kind != "vocabulary":
            return
        for key, name in (("vocabulary", standing.name), ("version", standing.version)):
            if subject.document.value[key] != name:
                message = f"The {key} is {subject.document.value[key]!r}, but its file says {name!r}."
                yield self.at(subject.document, (key,), message)
