"""A private definition bears the id of a published one."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.loading.private import TAKEN_ID, about_taken_id
from trd_registry.model.finding import Finding


class PublishedId(DefinitionRule):
    """A private definition bears the id of a published one."""

    code = TAKEN_ID
    title = "A private definition bears the id of a published one"
    why = "Results and citations by that id would mean the published definition to everybody else."
    remedy = "Give the private one another id, in the file and folder."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        published, name = subject.surroundings.published, subject.definition.id
        if published is not None and name in published.families:
            yield self.at(subject.document, ("id",), *about_taken_id(name))
