"""Which answers a condition can get from one kind of data, unrecorded facts taken as unknown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

from trd_registry.model.truth import Truth, all_of, any_of, negate

#: Facts of which any one would do, by their ids in the vocabulary.
Lack = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The answers that can occur, None for undecided, and the facts for want of which it can be undecided."""

    answers: frozenset[Truth]
    lacks: tuple[Lack, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether there is always an answer."""
        return None not in self.answers


KNOWN = Reach(frozenset([True, False]))


def unknown(*facts: str) -> Reach:
    """Never answered, for want of any one of these facts."""
    return Reach(frozenset([None]), (tuple(dict.fromkeys(facts)),))


def all_reach(parts: Iterable[Reach]) -> Reach:
    """That all parts hold."""
    return _joined(list(parts), all_of)


def any_reach(parts: Iterable[Reach]) -> Reach:
    """That at least one part holds."""
    return _joined(list(parts), any_of)


def not_reach(part: Reach) -> Reach:
    """That the part does not hold."""
    return Reach(frozenset(negate(one) for one in part.answers), part.lacks)


def first_reach(parts: Iterable[Reach]) -> Reach:
    """That the first recorded of several ways to say one thing holds; any of them would do where none is recorded."""
    ways = list(parts)
    decided = next((one for one in ways if one.is_decided), None)
    if decided is not None:
        return decided
    answers = frozenset[Truth]().union(*(one.answers for one in ways))
    if all(len(one.lacks) == 1 for one in ways):
        return Reach(answers, (tuple(dict.fromkeys(fact for one in ways for fact in one.lacks[0])),))
    return Reach(answers, distinct(lack for one in ways for lack in one.lacks))


def distinct(lacks: Iterable[Lack]) -> tuple[Lack, ...]:
    """Each lack once, in order; of "this" and "this or that" only "this", which would do for both."""
    each = {frozenset(lack): lack for lack in lacks}
    return tuple(lack for facts, lack in each.items() if not any(other < facts for other in each))


def _joined(parts: list[Reach], join: Callable[[Iterable[Truth]], Truth]) -> Reach:
    """Every combination of answers of the parts, each part taken as free of the others."""
    answers = reduce(
        lambda known, part: frozenset(join((one, other)) for one in known for other in part.answers),
        parts,
        frozenset([join(())]),
    )
    if None not in answers:
        return Reach(answers)
    return Reach(answers, distinct(lack for one in parts for lack in one.lacks))
