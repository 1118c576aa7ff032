"""A rule names a source that is not listed."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.statements import statements
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownSource(DefinitionRule):
    """A rule names a source that is not listed."""

    code = "TRD320"
    title = "A rule names a source that is not listed"
    why = "A rule whose source cannot be found cannot be checked by anybody."
    remedy = "List the source under `sources`, or correct its key."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        known = list(subject.data["sources"])
        named = [((*one.path, "source"), one.source) for one in statements(subject.data) if not one.is_of_reading]
        for path, source in [*named, (("defined_by",), subject.data["defined_by"])]:
            if source not in known:
                message = f"There is no source {source!r} under `sources`."
                yield self.at(subject.document, path, message, suggest(source, known))
