"""Bands do not rise."""

from collections.abc import Iterator

from trd_registry.checking.outcomes import band_lists
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
                for band in listed.falling:
                    message = "This band holds no number, or ends below the one before it."
                    yield self.at(subject.document, subject.document.path_of(band.place), message)
