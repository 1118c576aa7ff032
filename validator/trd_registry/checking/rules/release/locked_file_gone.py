"""A released file is gone."""

from collections.abc import Iterator

from trd_registry.checking.rule import LockRule
from trd_registry.checking.subjects import LockFile
from trd_registry.model.finding import Finding


class LockedFileGone(LockRule):
    """A released file is gone."""

    code = "TRD703"
    title = "A released file is gone"
    why = "Citations and receipts name it, and nobody could run it again."
    remedy = "Put the file back; a version that should no longer be used is marked, never taken away."

    def findings(self, subject: LockFile) -> Iterator[Finding]:
        for entry in subject.lock.entries:
            if not subject.exists(entry):
                yield self.at(subject.document, (entry.key,), f"{entry.key} is in the lock, but its file is gone.")
