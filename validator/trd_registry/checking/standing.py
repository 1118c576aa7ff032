"""Where in a registry a file stands, and so what it must be."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Document
from trd_registry.loading.registry import FAMILIES, LOCK

FileKind = Literal[
    "definition",
    "cases",
    "vocabulary",
    "history",
    "cohort",
    "simulation",
    "concepts",
    "imports",
    "reports",
    "plausible",
    "lock",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """The place of a file: its registry's root folder, and the steps from ``definitions`` down to it."""

    file: Path
    root: Path
    #: Empty for a file that stands alone, outside any registry.
    steps: tuple[str, ...] = ()

    @property
    def kind(self) -> FileKind | None:
        """What a file of this place must be; None where the place does not say."""
        match self.steps:
            case ("vocabularies", _, _):
                return "vocabulary"
            case (name,) if name == LOCK:
                return "lock"
            case ("histories", *_):
                return "history"
            case ("concepts", _, _):
                return "concepts"
            case (folder, _) if folder in _FLAT:
                return _FLAT[folder]
            case (family, _, _, "definition.yaml") if family in FAMILIES:
                return "definition"
            case (family, _, _, "cases.yaml") if family in FAMILIES:
                return "cases"
        return None

    @property
    def family(self) -> str:
        """The family of a definition; empty for anything else."""
        return self.steps[0] if self.kind in ("definition", "cases") else ""

    @property
    def name(self) -> str:
        """The folder that bears the id of the definition or vocabulary."""
        return self.steps[1] if len(self.steps) > 1 else ""

    @property
    def version(self) -> str:
        """The version by folder, or by file for a vocabulary."""
        if self.kind == "vocabulary":
            return Path(self.steps[2]).stem
        return self.steps[2] if self.kind in ("definition", "cases") else ""


def standing_of(file: Path) -> Standing:
    """Where a file stands, by the folder called ``definitions`` that holds it."""
    whole = file.absolute()
    for parent in whole.parents:
        if parent.name == "definitions":
            return Standing(file, parent.parent, whole.relative_to(parent).parts)
    return Standing(file, data_root())


def kind_by_content(document: Document) -> FileKind | None:
    """What a file outside any registry says it is, by the first key that only one kind has."""
    keys = document.value if isinstance(document.value, dict) else {}
    for key, kind in _TELLING.items():
        if key in keys:
            return kind
    return None


#: Folders of files without versions -> what these are.
_FLAT: dict[str, FileKind] = {
    "simulation": "simulation",
    "imports": "imports",
    "reports": "reports",
    "witness": "plausible",
}

_TELLING: dict[str, FileKind] = {
    "cohort": "cohort",
    "simulation": "simulation",
    "concepts": "concepts",
    "import": "imports",
    "report": "reports",
    "plausible": "plausible",
    "history": "history",
    "cases": "cases",
    "vocabulary": "vocabulary",
    "standing": "definition",
    "defined_by": "definition",
    "criterion": "definition",
    "trials": "definition",
    "id": "definition",
}
