"""A measure does not say over which trials it is taken."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class MeasureWithoutTrials(DefinitionRule):
    """A measure does not say over which trials it is taken."""

    code = "TRD342"
    title = "A measure does not say over which trials it is taken"
    why = "Nothing can be summed or compared over no trials."
    remedy = "Name the trial sets in `of`."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for part in subject.parts.of("patient condition", "measure"):
            for key in ("sum", "largest", "smallest", "nth_start"):
                if isinstance(part.value, dict) and key in part.value and "of" not in part.value:
                    yield self.at(subject.document, (*part.path, key), f"This `{key}` has no `of`.")
