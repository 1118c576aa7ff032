"""A line of the lock was not written by a release."""

from collections.abc import Iterator

from trd_registry.checking.rule import LockRule
from trd_registry.checking.subjects import LockFile
from trd_registry.loading.lock import is_line
from trd_registry.model.finding import Finding


class LockLineUnknown(LockRule):
    """A line of the lock was not written by a release."""

    code = "TRD707"
    title = "A line of the lock was not written by a release"
    why = "The lock is what holds released files fixed; by hand it could hold anything."
    remedy = "Undo the edit; `trd release` alone writes this file, one sorted line for each version."

    def findings(self, subject: LockFile) -> Iterator[Finding]:
        lines = subject.document.value
        if not isinstance(lines, dict):
            yield self.at(subject.document, (), "The lock holds no lines of `id@version: sha256:...`.")
            return
        for key, digest in lines.items():
            if not is_line(key, digest):
                yield self.at(subject.document, (key,), f"{key!r} is not `id@version` with a digest.")
        if list(lines) != sorted(lines):
            yield self.at(subject.document, (), "The lines are not sorted.")
