"""Bands do not cover every value there can be."""

from collections.abc import Iterator
from math import inf

from trd_registry.checking.outcomes import BandList, rising_lists
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.interval import Interval
from trd_registry.model.rules import Band


class BandsUncovered(BoundRule):
    """Bands do not cover every value there can be."""

    code = "TRD413"
    title = "Bands do not cover every value there can be"
    why = "A patient outside them would have no stage or no points."
    remedy = (
        "Leave out the lower end of the first band and the upper end of the last, or write bands for what is missing."
    )

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for tree in subject.trees:
            for listed in rising_lists(tree):
                first, last = listed.bands[0], listed.bands[-1]
                if first.lower > -inf:
                    yield from self._outside(
                        subject, first, listed, Interval(-inf, first.lower, False, not first.lower_open)
                    )
                if last.upper < inf:
                    yield from self._outside(subject, last, listed, Interval(last.upper, inf, not last.upper_open))

    def _outside(self, subject: DefinitionFile, band: Band, listed: BandList, outside: Interval) -> Iterator[Finding]:
        left = listed.span.meet(outside)
        if left is not None:
            message = f"No band covers {left}."
            yield self.at(subject.document, subject.document.path_of(band.place), message)
