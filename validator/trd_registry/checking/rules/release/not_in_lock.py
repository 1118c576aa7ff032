"""A released definition is not in the lock."""

from collections.abc import Iterator

from trd_registry.checking.rule import StepRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class NotInLock(StepRule):
    """A released definition is not in the lock."""

    code = "TRD702"
    level = "warning"
    title = "A released definition is not in the lock"
    why = "Its status says that it will never change, and nothing holds it to that yet."
    remedy = "Nothing in a pull request: a maintainer runs `trd release`, which freezes the file."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        lock = subject.surroundings.lock
        waits = subject.definition.status == "released" and not subject.is_locked
        # A registry that has not released anything yet has nothing to remind of.
        if lock is None or not lock.exists or subject.entry is None or not waits:
            return
        if subject.predecessor is None or (subject.step is not None and subject.step.is_large_enough):
            message = f"{subject.entry.key} is called released and waits to be."
            yield self.at(subject.document, ("status",), message)
