"""The rules grow too large when references are filled in."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding

#: Parts, over all options of all readings. The largest definition of the registry has a hundredth of this.
MAX_SIZE = 50_000


class RulesTooLarge(DefinitionRule):
    """The rules grow too large when references are filled in."""

    code = "TRD313"
    title = "The rules grow too large when references are filled in"
    why = "Named conditions that each repeat another double at every step, which stops any reader and any program."
    remedy = "Say it once, with fewer references to the same condition."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.parts.size > MAX_SIZE:
            message = f"With every reference filled in, the rules have more than {MAX_SIZE:,} parts."
            yield self.at(subject.document, (), message)
