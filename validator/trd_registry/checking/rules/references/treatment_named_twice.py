"""Two treatments share a name."""

from collections.abc import Iterator

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.loading.vocabulary import build_vocabularies
from trd_registry.model.finding import Finding
from trd_registry.model.treatment_names import duplicates


class TreatmentNamedTwice(VocabularyRule):
    """Two treatments share a name."""

    code = "TRD335"
    title = "Two treatments share a name"
    why = "A history that uses the name would mean either of them."
    remedy = "Keep the name with one treatment."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        if subject.document.value["kind"] != "treatments":
            return
        treatments = build_vocabularies({"treatments": subject.document.value}).treatments
        for name, ids in duplicates((entry.id, entry.names) for entry in treatments.values()).items():
            message = f"{name!r} means {' and '.join(repr(one) for one in ids)}."
            yield self.at(subject.document, ("treatments", ids[-1]), message)
