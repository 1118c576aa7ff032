"""Two cases have the same name."""

from collections.abc import Iterator

from trd_registry.checking.rule import CasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.model.finding import Finding


class SameCaseName(CasesRule):
    """Two cases have the same name."""

    code = "TRD607"
    title = "Two cases have the same name"
    why = "A failure could not say which one is meant."
    remedy = "Say in the name what this case shows and the other does not."

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        seen: dict[str, int] = {}
        for index, case in enumerate(subject.document.value["examples"]):
            if seen.setdefault(case["name"], index) != index:
                message = f"Case {seen[case['name']] + 1} has the same name."
                yield self.at(subject.document, ("examples", index, "name"), message)
