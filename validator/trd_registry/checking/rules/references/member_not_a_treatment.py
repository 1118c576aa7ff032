"""A dose table or therapy list names something that is no treatment."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.loading.document import Path
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class MemberNotATreatment(VocabularyRule):
    """A dose table or therapy list names something that is no treatment."""

    code = "TRD334"
    title = "A dose table or therapy list names something that is no treatment"
    why = "The entry could never be used."
    remedy = "Use the id of a treatment, or add the treatment."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        vocabularies = subject.surroundings.vocabularies
        if vocabularies is None:
            return
        known = list(vocabularies.treatments)
        for path, name in _members(subject.document.value):
            if name not in known:
                message = f"There is no treatment {name!r}."
                yield self.at(subject.document, path, message, suggest(name, known))


def _members(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for treatment in data.get("cells", {}):
        yield ("cells", treatment), treatment
    for name, entry in data.get("lists", {}).items():
        for index, member in enumerate(entry["members"]):
            yield ("lists", name, "members", index, "treatment"), member["treatment"]
    for index, entry in enumerate(data.get("adequacy", [])):
        if "treatment" in entry:
            yield ("adequacy", index, "treatment"), entry["treatment"]
