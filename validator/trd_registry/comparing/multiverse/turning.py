"""Which changes of readings turn an answer: every single one, and else the smallest sets of them."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.comparing.multiverse.diagrams import Diagram, Diagrams

#: So many sets of readings are named at most.
MOST_SETS = 50


@dataclass(frozen=True, slots=True)
class Change:
    """Options that are taken in place of the usual ones, and what the answer is then."""

    options: Mapping[str, str]
    says: Any


@dataclass(frozen=True, slots=True)
class Turning:
    """The changes that turn an answer."""

    #: One reading changed, every other as usual.
    single: tuple[Change, ...]
    #: Where no single one does: the smallest sets of readings that do together, each with one way to do it.
    together: tuple[Change, ...]
    #: Whether there are more such sets than are named.
    more: bool = False


class Usual:
    """A diagram in which one branch of each question is the usual one.

    Args:
        diagrams: Where the diagram stands.
        names: The readings by level.
        options: The options by level; a reading that may be left open has one more branch, which is then the usual one.
        usual: The place of the usual branch by level.
        says: What of a value is looked at; two values of which it is equal are not told apart.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        names: tuple[str, ...],
        options: tuple[tuple[str, ...], ...],
        usual: tuple[int, ...],
        says: Callable[[Any], Hashable],
    ) -> None:
        self._diagrams = diagrams
        self._names = names
        self._options = options
        self._usual = usual
        self._says = says
        self._fewest: dict[tuple[Diagram, Hashable], float] = {}

    def value(self, diagram: Diagram, changed: Mapping[int, int]) -> Any:
        """The value where some readings, by level, have another option than the usual one."""
        level = self._diagrams.level(diagram)
        while level is not None:
            diagram = self._diagrams.branches(diagram)[changed.get(level, self._usual[level])]
            level = self._diagrams.level(diagram)
        return self._diagrams.value_of(diagram)

    def turning(self, diagram: Diagram) -> Turning:
        """The changes after which something else is said than as usual."""
        said = self._says(self.value(diagram, {}))
        fewest = self._changes(diagram, said)
        if fewest == float("inf"):
            return Turning((), ())
        found: dict[frozenset[str], Change] = {}
        single: list[Change] = []
        more = False
        for changed in self._ways(diagram, said, int(fewest)):
            options = {self._names[level]: self._options[level][option] for level, option in sorted(changed.items())}
            change = Change(options, self.value(diagram, changed))
            if fewest == 1:
                single.append(change)
            elif len(found) < MOST_SETS:
                found.setdefault(frozenset(options), change)
            elif frozenset(options) not in found:
                more = True
                break
        return Turning(tuple(single), tuple(found.values()), more)

    def _changes(self, diagram: Diagram, said: Hashable) -> float:
        """How few readings must be changed so that something else is said."""
        key = diagram, said
        if key not in self._fewest:
            level = self._diagrams.level(diagram)
            if level is None:
                self._fewest[key] = float("inf") if self._says(self._diagrams.value_of(diagram)) == said else 0
            else:
                self._fewest[key] = min(
                    self._changes(branch, said) + (option != self._usual[level])
                    for option, branch in enumerate(self._diagrams.branches(diagram))
                )
        return self._fewest[key]

    def _ways(self, diagram: Diagram, said: Hashable, left: int) -> Iterator[dict[int, int]]:
        """Every way to change exactly so many readings, which is as few as it takes, so that something else is said."""
        level = self._diagrams.level(diagram)
        if level is None:
            if left == 0 and self._says(self._diagrams.value_of(diagram)) != said:
                yield {}
            return
        for option, branch in enumerate(self._diagrams.branches(diagram)):
            cost = int(option != self._usual[level])
            if self._changes(branch, said) <= left - cost:
                for way in self._ways(branch, said, left - cost):
                    yield {**way, level: option} if cost else way
