"""Every answer of several definitions to several histories, ordered so that what is alike stands together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from trd_registry.comparing.ordering import cluster, groups, table_of
from trd_registry.comparing.similarity import LEAST, Answer, Likeness, distance, likeness

#: Definitions that give, on the mean, so many answers differently are set apart as another group.
APART = 0.15


@dataclass(frozen=True, slots=True)
class VerdictMap:
    """Definitions by histories."""

    #: Definitions with a cut for TRD in the order of the picture, then those without.
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    #: Definition -> its answers in the order of the columns.
    answers: Mapping[str, tuple[Answer, ...]]
    #: The definitions with a cut, in groups that answer alike.
    groups: tuple[tuple[str, ...], ...]
    #: All pairs of definitions with a cut.
    pairs: tuple[Likeness, ...]

    @property
    def without_cut(self) -> tuple[str, ...]:
        """Definitions that stage or score, and say of nobody that he is resistant."""
        placed = {name for group in self.groups for name in group}
        return tuple(name for name in self.rows if name not in placed)

    def same(self) -> list[tuple[str, ...]]:
        """Definitions that give the very same answers, open ones included, to all histories."""
        found: dict[tuple[Answer, ...], list[str]] = {}
        for group in self.groups:
            for name in group:
                found.setdefault(self.answers[name], []).append(name)
        return [tuple(names) for names in found.values() if len(names) > 1]


def verdict_map(answers: Mapping[str, Sequence[Answer]], histories: Sequence[str], least: int = LEAST) -> VerdictMap:
    """Orders definitions by their answers, and histories by what is answered to them.

    Args:
        answers: Definition -> its answers, in the order of the histories.
        histories: Their names.
        least: How many answers two must have in common to be compared.
    """
    no_cut = [name for name, row in answers.items() if all(one.kind in ("no_cut", "out", "unread") for one in row)]
    names = [name for name in answers if name not in no_cut]
    tree = cluster(table_of(names, lambda one, other: distance(answers[one], answers[other], least))) if names else None
    rows = [names[index] for index in tree.members] if tree else []
    by_history = {name: [answers[one][index] for one in names] for index, name in enumerate(histories)}
    across = table_of(histories, lambda one, other: distance(by_history[one], by_history[other], least))
    order = cluster(across).members if histories else ()
    return VerdictMap(
        (*rows, *no_cut),
        tuple(histories[index] for index in order),
        {name: tuple(answers[name][index] for index in order) for name in (*rows, *no_cut)},
        tuple(tuple(names[index] for index in group) for group in groups(tree, APART)) if tree else (),
        tuple(likeness(one, other, answers[one], answers[other]) for one, other in combinations(rows, 2)),
    )
