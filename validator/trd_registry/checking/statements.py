"""The places in a document where a source is named for something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.loading.document import Path

#: Keys under which a source is named: of a rule, of a band, of a reading.
_KEYS = ("from", "stated", "because")

#: Sections on which no result depends.
_REPORTED = ("usages", "critiques", "known", "wanted")


@dataclass(frozen=True, slots=True)
class Stated:
    """One ``{source, at, evidence}`` and where it stands."""

    path: Path
    source: str
    evidence: str

    @property
    def is_of_reading(self) -> bool:
        """Whether it says where a silence or ambiguity stands."""
        return self.path[-1] == "because"

    @property
    def is_of_rule(self) -> bool:
        """Whether the result can depend on it; usages, critiques and what is known or wanted are only reported."""
        return self.path[0] not in _REPORTED


def statements(value: Any, path: Path = ()) -> Iterator[Stated]:
    """Every statement of a source in a document or a part of it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _KEYS and isinstance(inner, Mapping) and isinstance(inner.get("source"), str):
                yield Stated((*path, key), inner["source"], str(inner.get("evidence", "")))
            elif key == "in" and path[:1] == ("wanted",):
                yield Stated((*path, key), str(inner), "")
            else:
                yield from statements(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from statements(inner, (*path, index))
