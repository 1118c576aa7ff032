"""A condition names a list of therapies that does not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownTherapyList(DefinitionRule):
    """A condition names a list of therapies that does not exist."""

    code = "TRD325"
    title = "A condition names a list of therapies that does not exist"
    why = "Nothing recorded could ever match the name."
    remedy = "Correct the name, or add it to the vocabulary."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        known = list(subject.vocabularies.therapy_lists)
        for part in subject.parts.of("therapy list"):
            for path, name in part.names:
                if name not in known:
                    message = f"There is no list of therapies {name!r}."
                    yield self.at(subject.document, path, message, suggest(name, known))
