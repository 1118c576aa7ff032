"""The stated range is wider than what the items can add up to."""

from collections.abc import Iterator

from trd_registry.checking.outcomes import possible_total
from trd_registry.checking.possible import world_of
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.rules import Score


class ScoreRangeTooWide(BoundRule):
    """The stated range is wider than what the items can add up to."""

    code = "TRD420"
    level = "warning"
    title = "The stated range is wider than what the items can add up to"
    why = "An item or a case may be missing."
    remedy = "Compare the items with the publication; where it prints such a range itself, say so in a note."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        tree = subject.trees[0]
        if not isinstance(tree.outcome, Score) or subject.vocabularies is None:
            return
        lower, upper = tree.outcome.range
        found = possible_total(tree.outcome, world_of(tree, subject.vocabularies)).range
        if found.lower > lower or found.upper < upper:
            message = f"The items only add up to {found}; the range is {lower:g} to {upper:g}."
            yield self.at(subject.document, ("score", "range"), message)
