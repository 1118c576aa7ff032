"""Leaves out of a history whatever can be left out while something stays true of it."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
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
    kept = dict(deepcopy(data))
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for path in list(_paths(kept)):
            without = _without(kept, path)
            if without is not None and stays(without):
                kept, is_smaller = without, True
                if path[0] == "trials":
                    # Numbers of trials and of their facts have moved.
                    break
    return kept


def _paths(data: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Whole trials first, then the facts of the patient, then those of each trial, the last one first."""
    trials = data.get("trials", [])
    for number in reversed(range(len(trials))):
        yield ("trials", number)
    for path in leaves({key: value for key, value in data.items() if key not in NEEDED and key != "trials"}):
        yield path
    for number in reversed(range(len(trials))):
        for path in leaves(trials[number]):
            yield ("trials", number, *path)


def _without(data: Mapping[str, Any], path: tuple[str | int, ...]) -> dict[str, Any] | None:
    """The data without one part; mappings that hold nothing more go with it. None where there is no such part."""
    copy = dict(deepcopy(data))
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
