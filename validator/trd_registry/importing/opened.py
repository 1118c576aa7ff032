"""Lists that are not complete any more, since a row that belongs to them could not be used."""

from collections import defaultdict
from collections.abc import Iterable

from trd_registry.cohorts.folder.columns import RECORD_TABLES

#: Lists that a source can declare complete.
LISTS = ("trials", *RECORD_TABLES)


class Opened:
    """For whom which list lacks something."""

    def __init__(self) -> None:
        self.persons: dict[str, set[str]] = defaultdict(set)
        #: Lists that a row which names nobody may belong to.
        self.everybody: set[str] = set()
        #: A row of persons or episodes was rejected: what holds for all may not hold for its person.
        self.facts_lost = False

    def open(self, person: str, lists: Iterable[str]) -> None:
        """These lists lack something for a person; for everybody, where none is named."""
        found = [one for one in lists if one in LISTS]
        if person and found:
            self.persons[person].update(found)
        else:
            self.everybody.update(found)

    def of(self, name: str) -> list[str]:
        """The persons for whom a list lacks something."""
        return [person for person, lists in self.persons.items() if name in lists]

    def counts(self) -> dict[str, int]:
        """List -> persons."""
        return {name: len(self.of(name)) for name in LISTS if self.of(name)}
