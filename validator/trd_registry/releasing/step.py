"""The step from a released version of a definition to a later one, and whether it is large enough."""

from dataclasses import dataclass

from trd_registry.comparing.behaviour import Need, need_between
from trd_registry.comparing.versions import Bump, bump_between
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.releasing.situations import judge_with, situations_for


@dataclass(frozen=True, slots=True)
class Step:
    """What lies between two versions."""

    old: str
    new: str
    need: Need
    #: How many histories both versions were run on.
    histories: int
    notes: tuple[str, ...] = ()

    @property
    def taken(self) -> Bump:
        """The step that the version numbers take."""
        return bump_between(self.old, self.new)

    @property
    def is_large_enough(self) -> bool:
        """Whether the version numbers say at least as much as has changed."""
        return self.taken >= self.need.bump

    @property
    def reason(self) -> str:
        """Why the step is needed, in a sentence with an example."""
        if not self.need.because and self.need.differences:
            count, first = len(self.need.differences), self.need.differences[0]
            parts = " and ".join(first.parts)
            return (
                f"{count} of {self.histories} histories get another answer by default, "
                f"the first {first.situation.name!r} ({parts})."
            )
        places = [change.place for change in self.need.because]
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        return f"It changes {', '.join(places[:3])}{more}." if places else "Nothing in the document has changed."


def step_from(registry: Registry, old: str, new: Definition) -> Step | None:
    """The step from a version of the same definition; None where the old one cannot be read any more.

    Raises InvalidInput where a case file or history does not pass its checks.
    """
    if f"{new.id}@{old}" not in registry.references():
        return None
    before = registry.get(f"{new.id}@{old}")
    found = situations_for(registry, [before, new])
    need = need_between(before, new, found.all, judge_with(registry))
    return Step(old, new.version, need, len(found.all), found.notes)
