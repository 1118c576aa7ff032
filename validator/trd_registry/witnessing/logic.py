"""Three-valued statements for the solver: two propositions, that it certainly holds and that it certainly does not.

What is certain already is folded away, so that the solver is asked only about what the two definitions leave open.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from trd_registry.model.errors import RegistryError

#: A proposition of the solver, or a truth that is certain.
Proposition: TypeAlias = Any


@cache
def solver() -> Any:
    """The solver's module; raises RegistryError where the extra is not installed."""
    try:
        import z3
    except ImportError:
        raise RegistryError(
            "Searching a history needs the extra 'witness'.", "Run: python3 -m pip install 'trd-registry[witness]'"
        ) from None
    return z3


def every(parts: Iterable[Proposition]) -> Proposition:
    """Holds where all parts hold."""
    open_ = _open(parts, settles=False)
    if open_ is None:
        return False
    return _joined(open_, solver().Z3_mk_and) if len(open_) > 1 else open_[0] if open_ else True


def some(parts: Iterable[Proposition]) -> Proposition:
    """Holds where one part holds."""
    open_ = _open(parts, settles=True)
    if open_ is None:
        return True
    return _joined(open_, solver().Z3_mk_or) if len(open_) > 1 else open_[0] if open_ else False


def _open(parts: Iterable[Proposition], *, settles: bool) -> list[Any] | None:
    """The parts that are not certain, each once; None where one that is certain settles the whole."""
    found: dict[int, Any] = {}
    for part in parts:
        if isinstance(part, bool):
            if part is settles:
                return None
        else:
            found.setdefault(part.get_id(), part)
    return list(found.values())


def _joined(parts: Sequence[Any], join: Callable[..., Any]) -> Proposition:
    """One proposition of many. The solver's own And and Or look at the sort of every part again, which takes longer."""
    z3 = solver()
    context = parts[0].ctx
    array = (z3.Ast * len(parts))(*(part.as_ast() for part in parts))
    return z3.BoolRef(join(context.ref(), len(parts), array), context)


def denied(part: Proposition) -> Proposition:
    """Holds where the part does not."""
    return not part if isinstance(part, bool) else solver().Not(part)


def at_least(parts: Sequence[Proposition], number: int) -> Proposition:
    """Holds where so many of the parts hold, or more."""
    number -= sum(one is True for one in parts)
    open_ = [one for one in parts if not isinstance(one, bool)]
    if number <= 0:
        return True
    if number > len(open_):
        return False
    if number == 1:
        return some(open_)
    return every(open_) if number == len(open_) else solver().AtLeast(*open_, number)


def how_many(parts: Sequence[Proposition], fits: Callable[[int], bool]) -> Proposition:
    """Holds where the number of parts that hold is one that fits."""
    allowed = [fits(number) for number in range(len(parts) + 1)]
    stretches = []
    number = 0
    while number <= len(parts):
        if not allowed[number]:
            number += 1
            continue
        first = number
        while number <= len(parts) and allowed[number]:
            number += 1
        stretches.append(every([at_least(parts, first), denied(at_least(parts, number))]))
    return some(stretches)


def number_of(parts: Sequence[Proposition]) -> Any:
    """How many of the parts hold, as a number of the solver."""
    z3 = solver()
    return z3.Sum([z3.IntVal(0), *(z3.If(as_proposition(one), 1, 0) for one in parts)])


def as_proposition(part: Proposition) -> Any:
    """A truth that is certain as the solver writes it."""
    return solver().BoolVal(part) if isinstance(part, bool) else part


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement that certainly holds, certainly does not, or is unknown where neither."""

    yes: Proposition
    no: Proposition

    @property
    def known(self) -> Proposition:
        """That it is not unknown."""
        return some([self.yes, self.no])


def exactly_when(proposition: Proposition) -> Pair:
    """A statement that is never unknown."""
    return Pair(proposition, denied(proposition))


def when(known: Proposition, proposition: Proposition) -> Pair:
    """A statement that is unknown unless ``known`` holds."""
    return Pair(every([known, proposition]), every([known, denied(proposition)]))


UNKNOWN = Pair(False, False)
CERTAIN = Pair(True, False)


def all_pairs(parts: Iterable[Pair]) -> Pair:
    """Kleene's and."""
    kept = list(parts)
    return Pair(every(one.yes for one in kept), some(one.no for one in kept))


def any_pair(parts: Iterable[Pair]) -> Pair:
    """Kleene's or."""
    kept = list(parts)
    return Pair(some(one.yes for one in kept), every(one.no for one in kept))


def not_pair(part: Pair) -> Pair:
    """Kleene's not."""
    return Pair(part.no, part.yes)
