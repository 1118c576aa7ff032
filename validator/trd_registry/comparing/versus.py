"""Two definitions, or two versions of one, set against each other: what is written otherwise, and what that does."""

from collections.abc import Sequence
from dataclasses import dataclass

from trd_registry.comparing.behaviour import Difference, Judge, Need, Situation, need_between
from trd_registry.comparing.documents import Change
from trd_registry.comparing.versions import Bump, bump_between, needed_by
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition

#: How many histories are explained.
EXPLAINED = 2


@dataclass(frozen=True, slots=True)
class Versus:
    """What lies between two definitions."""

    left: Definition
    right: Definition
    need: Need
    #: The histories that both were run on; none where one of the two is a record.
    situations: tuple[Situation, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the two documents say the same, but for their versions."""
        return not self.need.changes

    @property
    def are_versions(self) -> bool:
        """Whether the two are versions of one definition."""
        return self.left.id == self.right.id

    @property
    def taken(self) -> Bump:
        """The step that the version numbers take."""
        return bump_between(self.left.version, self.right.version)

    @property
    def rules(self) -> tuple[Change, ...]:
        """The changes of more than words and provenance."""
        return tuple(
            change for change in self.need.changes if needed_by(change) > Bump.PATCH and change.path != ("id",)
        )

    @property
    def words(self) -> tuple[Change, ...]:
        """The changes of words and provenance."""
        return tuple(change for change in self.need.changes if needed_by(change) == Bump.PATCH)

    @property
    def references(self) -> tuple[Situation, ...]:
        """The reference histories among those that both were run on."""
        return tuple(one for one in self.situations if one.origin == "reference")

    @property
    def changed_references(self) -> tuple[Difference, ...]:
        """The reference histories that get another answer: where the verdict turns round first, the shortest first."""
        found = [one for one in self.need.differences if one.situation.origin == "reference"]
        order = sorted(found, key=lambda one: (not _turns(one.left, one.right), len(one.situation.history.trials)))
        return tuple(order)

    @property
    def explained(self) -> tuple[Difference, ...]:
        """The histories to explain: reference histories where any changes, and others otherwise."""
        return (self.changed_references or self.need.differences)[:EXPLAINED]


def versus(
    left: Definition, right: Definition, situations: Sequence[Situation], judge: Judge, notes: tuple[str, ...] = ()
) -> Versus:
    """Compares two definitions by their documents and by what they say of the situations."""
    can_judge = left.is_executable and right.is_executable
    return Versus(
        left, right, need_between(left, right, situations, judge), tuple(situations) if can_judge else (), notes
    )


def _turns(left: Result, right: Result) -> bool:
    return {left.verdict, right.verdict} == {"met", "not_met"}
