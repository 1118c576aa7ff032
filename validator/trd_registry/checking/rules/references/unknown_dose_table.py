"""A condition names a dose table that does not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownDoseTable(DefinitionRule):
    """A condition names a dose table that does not exist."""

    code = "TRD324"
    title = "A condition names a dose table that does not exist"
    why = "Nothing recorded could ever match the name."
    remedy = "Correct the name, or add it to the vocabulary."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        known = list(subject.vocabularies.dose_tables)
        for part in subject.parts.of("dose table"):
            for path, name in part.names:
                if name not in known:
                    message = f"There is no dose table {name!r}."
                    yield self.at(subject.document, path, message, suggest(name, known))
