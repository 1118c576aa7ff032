"""A condition asks for a score on a scale that is not in the vocabulary."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownScale(DefinitionRule):
    """A condition asks for a score on a scale that is not in the vocabulary."""

    code = "TRD327"
    title = "A condition asks for a score on a scale that is not in the vocabulary"
    why = "No history can state such a score."
    remedy = "Correct the name, or add the scale to the vocabulary."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        known = list(subject.vocabularies.scales)
        for part in subject.parts.of("score test"):
            scale = str(part.path[-1]).rpartition(".")[2]
            if scale not in known:
                yield self.at(subject.document, part.path, f"There is no scale {scale!r}.", suggest(scale, known))
