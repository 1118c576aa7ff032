"""A number that is known to lie between two bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from trd_registry.model.truth import Truth, all_of, negate


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``lower`` to ``upper``, in the unit of the fact; an open end leaves that bound itself out.

    Asked whether it lies above or below a figure, it says None where some of its numbers do and some do not.
    An absent number is the whole range; an exact one has equal bounds. The empty interval does not
    exist: whoever narrows an interval must know that something is left.
    """

    #: The least it can be; minus infinity where nothing is known.
    lower: float = -inf
    #: The most it can be; infinity where nothing is known.
    upper: float = inf
    #: Whether ``lower`` itself is left out.
    lower_open: bool = False
    #: Whether ``upper`` itself is left out.
    upper_open: bool = False

    def __post_init__(self) -> None:
        if self.lower != self.lower or self.upper != self.upper:
            raise ValueError("an interval bound cannot be NaN")
        if self.lower > self.upper or (self.lower == self.upper and (self.lower_open or self.upper_open)):
            raise ValueError(f"empty interval {self}")

    @classmethod
    def exactly(cls, number: float) -> "Interval":
        """The interval that holds one number alone."""
        return cls(number, number)

    @property
    def is_exact(self) -> bool:
        """Whether only one number lies in it."""
        return self.lower == self.upper

    def __contains__(self, number: float) -> bool:
        above = number > self.lower or (number == self.lower and not self.lower_open)
        below = number < self.upper or (number == self.upper and not self.upper_open)
        return above and below

    def at_least(self, threshold: float) -> Truth:
        """Whether the number is >= threshold."""
        return negate(self.below(threshold))

    def above(self, threshold: float) -> Truth:
        """Whether the number is > threshold."""
        return negate(self.at_most(threshold))

    def at_most(self, threshold: float) -> Truth:
        """Whether the number is <= threshold."""
        if self.upper <= threshold:
            return True
        if self.lower > threshold or (self.lower == threshold and self.lower_open):
            return False
        return None

    def below(self, threshold: float) -> Truth:
        """Whether the number is < threshold."""
        if self.upper < threshold or (self.upper == threshold and self.upper_open):
            return True
        return False if self.lower >= threshold else None

    def exactly_equals(self, number: float) -> Truth:
        """Whether the number is this one."""
        return all_of([self.at_least(number), self.at_most(number)])

    def plus(self, other: "Interval") -> "Interval":
        """Every sum of a number of this and a number of the other interval."""
        lower, upper = self.lower + other.lower, self.upper + other.upper
        return Interval(
            lower,
            upper,
            lower_open=self.lower_open or other.lower_open,
            upper_open=self.upper_open or other.upper_open,
        )

    def times(self, factor: float) -> "Interval":
        """The interval with every number multiplied by a factor that is not negative."""
        if factor < 0:
            raise ValueError("times takes a factor of at least zero")
        if factor == 0:
            return ZERO
        return Interval(self.lower * factor, self.upper * factor, self.lower_open, self.upper_open)

    def meet(self, other: "Interval") -> "Interval | None":
        """The numbers that lie in both, or None where there are none."""
        lower, lower_open = max((self.lower, self.lower_open), (other.lower, other.lower_open))
        upper, upper_closed = min((self.upper, not self.upper_open), (other.upper, not other.upper_open))
        if lower > upper or (lower == upper and (lower_open or not upper_closed)):
            return None
        return Interval(lower, upper, lower_open, not upper_closed)

    def __str__(self) -> str:
        if self.is_exact:
            return format_number(self.lower)
        if self.lower == -inf and self.upper == inf:
            return "unknown"
        left, right = "above" if self.lower_open else "at least", "below" if self.upper_open else "at most"
        parts = []
        if self.lower != -inf:
            parts.append(f"{left} {format_number(self.lower)}")
        if self.upper != inf:
            parts.append(f"{right} {format_number(self.upper)}")
        return ", ".join(parts)


EVERYTHING = Interval()
ZERO = Interval.exactly(0)


def hull(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all the given ones (at least one)."""
    items = list(intervals)
    lower, lower_open = min((item.lower, item.lower_open) for item in items)
    upper, upper_closed = max((item.upper, not item.upper_open) for item in items)
    return Interval(lower, upper, lower_open, not upper_closed)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of the given intervals; zero of none."""
    result = ZERO
    for item in intervals:
        result = result.plus(item)
    return result


def format_number(number: float) -> str:
    """A number as a person writes it: 6, 7.5, 33.33, 0.025; ``none`` for the extreme of nothing."""
    if abs(number) == inf:
        return "none"
    if 0 < abs(number) < 1:
        return f"{number:.3g}"
    return f"{number:.0f}" if number == int(number) else f"{round(number, 2):g}"
