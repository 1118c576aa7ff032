"""Collects what is wrong while a history is built, so that all of it is reported at once."""

from trd_registry.loading.document import Document, Path
from trd_registry.model.finding import Finding


class Notebook:
    """The findings on one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.findings: list[Finding] = []

    def note(self, path: Path, code: str, message: str, remedy: str) -> None:
        """Adds a finding at a part of the document."""
        self.findings.append(self._document.finding(path, code, message, remedy))
