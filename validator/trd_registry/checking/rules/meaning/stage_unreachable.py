"""A stage can never be reached."""

from collections.abc import Iterator

from trd_registry.checking.outcomes import unreachable_stages
from trd_registry.checking.possible import world_of
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class StageUnreachable(BoundRule):
    """A stage can never be reached."""

    code = "TRD415"
    title = "A stage can never be reached"
    why = "Nobody could be staged there, whatever their history; the publication will not have meant that."
    remedy = "Compare its condition with those of the stages above and below it."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        lost = [dict(unreachable_stages(tree, world_of(tree, subject.vocabularies))) for tree in subject.trees]
        for place, name in lost[0].items():
            if all(place in one for one in lost):
                message = f"Nobody can be in {name!r}, under any option of any reading."
                yield self.at(subject.document, subject.document.path_of(place), message)
