"""A YAML document with the line and column of every part."""

from dataclasses import dataclass, field
from typing import Any

from trd_registry.model.finding import Finding

#: Keys and list positions from the top of the document to a part of it.
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The plain data of one file, and where each part stands (line and column, counted from one)."""

    path: str
    value: Any
    digest: str = ""
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def position(self, path: Path) -> tuple[int, int]:
        """Where a part stands: its key if it has one; the nearest enclosing part if it does not exist."""
        while path:
            if path in self.keys:
                return self.keys[path]
            if path in self.values:
                return self.values[path]
            path = path[:-1]
        return self.values.get((), (1, 1))

    def finding(self, path: Path, code: str, message: str, remedy: str) -> Finding:
        """A finding at a part of this document."""
        line, column = self.position(path)
        return Finding(self.path, line, column, code, message, remedy)

    def path_of(self, place: str) -> Path:
        """The path of a place; list positions are told from keys by looking."""
        path: list[str | int] = []
        part = self.value
        for step in place.strip("/").split("/"):
            if isinstance(part, list) and step.isdigit():
                path.append(int(step))
            else:
                path.append(step)
            try:
                part = part[path[-1]]
            except (KeyError, IndexError, TypeError):
                break
        return tuple(path)
