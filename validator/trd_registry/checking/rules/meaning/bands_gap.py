"""There is a gap between two bands."""

from collections.abc import Iterator
from itertools import pairwise

from trd_registry.checking.outcomes import rising_lists
from trd_registry.checking.ranges import is_filled
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.interval import Interval
from trd_registry.model.rules import Band


class BandsGap(BoundRule):
    """There is a gap between two bands."""

    code = "TRD411"
    title = "There is a gap between two bands"
    why = "A number in the gap would have no name and no value."
    remedy = "Let each band begin where the one before it ends, or leave its lower end out."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for tree in subject.trees:
            for listed in rising_lists(tree):
                for lower, upper in pairwise(listed.bands):
                    gap = _between(lower, upper)
                    if gap is not None and listed.span.meet(gap) is not None:
                        message = f"Nothing covers {gap}, between the band before this one and this one."
                        yield self.at(subject.document, subject.document.path_of(upper.place), message)


def _between(lower: Band, upper: Band) -> Interval | None:
    """What lies after one band and before the next; None where nothing does."""
    start_open, end_open = not lower.upper_open, not upper.lower_open
    if not is_filled(lower.upper, upper.lower, lower_open=start_open, upper_open=end_open):
        return None
    return Interval(lower.upper, upper.lower, start_open, end_open)
