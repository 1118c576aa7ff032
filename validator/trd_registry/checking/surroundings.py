"""What stands around a file: the other definitions and the vocabularies of its registry."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import FAMILIES, version_key
from trd_registry.loading.schema import check_shape
from trd_registry.loading.vocabulary import build_vocabularies
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies


class Surroundings:
    """A registry seen from one of its files. A folder without vocabularies of its own uses the published ones."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """Definition id -> the families in which a folder has that name."""
        found: dict[str, list[str]] = {}
        for family in FAMILIES:
            for folder in _folders(self.root / "definitions" / family):
                found.setdefault(folder.name, []).append(family)
        return {name: tuple(families) for name, families in found.items()}

    @cached_property
    def vocabulary_files(self) -> Mapping[str, Mapping[str, Path]]:
        """Vocabulary -> version -> file, versions rising."""
        found: dict[str, dict[str, Path]] = {}
        own = self.root / "definitions" / "vocabularies"
        for folder in _folders(own if own.is_dir() else data_root() / "definitions" / "vocabularies"):
            files = sorted(folder.glob("*.yaml"), key=lambda path: version_key(path.stem))
            if files:
                found[folder.name] = {path.stem: path for path in files}
        return found

    @cached_property
    def vocabularies(self) -> Vocabularies | None:
        """The latest version of every vocabulary; None where one of them cannot be used."""
        documents = {}
        for name, files in self.vocabulary_files.items():
            try:
                document = read_yaml(list(files.values())[-1])
            except InvalidInput:
                return None
            if check_shape(document, "vocabulary"):
                return None
            documents[name] = document.value
        if not {"treatments", "scales", "psychotherapies"} <= documents.keys():
            return None
        try:
            return build_vocabularies(documents)
        except ValueError:  # bounds of a response category, or a scale's range, that hold no number
            return None


@cache
def surroundings_of(root: Path) -> Surroundings:
    """One view for all files of a registry, so that its vocabularies are read once."""
    return Surroundings(root)


def _folders(parent: Path) -> Iterable[Path]:
    return sorted(one for one in parent.iterdir() if one.is_dir()) if parent.is_dir() else ()
