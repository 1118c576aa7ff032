"""A treatment has a class that is not listed, or listed under another modality."""

from collections.abc import Iterator

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class TreatmentClassUnknown(VocabularyRule):
    """A treatment has a class that is not listed, or listed under another modality."""

    code = "TRD339"
    title = "A treatment has a class that is not listed, or listed under another modality"
    why = "Counting by class and by modality would not agree."
    remedy = "List the class under `classes` with the modality of its treatments."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        data = subject.document.value
        if data["kind"] != "treatments":
            return
        for name, entry in data["treatments"].items():
            path = ("treatments", name, "class")
            listed = data["classes"].get(entry["class"])
            if listed is None:
                remedy = suggest(entry["class"], list(data["classes"]))
                yield self.at(subject.document, path, f"There is no class {entry['class']!r}.", remedy)
            elif listed["modality"] != entry["modality"]:
                message = f"{entry['class']!r} belongs to {listed['modality']}, but {name} to {entry['modality']}."
                yield self.at(subject.document, path, message)
