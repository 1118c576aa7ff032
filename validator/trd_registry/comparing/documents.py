"""Where two definition documents differ: each part that is not the same, with both sides of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

#: Keys and list positions from the top of the document.
Path = tuple[str | int, ...]


class _Absent:
    """What stands on the side of a part that the other document alone has."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Change:
    """One part that is not the same in both documents; a part that is missing on a side is ABSENT there."""

    path: Path
    left: Any
    right: Any

    @property
    def place(self) -> str:
        """Where it stands, as findings and traces write it: ``/criterion/all/0/at_least``."""
        return "".join(f"/{step}" for step in self.path)


def changes_between(left: Mapping[str, Any], right: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference between two documents but their versions, in the order of the right one.

    Entries of a list are set against each other by their id or name where they have one, and otherwise
    by what they say; the positions are those of the right document, or of the left where it is gone.
    """
    return tuple(change for change in _differences((), left, right) if change.path != ("version",))


def _differences(path: Path, left: Any, right: Any) -> Iterator[Change]:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        for key in [*(key for key in left if key not in right), *right]:
            yield from _differences((*path, key), left.get(key, ABSENT), right.get(key, ABSENT))
    elif isinstance(left, list) and isinstance(right, list):
        yield from _in_lists(path, left, right)
    elif not _same(left, right):
        yield Change(path, left, right)


def _same(left: Any, right: Any) -> bool:
    """Equality that tells 1 from true."""
    return type(left) is type(right) and bool(left == right)


def _in_lists(path: Path, left: Sequence[Any], right: Sequence[Any]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [_mark(one) for one in left], [_mark(one) for one in right], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        pairs = min(end - start, stop - begin) if kind in ("equal", "replace") else 0
        for step in range(pairs):
            yield from _differences((*path, begin + step), left[start + step], right[begin + step])
        for index in range(start + pairs, end):
            yield Change((*path, index), left[index], ABSENT)
        for index in range(begin + pairs, stop):
            yield Change((*path, index), ABSENT, right[index])


def _mark(entry: Any) -> str:
    """By what an entry of a list is known: its id or name, or all of it."""
    if isinstance(entry, Mapping):
        for key in ("id", "name"):
            if isinstance(entry.get(key), str):
                return f"{key} {entry[key]}"
    return json.dumps(entry, sort_keys=True, ensure_ascii=False, default=str)
