"""A reading has two options that say the same."""

import json
from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class EqualOptions(DefinitionRule):
    """A reading has two options that say the same."""

    code = "TRD424"
    title = "A reading has two options that say the same"
    why = "A reader would choose between two names for one rule."
    remedy = "Keep one of them."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for name, reading in subject.data.get("readings", {}).items():
            seen: dict[str, str] = {}
            for key, option in reading["options"].items():
                says = json.dumps(option["value"], sort_keys=True)
                if seen.setdefault(says, key) != key:
                    message = f"{key!r} says the same as {seen[says]!r}."
                    yield self.at(subject.document, ("readings", name, "options", key), message)
