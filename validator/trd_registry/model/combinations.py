"""The ways to settle the readings of a definition together: how many there are, and which of them are drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import md5
from math import prod

from trd_registry.model.definition import Definition


@dataclass(frozen=True, slots=True)
class Combinations:
    """All combinations of options of a definition, given those that are fixed."""

    #: Reading -> the options it may take; a single one where it is fixed.
    options: Mapping[str, tuple[str, ...]]
    #: Reading -> the option taken where nothing else is asked for: the fixed one, the default, or None where there is
    #: no default, so that the reading is left open.
    usual: Mapping[str, str | None]

    @property
    def number(self) -> int:
        """How many there are; 1 where there is nothing to choose."""
        return prod(len(options) for options in self.options.values())

    @property
    def varied(self) -> tuple[str, ...]:
        """The readings that have more than one option left, in the order of the definition."""
        return tuple(name for name, options in self.options.items() if len(options) > 1)

    def at(self, place: int) -> dict[str, str]:
        """The combination at a place from 0 to `number` - 1; the last reading changes first."""
        taken: dict[str, str] = {}
        for name, options in reversed(list(self.options.items())):
            place, digit = divmod(place, len(options))
            taken[name] = options[digit]
        return {name: taken[name] for name in self.options}

    def single_changes(self) -> Iterator[tuple[str, str]]:
        """Every reading with every option that is not the usual one."""
        for name, options in self.options.items():
            yield from ((name, option) for option in options if option != self.usual[name])

    def spread(self, most: int) -> Iterator[dict[str, str]]:
        """All of them, or so many drawn by a fixed rule: one from each of as many equal stretches of the list.

        Where in its stretch is told by the MD5 of its number: at equal steps a reading would keep one option where its
        number of options divides the step.
        """
        if self.number <= most:
            yield from (self.at(place) for place in range(self.number))
            return
        for number in range(most):
            first, after = number * self.number // most, (number + 1) * self.number // most
            drawn = int(md5(str(number).encode(), usedforsecurity=False).hexdigest(), 16)
            yield self.at(first + drawn % (after - first))


def combinations_of(definition: Definition, fixed: Mapping[str, str] | None = None) -> Combinations:
    """The combinations that are left where some readings are fixed.

    Raises UnknownReading or UnknownOption for what the definition does not have.
    """
    chosen = fixed or {}
    definition.settle(chosen)
    options = {
        name: (chosen[name],) if name in chosen else tuple(reading.options)
        for name, reading in definition.readings.items()
    }
    usual = {name: chosen.get(name, reading.default) for name, reading in definition.readings.items()}
    return Combinations(options, usual)
