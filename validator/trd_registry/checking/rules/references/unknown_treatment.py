"""A condition names a treatment that is not in the vocabulary."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownTreatment(DefinitionRule):
    """A condition names a treatment that is not in the vocabulary."""

    code = "TRD322"
    title = "A condition names a treatment that is not in the vocabulary"
    why = "Nothing recorded could ever match the name."
    remedy = "Correct the name, or add it to the vocabulary."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        known = list(subject.vocabularies.treatments)
        for part in subject.parts.of("treatments"):
            for path, name in part.names:
                if name not in known:
                    message = f"There is no treatment {name!r}."
                    yield self.at(subject.document, path, message, suggest(name, known))
