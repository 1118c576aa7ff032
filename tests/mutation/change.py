"""One thing changed in the document of a definition: where it stands, what was done, and the document after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

Path = tuple[str | int, ...]


class Gone(Enum):
    """Stands where a part was taken out."""

    GONE = "taken out"


GONE = Gone.GONE


@dataclass(frozen=True)
class Change:
    """A part of a document and what stands there instead."""

    path: Path
    #: The kind of error that somebody would have made: figure, comparator, dropped, truth ...
    kind: str
    #: What was done, for a reader.
    says: str
    value: Any

    @property
    def place(self) -> str:
        """Where it is, as findings and traces write places."""
        return "/" + "/".join(str(step) for step in self.path)

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"

    def applied(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with this one change; parts that did not change are shared with the original."""
        changed: dict[str, Any] = _put(document, self.path, self.value)
        return changed


def _put(part: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(part, Mapping):
        inner = _put(part[step], rest, value)
        return {key: (inner if key == step else old) for key, old in part.items() if key != step or inner is not GONE}
    assert isinstance(part, Sequence)
    assert isinstance(step, int)
    inner = _put(part[step], rest, value)
    return [*part[:step], *([] if inner is GONE else [inner]), *part[step + 1 :]]


def renamed(part: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """The mapping with one key called otherwise, in its place."""
    return {(new if key == old else key): value for key, value in part.items()}
