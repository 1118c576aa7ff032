"""A reading names a source that is not listed."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.statements import statements
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class ReadingWithoutSource(DefinitionRule):
    """A reading names a source that is not listed."""

    code = "TRD502"
    title = "A reading names a source that is not listed"
    why = "That a publication is silent or ambiguous is a claim about it, and must be checkable."
    remedy = "List the source under `sources`, or correct its key in `because`."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        known = list(subject.data["sources"])
        for one in statements(subject.data):
            if one.is_of_reading and one.source not in known:
                message = f"There is no source {one.source!r} under `sources`."
                yield self.at(subject.document, (*one.path, "source"), message, suggest(one.source, known))
