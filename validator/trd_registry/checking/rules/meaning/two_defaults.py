"""A reading has more than one default."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class TwoDefaults(DefinitionRule):
    """A reading has more than one default."""

    code = "TRD422"
    title = "A reading has more than one default"
    why = "Which option is taken would depend on the order of the file."
    remedy = "Keep `default: true` on one option, and argue it in `why`."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for name, reading in subject.data.get("readings", {}).items():
            defaults = [key for key, option in reading["options"].items() if option.get("default")]
            for key in defaults[1:]:
                message = f"{defaults[0]!r} is a default as well."
                yield self.at(subject.document, ("readings", name, "options", key, "default"), message)
