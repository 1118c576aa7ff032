"""A trial set is counted that does not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownTrialSet(DefinitionRule):
    """A trial set is counted that does not exist."""

    code = "TRD316"
    title = "A trial set is counted that does not exist"
    why = "Nothing can be counted in it."
    remedy = "Describe the set under `trials`, or correct its name."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        known = list(subject.data.get("trials", {}))
        for part in subject.parts.of("trial sets"):
            for path, name in part.names:
                if name not in known:
                    message = f"There is no trial set {name!r}."
                    yield self.at(subject.document, path, message, suggest(name, known))
