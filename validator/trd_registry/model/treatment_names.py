"""Looks up treatments by any of their names: id, name, synonym, brand or ATC code."""

from collections.abc import Iterable


class TreatmentNames:
    """An index of the treatments vocabulary that does not mind capitals, hyphens and spaces."""

    def __init__(self, named: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._by_name: dict[str, str] = {}
        self._written: dict[str, str] = {}
        for one, names in named:
            for name in names:
                self._by_name[_key(name)] = one
                self._written[_key(name)] = name

    def find(self, name: str) -> str | None:
        """The id of the treatment of this name, or None."""
        return self._by_name.get(_key(name))

    def nearest(self, name: str) -> str | None:
        """The known name that is most like this one, or None where none is."""
        from difflib import get_close_matches

        near = get_close_matches(_key(name), list(self._written), n=1, cutoff=0.7)
        return self._written[near[0]] if near else None


def duplicates(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """Names that would mean more than one treatment, with the treatments."""
    owners: dict[str, list[str]] = {}
    for one, names in named:
        for name in {_key(name) for name in names}:
            owners.setdefault(name, []).append(one)
    return {name: ids for name, ids in owners.items() if len(ids) > 1}


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
