"""Numbers between two bounds as SQL: each is four texts, compared as the interpreter does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from trd_registry.cohorts.planning.sql import FALSE, TRUE, all_of, any_of, largest, negate, number, quoted, smallest
from trd_registry.cohorts.settled.columns import column
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import Bound, Bounds
from trd_registry.model.rules import Band


@dataclass(frozen=True, slots=True)
class Number:
    """An interval; its parts are never NULL."""

    lower: str
    upper: str
    lower_open: str = FALSE
    upper_open: str = FALSE

    @classmethod
    def of_fact(cls, fact: str) -> "Number":
        """A number of the patient or of a trial, from the settled table."""
        return cls(*(quoted(column(fact, part)) for part in ("lo", "hi", "lo_open", "hi_open")))

    @classmethod
    def of(cls, interval: Interval) -> "Number":
        """A constant."""
        ends = (TRUE if is_open else FALSE for is_open in (interval.lower_open, interval.upper_open))
        return cls(number(interval.lower), number(interval.upper), *ends)

    def below(self, figure: str) -> str:
        """Whether it is < figure."""
        yes = any_of([f"{self.upper} < {figure}", all_of([self.upper_open, f"{self.upper} = {figure}"])])
        return f"CASE WHEN {yes} THEN TRUE WHEN {self.lower} >= {figure} THEN FALSE END"

    def at_most(self, figure: str) -> str:
        """Whether it is <= figure."""
        no = any_of([f"{self.lower} > {figure}", all_of([self.lower_open, f"{self.lower} = {figure}"])])
        return f"CASE WHEN {self.upper} <= {figure} THEN TRUE WHEN {no} THEN FALSE END"

    def meets(self, bound: Bound) -> str:
        """Whether it meets one bound."""
        figure = number(bound.figure)
        match bound.comparator:
            case "at_least":
                return negate(self.below(figure))
            case "below":
                return self.below(figure)
            case "above":
                return negate(self.at_most(figure))
            case "at_most":
                return self.at_most(figure)
            case "exactly":
                return all_of([negate(self.below(figure)), self.at_most(figure)])

    def within(self, bounds: Bounds) -> str:
        """Whether it meets every bound."""
        return all_of(self.meets(bound) for bound in bounds)

    def reaches(self, band: Band) -> str:
        """Whether some number of it lies in the band; TRUE or FALSE, never NULL."""
        above = _before(self.lower, self.lower_open, number(band.upper), band.upper_open)
        below = _before(number(band.lower), band.lower_open, self.upper, self.upper_open)
        # An interval that begins at infinity has infinity in it, and so has a band that ends there.
        parts = [above if band.upper != inf or band.upper_open else TRUE]
        parts.append(below if band.lower != -inf or band.lower_open else TRUE)
        return all_of(parts)


def _before(lower: str, lower_open: str | bool, upper: str, upper_open: str | bool) -> str:
    ends = [one if isinstance(one, str) else TRUE if one else FALSE for one in (lower_open, upper_open)]
    return any_of([f"{lower} < {upper}", all_of([f"{lower} = {upper}", *(negate(end) for end in ends)])])


def total(items: Sequence[Number]) -> Number:
    """The sum of closed intervals, added up in their order; zero of none."""
    return Number(_sum(item.lower for item in items), _sum(item.upper for item in items))


def _sum(values: Iterable[str]) -> str:
    return f"({' + '.join([number(0), *values])})"


def hull_of_points(points: Sequence[tuple[str, float]]) -> Number:
    """The smallest interval that holds the points whose condition is TRUE; one of them always is."""
    if len({value for _, value in points}) == 1:
        return Number.of(Interval.exactly(points[0][1]))
    lower = smallest(f"CASE WHEN {reached} THEN {number(value)} ELSE {number(inf)} END" for reached, value in points)
    upper = largest(f"CASE WHEN {reached} THEN {number(value)} ELSE {number(-inf)} END" for reached, value in points)
    return Number(lower, upper)
