"""The id or version is not that of the folder."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class FolderNames(DefinitionRule):
    """The id or version is not that of the folder."""

    code = "TRD332"
    title = "The id or version is not that of the folder"
    why = "A definition is found and cited by its folder; two names for one thing cannot be told apart."
    remedy = "Rename the folder, or correct the file."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        standing = subject.standing
        if standing.kind != "definition":
            return
        for key, folder in (("id", standing.name), ("version", standing.version)):
            if subject.data[key] != folder:
                message = f"The {key} is {subject.data[key]!r}, but the folder is called {folder!r}."
                yield self.at(subject.document, (key,), message)
