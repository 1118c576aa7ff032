"""Several definitions on the same histories: on which they part, and how far each two agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from trd_registry.comparing.similarity import Likeness, answer_of, likeness
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.model.history import History


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Results by history and definition."""

    definitions: tuple[Definition, ...]
    histories: Mapping[str, History]
    #: Id of a history -> results in the order of the definitions; None where one cannot read it.
    results: Mapping[str, tuple[Result | None, ...]]
    #: Each two definitions, by their references, in the order given.
    pairs: tuple[Likeness, ...]

    def differing(self) -> list[str]:
        """The histories on which one says met and another not met, those with the fewest trials first."""
        found = [
            name for name, row in self.results.items() if {"met", "not_met"} <= {answer_of(one).kind for one in row}
        ]
        return sorted(found, key=lambda name: (len(self.histories[name].trials), name))


def side_by_side(
    definitions: Sequence[Definition], histories: Mapping[str, History], results: Sequence[Mapping[str, Result | None]]
) -> SideBySide:
    """What each definition says of each history, with all pairs of definitions.

    Args:
        definitions: Those compared.
        histories: By id.
        results: For each definition, history -> result.
    """
    rows = [[answer_of(each[name]) for name in histories] for each in results]
    pairs = (
        likeness(definitions[one].reference, definitions[other].reference, rows[one], rows[other])
        for one, other in combinations(range(len(definitions)), 2)
    )
    by_history = {name: tuple(each[name] for each in results) for name in histories}
    return SideBySide(tuple(definitions), histories, by_history, tuple(pairs))
