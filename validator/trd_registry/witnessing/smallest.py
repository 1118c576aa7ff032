"""Leaves out of a history whatever can be left out while something stays true of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from trd_registry.witnessing.options import leaves

#: Keys without which a file is no history.
NEEDED = frozenset(["history", "id", "complete"])


def smallest(data: Mapping[str, Any], stays: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
    """The history without any trial or fact that it does not need; the order of leaving out is fixed.

    Args:
        data: The plain data of a history file.
        stays: Whether a smaller history still shows what the larger one shows.

    What is left cannot be made smaller by leaving out one more thing: a fact left out becomes unknown, never "no".
    """
    kept: dict[str, Any] = _copied(data)
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for path in list(paths(kept)):
            without = _without(kept, path)
            if without is not None and stays(without):
                kept, is_smaller = without, True
                if any(isinstance(step, int) for step in path):
                    # Numbers of trials and of their facts have moved.
                    break
    return kept


def paths(data: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Whole trials and entries of records first, then the facts of the patient, then those of each, the last first."""
    lists = [("trials",), *(("records", name) for name in data.get("records", {}))]
    for path in lists:
        for number in reversed(range(len(_entries(data, path)))):
            yield (*path, number)
    for leaf in leaves({key: value for key, value in data.items() if key not in NEEDED and key != "trials"}):
        yield leaf
    for path in lists:
        entries = _entries(data, path)
        for number in reversed(range(len(entries))):
            for leaf in leaves(entries[number]):
                yield (*path, number, *leaf)


def _entries(data: Mapping[str, Any], path: tuple[str, ...]) -> list[Any]:
    """The mappings of a list; none where something else stands there."""
    inner: Any = data
    for step in path:
        inner = inner.get(step, []) if isinstance(inner, Mapping) else []
    return inner if isinstance(inner, list) and all(isinstance(one, Mapping) for one in inner) else []


def _without(data: Mapping[str, Any], path: tuple[str | int, ...]) -> dict[str, Any] | None:
    """The data without one part; mappings that hold nothing more go with it. None where there is no such part."""
    copy: dict[str, Any] = _copied(data)
    parents: list[tuple[Any, str | int]] = []
    inner: Any = copy
    for step in path[:-1]:
        parents.append((inner, step))
        inner = inner[step]
    del inner[path[-1]]
    for parent, step in reversed(parents):
        if not parent[step] and not (isinstance(parent, list) or step == "trials"):
            del parent[step]
    return copy


def _copied(data: Any) -> Any:
    """A copy of which no two parts are one object: two trials may have been made from the same piece."""
    if isinstance(data, Mapping):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data
