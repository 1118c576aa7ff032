"""A condition names severity bands that do not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownSeverityBands(DefinitionRule):
    """A condition names severity bands that do not exist."""

    code = "TRD326"
    title = "A condition names severity bands that do not exist"
    why = "Nothing recorded could ever match the name."
    remedy = "Correct the name, or add it to the vocabulary."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        known = list(subject.vocabularies.severity_bands)
        for part in subject.parts.of("severity bands"):
            for path, name in part.names:
                if name not in known:
                    message = f"There is no set of severity bands {name!r}."
                    yield self.at(subject.document, path, message, suggest(name, known))
