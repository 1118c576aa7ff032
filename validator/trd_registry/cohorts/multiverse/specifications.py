"""The ways to read a definition under which a cohort is judged: its specifications."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from trd_registry.model.combinations import combinations_of
from trd_registry.model.definition import Definition


@dataclass(frozen=True, slots=True)
class Specification:
    """One definition under one combination of options."""

    definition: Definition
    #: From zero, which is the usual one.
    number: int
    #: ``usual``, ``single`` (one reading changed) or ``combination``.
    kind: str
    #: Reading -> option; None where a reading without a default is left open.
    options: Mapping[str, str | None]

    @property
    def stand_in(self) -> Definition:
        """The same rules under a name of their own, so that one statement can hold them under several readings."""
        return replace(self.definition, id=f"{self.definition.id}~{self.number}")

    @property
    def chosen(self) -> dict[str, str]:
        """The options that are taken."""
        return {name: option for name, option in self.options.items() if option is not None}


@dataclass(frozen=True, slots=True)
class Specifications:
    """The specifications of one definition."""

    definition: Definition
    #: How many combinations there are.
    combinations: int
    several: tuple[Specification, ...]
    #: The readings that were fixed.
    fixed: Mapping[str, str]

    @property
    def is_complete(self) -> bool:
        """Whether every combination is among them."""
        full = sum(None not in one.options.values() for one in self.several)
        return full == self.combinations


def specifications_of(definition: Definition, fixed: Mapping[str, str], most: int) -> Specifications:
    """The usual one, every single change, and then all combinations or so many drawn by a fixed rule.

    Raises UnknownReading and UnknownOption for what the definition does not have.
    """
    combinations = combinations_of(definition, fixed)
    usual = dict(combinations.usual)

    def candidates() -> Iterator[tuple[str, dict[str, str | None]]]:
        yield "usual", usual
        for name, option in combinations.single_changes():
            yield "single", {**usual, name: option}
        for options in combinations.spread(most):
            yield "combination", dict(options)

    found: dict[tuple[str | None, ...], Specification] = {}
    for kind, options in candidates():
        key = tuple(options.values())
        if key not in found:
            found[key] = Specification(definition, len(found), kind, options)
    return Specifications(definition, combinations.number, tuple(found.values()), dict(fixed))
