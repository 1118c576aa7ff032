"""Decision diagrams: a value for every combination of options, with what does not matter left out (Bryant 1986).

A diagram is a number. It stands for one value, or for a question (which option has this reading?) with a diagram for
each answer. Questions come in one order on every path, equal diagrams are one number, and a question whose answers
all lead to the same is none: so a history on which most readings change nothing has a small diagram, however
many combinations there are.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Any

#: No value lies deeper.
_VALUE = 1 << 30

Diagram = int


class TooLarge(Exception):
    """More had to be kept than is allowed."""


class Diagrams:
    """Diagrams over the same readings.

    Args:
        sizes: How many options each reading has, in the order in which it is asked.
        most: How many different diagrams may be kept before TooLarge is raised.
    """

    def __init__(self, sizes: Sequence[int], most: int) -> None:
        self.sizes = tuple(sizes)
        self._most = most
        self._numbers: dict[Hashable, Diagram] = {}
        self._levels: list[int] = []
        self._contents: list[Any] = []

    def value(self, value: Hashable) -> Diagram:
        """The diagram that has this value whatever is chosen."""
        return self._number(("value", type(value), value), _VALUE, value)

    def question(self, level: int, branches: tuple[Diagram, ...]) -> Diagram:
        """The diagram that asks one reading first; its branches ask later ones only."""
        if all(branch == branches[0] for branch in branches):
            return branches[0]
        return self._number((level, branches), level, branches)

    def _number(self, key: Hashable, level: int, content: Any) -> Diagram:
        found = self._numbers.get(key)
        if found is None:
            found = len(self._levels)
            if found >= self._most:
                raise TooLarge
            self._numbers[key] = found
            self._levels.append(level)
            self._contents.append(content)
        return found

    def combined(self, function: Callable[..., Hashable], *diagrams: Diagram) -> Diagram:
        """The diagram of a function of the values of several diagrams."""
        known: dict[tuple[Diagram, ...], Diagram] = {}

        def at(several: tuple[Diagram, ...]) -> Diagram:
            if several not in known:
                level = min((self._levels[one] for one in several), default=_VALUE)
                if level == _VALUE:
                    known[several] = self.value(function(*(self._contents[one] for one in several)))
                else:
                    known[several] = self.question(level, tuple(at(part) for part in self._parted(several, level)))
            return known[several]

        return at(diagrams)

    def chosen(self, level: int, branches: Sequence[Diagram]) -> Diagram:
        """The diagram that is the k-th branch where the reading takes its k-th option."""
        known: dict[tuple[Diagram, ...], Diagram] = {}

        def at(several: tuple[Diagram, ...]) -> Diagram:
            if several not in known:
                top = min(self._levels[one] for one in several)
                if top > level:
                    known[several] = self.question(level, several)
                else:
                    known[several] = self.question(top, tuple(at(part) for part in self._parted(several, top)))
            return known[several]

        return at(tuple(self.fixed(branch, level, option) for option, branch in enumerate(branches)))

    def fixed(self, diagram: Diagram, level: int, option: int) -> Diagram:
        """The diagram where a reading takes one option."""
        known: dict[Diagram, Diagram] = {}

        def at(one: Diagram) -> Diagram:
            if self._levels[one] > level:
                return one
            if one not in known:
                branches: tuple[Diagram, ...] = self._contents[one]
                known[one] = (
                    branches[option]
                    if self._levels[one] == level
                    else self.question(self._levels[one], tuple(at(branch) for branch in branches))
                )
            return known[one]

        return at(diagram)

    def _parted(self, several: tuple[Diagram, ...], level: int) -> Iterator[tuple[Diagram, ...]]:
        for option in range(self.sizes[level]):
            yield tuple(self._contents[one][option] if self._levels[one] == level else one for one in several)

    def opened(
        self, diagram: Diagram, levels: Collection[int], merge: Callable[..., Hashable]
    ) -> tuple["Diagrams", Diagram]:
        """The same with one more option of some readings, under which every other one of its options is possible.

        Args:
            diagram: The diagram.
            levels: The readings that may be left open.
            merge: What is said where several values are possible.
        """
        found = Diagrams([size + (level in levels) for level, size in enumerate(self.sizes)], self._most)
        known: dict[Diagram, Diagram] = {}

        def at(one: Diagram) -> Diagram:
            if one not in known:
                level = self.level(one)
                if level is None:
                    known[one] = found.value(self._contents[one])
                else:
                    branches = tuple(at(branch) for branch in self._contents[one])
                    spare = (found.combined(merge, *branches),) if level in levels else ()
                    known[one] = found.question(level, branches + spare)
            return known[one]

        return found, at(diagram)

    def level(self, diagram: Diagram) -> int | None:
        """Which reading is asked first; None for a value."""
        level = self._levels[diagram]
        return None if level == _VALUE else level

    def branches(self, diagram: Diagram) -> tuple[Diagram, ...]:
        """What follows for each option of the reading that is asked first."""
        found: tuple[Diagram, ...] = self._contents[diagram]
        return found

    def value_of(self, diagram: Diagram) -> Any:
        """The value of a diagram that asks nothing."""
        assert self._levels[diagram] == _VALUE
        return self._contents[diagram]

    def counts(self, diagram: Diagram) -> dict[Any, int]:
        """Value -> for how many combinations of all readings it holds."""
        known: dict[Diagram, dict[Any, int]] = {}

        def ways(above: int, below: int) -> int:
            found = 1
            for size in self.sizes[above:below]:
                found *= size
            return found

        def at(one: Diagram) -> dict[Any, int]:
            """By value, the combinations of the readings from its own level on."""
            if self._levels[one] == _VALUE:
                return {self._contents[one]: 1}
            if one not in known:
                found: dict[Any, int] = {}
                for branch in self._contents[one]:
                    under = min(self._levels[branch], len(self.sizes))
                    for value, number in at(branch).items():
                        found[value] = found.get(value, 0) + number * ways(self._levels[one] + 1, under)
                known[one] = found
            return known[one]

        first = ways(0, min(self._levels[diagram], len(self.sizes)))
        return {value: number * first for value, number in at(diagram).items()}
