"""A rule is called primary though its source was not seen."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.statements import statements
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class PrimaryFromUnseen(DefinitionRule):
    """A rule is called primary though its source was not seen."""

    code = "TRD509"
    title = "A rule is called primary though its source was not seen"
    why = "Primary means that the encoder saw it in the publication."
    remedy = "Say `secondary` and name the source that reports it, or correct `seen`."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        unseen = {name for name, source in subject.data["sources"].items() if source["seen"] == "not-seen"}
        for one in statements(subject.data):
            if one.evidence == "primary" and one.source in unseen:
                message = f"{one.source!r} is marked not-seen, yet this is primary."
                yield self.at(subject.document, (*one.path, "evidence"), message)
