"""What differs between two checkouts, sorted by who can judge it: this program, or a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from trd_registry.checking.standing import Standing, standing_of
from trd_registry.loading.registry import LOCK
from trd_registry.loading.release_dates import DATES
from trd_registry.reviewing.tree import DATA, Tree

How = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One file that is not the same in both."""

    path: str
    how: How

    @property
    def standing(self) -> Standing:
        """Where in a registry it stands, whatever root that has."""
        return standing_of(Path("/", self.path))

    @property
    def is_yaml(self) -> bool:
        """Whether ``trd check`` looks at such a file."""
        return self.path.startswith(f"{DATA}/") and self.path.endswith((".yaml", ".yml"))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One version of a definition, by its folder."""

    family: str
    id: str
    version: str

    @property
    def reference(self) -> str:
        """``conway-2017@1.0.0``."""
        return f"{self.id}@{self.version}"

    def file(self, name: str) -> str:
        """The path of a file in its folder."""
        return f"{DATA}/{self.family}/{self.id}/{self.version}/{name}"


@dataclass(frozen=True)
class Changes:
    """Everything that differs."""

    base: Tree
    head: Tree

    @cached_property
    def all(self) -> tuple[Changed, ...]:
        """Every file that differs, by path."""
        return tuple(sorted(self._all(), key=lambda one: one.path))

    def _all(self) -> Iterator[Changed]:
        before, after = self.base.files, self.head.files
        for path in before.keys() | after.keys():
            if path not in after:
                # Where the walk was ended, what it did not reach is not gone.
                if not self.head.ended:
                    yield Changed(path, "removed")
            elif path not in before:
                yield Changed(path, "added")
            elif before[path] != after[path]:
                yield Changed(path, "changed")

    @cached_property
    def data(self) -> tuple[Changed, ...]:
        """Those below ``definitions``."""
        return tuple(one for one in self.all if one.path.startswith(f"{DATA}/") or one.path == DATA)

    @cached_property
    def outside(self) -> tuple[Changed, ...]:
        """Those elsewhere: code, schemas, tests, the site, workflows."""
        data = set(self.data)
        return tuple(one for one in self.all if one not in data)

    @cached_property
    def checked(self) -> tuple[Changed, ...]:
        """The YAML files that are there to be checked."""
        return tuple(one for one in self.data if one.is_yaml and one.how != "removed" and self.head.is_plain(one.path))

    @cached_property
    def unread(self) -> tuple[Changed, ...]:
        """What stands below ``definitions`` and no check looks at: notes, pages, anything that does not belong."""
        known = {f"{DATA}/{LOCK}", f"{DATA}/{DATES}"}
        return tuple(one for one in self.data if not one.is_yaml and one.path not in known)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The versions of definitions whose rules or cases differ, and that are still there."""
        found = set()
        for one in self.checked:
            standing = one.standing
            if standing.kind in ("definition", "cases"):
                found.add(Place(standing.family, standing.name, standing.version))
        return tuple(sorted(found))

    def how(self, path: str) -> How | None:
        """What became of one file; None where it is the same in both."""
        return self._how.get(path)

    @cached_property
    def _how(self) -> dict[str, How]:
        return {one.path: one.how for one in self.data}
