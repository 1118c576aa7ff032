"""A definition misspells a comorbid condition."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.comorbidities import meant
from trd_registry.model.finding import Finding

_PREFIX = "comorbidity."


class MisspeltComorbidity(DefinitionRule):
    """A definition misspells a comorbid condition."""

    code = "TRD348"
    title = "A definition misspells a comorbid condition"
    why = "Names are free, so a slip of the pen would stay unknown in every history, and nobody would notice."
    remedy = "Correct the name; a condition of another kind may have any name."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for part in subject.parts.of("patient condition"):
            for key in part.value if isinstance(part.value, dict) else ():
                name = str(key).removeprefix(_PREFIX)
                if str(key).startswith(_PREFIX) and meant(name):
                    message = f"There is no comorbid condition {name!r}."
                    yield self.at(subject.document, (*part.path, key), message, f"did you mean {meant(name)!r}?")
