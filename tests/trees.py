"""Small registries in temporary folders, for tests that edit what must not be edited."""

import re
import shutil
from pathlib import Path

from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import Registry


class Tree:
    """A copy of some definitions with all vocabularies and reference histories."""

    def __init__(self, root: Path, *references: str) -> None:
        self.root = root
        published = data_root() / "definitions"
        for part in ("vocabularies", "histories"):
            shutil.copytree(published / part, root / "definitions" / part)
        registry = Registry()
        for reference in references:
            folder = registry.file_of(reference).parent
            shutil.copytree(folder, root / folder.relative_to(data_root()))

    @classmethod
    def of_example(cls, root: Path, name: str) -> "Tree":
        """A copy of one of the trees in ``schema/rejected``, with the vocabularies."""
        shutil.copytree(data_root() / "schema" / "rejected" / name, root, dirs_exist_ok=True)
        return cls(root)

    @property
    def lock(self) -> Path:
        return self.root / "definitions" / "released.lock"

    def locked(self) -> dict[str, str]:
        """What the lock says, read in the plainest way."""
        lines = [line for line in self.lock.read_text("utf-8").splitlines() if not line.startswith("#")]
        return dict(line.split(": ", 1) for line in lines)

    def file(self, reference: str, name: str = "definition.yaml") -> Path:
        return Registry(self.root).file_of(reference).with_name(name)

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replaces the first place of a text, which must be there."""
        text = path.read_text("utf-8")
        assert old in text, (path, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def copy_version(self, reference: str, version: str) -> Path:
        """The same definition again under another version; its file."""
        old = self.file(reference).parent
        new = old.with_name(version)
        shutil.copytree(old, new)
        path = new / "definition.yaml"
        text = re.sub(r"^version: .*$", f"version: {version}", path.read_text("utf-8"), count=1, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        return path

    def copy_vocabulary(self, name: str, version: str, new: str) -> Path:
        """The same vocabulary again under another version; its file."""
        folder = self.root / "definitions" / "vocabularies" / name
        path = folder / f"{new}.yaml"
        text = (folder / f"{version}.yaml").read_text("utf-8")
        path.write_text(
            re.sub(r"^version: .*$", f"version: {new}", text, count=1, flags=re.MULTILINE), encoding="utf-8"
        )
        return path
