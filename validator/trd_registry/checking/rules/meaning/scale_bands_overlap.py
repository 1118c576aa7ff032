"""Degrees of severity of a scale overlap or fall."""

from collections.abc import Iterator
from math import inf

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.model.finding import Finding


class ScaleBandsOverlap(VocabularyRule):
    """Degrees of severity of a scale overlap or fall."""

    code = "TRD427"
    title = "Degrees of severity of a scale overlap or fall"
    why = "A score in both would have two degrees."
    remedy = "Order the categories by their figures; `from` and `to` are both included."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        for scale, entry in subject.document.value.get("scales", {}).items():
            for name, band_set in entry.get("bands", {}).items():
                before = -inf
                for index, category in enumerate(band_set["categories"]):
                    if category["from"] <= before or category["to"] < category["from"]:
                        path = ("scales", scale, "bands", name, "categories", index)
                        message = f"{category['name']!r} begins in the category before it, or ends before it begins."
                        yield self.at(subject.document, path, message)
                    before = category["to"]
