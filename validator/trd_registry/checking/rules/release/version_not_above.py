"""A version lies below one that is released."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.loading.registry import version_key
from trd_registry.model.finding import Finding


class VersionNotAbove(DefinitionRule):
    """A version lies below one that is released."""

    code = "TRD708"
    title = "A version lies below one that is released"
    why = "Versions are read as progress: an older one that appears later would never be looked at."
    remedy = "Give it a version above the released one."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        highest = subject.predecessor
        if highest is not None and version_key(subject.definition.version) < version_key(highest):
            message = f"{subject.definition.version} lies below {highest}, which is released."
            yield self.at(subject.document, ("version",), message)
