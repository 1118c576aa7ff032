"""The items can add up to less or more than the stated range."""

from collections.abc import Iterator

from trd_registry.checking.outcomes import possible_total
from trd_registry.checking.possible import world_of
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.rules import Score


class ScoreOutsideRange(BoundRule):
    """The items can add up to less or more than the stated range."""

    code = "TRD419"
    title = "The items can add up to less or more than the stated range"
    why = "A total outside the range has no meaning that the publication gives."
    remedy = "Compare the points of every item with the publication."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        tree = subject.trees[0]
        if not isinstance(tree.outcome, Score) or subject.vocabularies is None:
            return
        lower, upper = tree.outcome.range
        found = possible_total(tree.outcome, world_of(tree, subject.vocabularies)).range
        if found.lower < lower or found.upper > upper:
            message = f"The items add up to {found}; the range is {lower:g} to {upper:g}."
            yield self.at(subject.document, ("score", "range"), message)
