"""A band has no points or no name."""

from collections.abc import Iterator

from trd_registry.checking.parts import Part
from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class BandSaysNothing(DefinitionRule):
    """A band has no points or no name."""

    code = "TRD414"
    title = "A band has no points or no name"
    why = "It would give nothing to whoever lies in it."
    remedy = "Give each band of an item its `points`, and each band of stages or of a total its `name`."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for root in subject.parts.roots:
            key = "points" if root.kind == "item" else "name"
            for band in _bands(root):
                if key not in band.value:
                    yield self.at(subject.document, band.path, f"This band has no `{key}`.")


def _bands(part: Part) -> Iterator[Part]:
    """The bands that belong to an item, to stages or to a total, those supplied by a reading included."""
    for child in part.children:
        if child.kind == "band":
            yield child
        elif child.kind in ("bands", "item", "stages", "reading"):
            yield from _bands(child)
