"""The values of one fact of a trial, the usual ones first."""

from collections.abc import Sequence

from trd_registry.model.facts import trial_fact
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.cells import values_for
from trd_registry.witnessing.plausible import Plausible


def numbers_of(fact: str, asked: Asked, usual: Plausible) -> Sequence[float]:
    """A value of a number of a trial in every stretch that is told apart, the most usual first."""
    kind = trial_fact(fact)
    known = [float(value) for value in usual.trial.get(fact, ()) if isinstance(value, int | float)]
    lower, upper = max(kind.lower, asked.range_of(fact).lower), min(kind.upper, asked.range_of(fact).upper)
    return values_for(asked.figures.get(fact, ()), known, lower, upper, whole=kind.whole or asked.is_whole_score(fact))


def choices_of(fact: str, usual: Plausible) -> Sequence[str]:
    """The usual values first, then every other that there is."""
    first = [str(value) for value in usual.trial.get(fact, ())]
    domain = trial_fact(fact).domain or frozenset()
    return list(dict.fromkeys([*(one for one in first if one in domain or not domain), *sorted(domain)]))


def plain(value: float) -> float:
    """Whole numbers as a person writes them."""
    return int(value) if value == int(value) else value
