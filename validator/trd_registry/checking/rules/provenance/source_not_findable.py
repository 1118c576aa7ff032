"""A source has no identifier."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class SourceNotFindable(DefinitionRule):
    """A source has no identifier."""

    code = "TRD508"
    level = "warning"
    title = "A source has no identifier"
    why = "A reader who wants to check a rule must be able to find its source."
    remedy = "Add a doi, pmid, url or number."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for name, source in subject.data["sources"].items():
            if not {"doi", "pmid", "pmcid", "url", "number"} & source.keys():
                yield self.at(subject.document, ("sources", name), f"{name!r} has no doi, pmid, url or number.")
