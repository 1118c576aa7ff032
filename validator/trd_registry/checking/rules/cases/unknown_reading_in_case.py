"""A case asks for a reading or option that does not exist."""

from collections.abc import Iterator

from trd_registry.checking.rule import CasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownReadingInCase(CasesRule):
    """A case asks for a reading or option that does not exist."""

    code = "TRD608"
    title = "A case asks for a reading or option that does not exist"
    why = "The case cannot be run."
    remedy = "Correct the name, or add the option to the definition."
    prevents = "running"

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        if subject.definition is None:
            return
        readings = subject.definition.definition.readings
        for index, case in enumerate(subject.document.value["examples"]):
            for name, option in case.get("readings", {}).items():
                path = ("examples", index, "readings", name)
                if name not in readings:
                    message = f"{subject.definition.definition.id} has no reading {name!r}."
                    yield self.at(subject.document, path, message, suggest(name, list(readings)))
                elif option not in readings[name].options:
                    message = f"The reading {name!r} has no option {option!r}."
                    yield self.at(subject.document, path, message, suggest(option, list(readings[name].options)))
