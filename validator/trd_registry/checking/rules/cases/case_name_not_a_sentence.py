"""The name of a case is not a sentence."""

from collections.abc import Iterator

from trd_registry.checking.rule import CasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.model.finding import Finding

MIN_WORDS = 4


class CaseNameNotASentence(CasesRule):
    """The name of a case is not a sentence."""

    code = "TRD606"
    title = "The name of a case is not a sentence"
    why = "A reader learns from the names alone what the definition says."
    remedy = "Write a full sentence of at least four words, with a capital and a full stop."

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        for index, case in enumerate(subject.document.value["examples"]):
            name = case["name"].strip()
            starts_well = name[:1].isupper() or name[:1].isdigit()
            if not starts_well or not name.endswith(".") or len(name.split()) < MIN_WORDS:
                yield self.at(subject.document, ("examples", index, "name"), f"{name!r} is not a full sentence.")
