"""A released definition pins a vocabulary that is not released."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.loading.lock import Entry
from trd_registry.model.finding import Finding


class PinNotLocked(DefinitionRule):
    """A released definition pins a vocabulary that is not released."""

    code = "TRD705"
    title = "A released definition pins a vocabulary that is not released"
    why = "The vocabulary could change under it, and its results with it."
    remedy = "Release the vocabulary with `trd release`, in the version that is pinned."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        lock = subject.surroundings.lock
        if lock is None or not subject.is_locked:
            return
        for name, version in subject.definition.pins.items():
            pinned = Entry(name, version, is_vocabulary=True)
            if lock.digest(pinned) is None:
                yield self.at(subject.document, ("uses", name), f"{pinned.key} is not in the lock.")
