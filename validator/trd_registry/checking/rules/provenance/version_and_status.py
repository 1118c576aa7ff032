"""The version does not go with the status."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class VersionAndStatus(DefinitionRule):
    """The version does not go with the status."""

    code = "TRD507"
    title = "The version does not go with the status"
    why = "A reader tells by the version whether a definition is released: from 1.0.0 on it is."
    remedy = "Give a record or draft a version below 1.0.0, and a released definition 1.0.0 or above."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        status, version = subject.definition.status, subject.definition.version
        released = status not in ("draft", "record")
        if released != (not version.startswith("0.")):
            yield self.at(subject.document, ("version",), f"A definition that is {status} cannot be version {version}.")
