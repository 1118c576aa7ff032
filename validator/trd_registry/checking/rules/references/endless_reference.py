"""Readings or conditions lead back to themselves."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class EndlessReference(DefinitionRule):
    """Readings or conditions lead back to themselves."""

    code = "TRD312"
    title = "Readings or conditions lead back to themselves"
    why = "Such a rule has no end; one that leads through very many others cannot be followed by a reader."
    remedy = "Break the circle: let one of them say what it means."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for part in subject.parts.endless:
            name = part.value if isinstance(part.value, str) else part.path[-1]
            message = f"{name!r} leads back to itself, or through more references than can be followed."
            yield self.at(subject.document, part.path, message)
