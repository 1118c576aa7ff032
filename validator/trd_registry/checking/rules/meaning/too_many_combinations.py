"""Readings without a default leave too many combinations open."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.definition import MAX_COMBINATIONS
from trd_registry.model.finding import Finding


class TooManyCombinations(DefinitionRule):
    """Readings without a default leave too many combinations open."""

    code = "TRD423"
    title = "Readings without a default leave too many combinations open"
    why = "Every combination is run for every history."
    remedy = "Argue a default for some of these readings."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        count = 1
        for name, reading in subject.data.get("readings", {}).items():
            options = reading["options"].values()
            if not any(option.get("default") for option in options):
                count *= len(options)
                if count > MAX_COMBINATIONS:
                    message = f"With this reading there are more than {MAX_COMBINATIONS} combinations."
                    yield self.at(subject.document, ("readings", name), message)
                    return
