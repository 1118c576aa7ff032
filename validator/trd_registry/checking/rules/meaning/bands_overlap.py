"""Two bands overlap."""

from collections.abc import Iterator
from itertools import pairwise

from trd_registry.checking.outcomes import rising_lists
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class BandsOverlap(BoundRule):
    """Two bands overlap."""

    code = "TRD410"
    title = "Two bands overlap"
    why = "A number in both would have two names or two values."
    remedy = "Let each band begin where the one before it ends: `to` includes its figure, `below` does not."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for tree in subject.trees:
            for listed in rising_lists(tree):
                for lower, upper in pairwise(listed.bands):
                    shares_end = upper.lower == lower.upper and not upper.lower_open and not lower.upper_open
                    if upper.lower < lower.upper or shares_end:
                        message = f"This band begins at {upper.lower:g}, where the one before it has not ended."
                        yield self.at(subject.document, subject.document.path_of(upper.place), message)
