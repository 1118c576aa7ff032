"""A released vocabulary has been edited."""

from collections.abc import Iterator

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.model.finding import Finding


class VocabularyEdited(VocabularyRule):
    """A released vocabulary has been edited."""

    code = "TRD706"
    title = "A released vocabulary has been edited"
    why = "Every definition that pins this version could give other results without saying so."
    remedy = "Undo the edit, and make it in a copy of the file under a higher version."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        lock, entry = subject.surroundings.lock, subject.entry
        locked = lock.digest(entry) if lock is not None and entry is not None else None
        if entry is not None and locked not in (None, subject.document.digest):
            message = f"{entry.key} was released as {locked}, but the file is now {subject.document.digest}."
            yield self.at(subject.document, ("version",), message)
