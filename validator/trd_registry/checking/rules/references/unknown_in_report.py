"""A report names a definition that is not in the registry."""

from collections.abc import Iterator

from trd_registry.checking.rule import ReportRule
from trd_registry.checking.subjects import ReportFile
from trd_registry.loading.document import Path
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownInReport(ReportRule):
    """A report names a definition that is not in the registry."""

    code = "TRD345"
    title = "A report names a definition that is not in the registry"
    why = "It would be left out without a word, and what the report says it shows would not be there."
    remedy = "Correct the id, or take it out of the choice."

    def findings(self, subject: ReportFile) -> Iterator[Finding]:
        known = list(subject.surroundings.families)
        for path, name in _named(subject):
            if name not in known:
                yield self.at(subject.document, path, f"There is no definition {name!r}.", suggest(name, known))


def _named(subject: ReportFile) -> Iterator[tuple[Path, str]]:
    data = subject.document.value
    for place, one in enumerate(data["featured"]):
        yield ("featured", place, "definition"), one["definition"]
    for place, one in enumerate(data["reclassified"]):
        for end in ("from", "to"):
            yield ("reclassified", place, end), one[end]
