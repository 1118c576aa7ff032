"""A released definition has been edited."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class ReleasedFileEdited(DefinitionRule):
    """A released definition has been edited."""

    code = "TRD701"
    title = "A released definition has been edited"
    why = "Whoever cited this version would get other rules under the same name."
    remedy = "Undo the edit, and make it in a copy of the folder under a higher version."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        lock, entry = subject.surroundings.lock, subject.entry
        locked = lock.digest(entry) if lock is not None and entry is not None else None
        if entry is not None and locked not in (None, subject.document.digest):
            message = f"{entry.key} was released as {locked}, but the file is now {subject.document.digest}."
            yield self.at(subject.document, ("version",), message)
