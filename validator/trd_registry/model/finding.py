"""One thing that is wrong with a file, where it stands, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trd_registry.model.errors import RegistryError


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A finding of a check. Lines and columns count from one."""

    #: The file, as it was named.
    path: str
    line: int
    column: int
    #: Such as ``TRD202``; schema/FINDINGS.md tells each with an example.
    code: str
    #: What is wrong.
    message: str
    #: What to do about it.
    remedy: str
    #: An error keeps the file from being used, a warning does not.
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.code} {self.message}"


class InvalidInput(RegistryError):
    """Raised when a file cannot be used; carries every finding, not only the first.

    Attributes:
        findings: A tuple of `Finding`, by file and line.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(f"{finding}\n    {finding.remedy}" for finding in self.findings))
