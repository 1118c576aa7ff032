"""The id of a reference history is not its file name."""

from collections.abc import Iterator

from trd_registry.checking.rule import HistoryRule
from trd_registry.checking.subjects import HistoryFile
from trd_registry.model.finding import Finding


class HistoryFileName(HistoryRule):
    """The id of a reference history is not its file name."""

    code = "TRD337"
    title = "The id of a reference history is not its file name"
    why = "Cases, pages and papers refer to it by one name."
    remedy = "Rename the file, or correct the id."

    def findings(self, subject: HistoryFile) -> Iterator[Finding]:
        identifier = subject.document.value.get("id")
        name = subject.standing.file.stem
        if subject.standing.kind == "history" and identifier != name:
            message = f"The id is {identifier!r}, but the file is called {name!r}."
            yield self.at(subject.document, ("id",), message)
