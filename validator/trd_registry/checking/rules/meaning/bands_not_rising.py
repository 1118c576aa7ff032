"""Bands do not rise."""

from collections.abc import Iterator
from math import inf

from trd_registry.checking.outcomes import band_lists
from trd_registry.checking.ranges import is_filled
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class BandsNotRising(BoundRule):
    """Bands do not rise."""

    code = "TRD412"
    title = "Bands do not rise"
    why = "Stages and points are read in the order of the bands; an empty or falling band cannot be read."
    remedy = "Order the bands by their figures; only the last may be without an upper end."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for tree in subject.trees:
            for listed in band_lists(tree):
                before = -inf
                for band in listed.bands:
                    empty = not is_filled(
                        band.lower, band.upper, lower_open=band.lower_open, upper_open=band.upper_open
                    )
                    if empty or band.lower == inf or band.upper < before:
                        message = "This band holds no number, or ends below the one before it."
                        yield self.at(subject.document, subject.document.path_of(band.place), message)
                    before = band.upper
