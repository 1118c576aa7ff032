"""How far two definitions agree on the persons whom both can judge: a share, Cohen's kappa and Gwet's AC1.

Percent agreement with the score interval of Wilson (J Am Stat Assoc 1927;22:209-212); kappa of Cohen (Educ Psychol Meas
1960;20:37-46) with the large-sample variance of Fleiss, Cohen and Everitt (Psychol Bull 1969;72:323-327); AC1 of Gwet
(Br J Math Stat Psychol 2008;61:29-48) with his variance for a sample of persons and two fixed raters.
"""

from dataclasses import dataclass
from math import isclose, sqrt
from statistics import NormalDist

#: Of the intervals.
CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class PairTable:
    """Persons by the verdicts of two definitions, both of which are known."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def persons(self) -> int:
        """All of them."""
        return self.both + self.first + self.second + self.neither


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its 95 % interval.

    ``value`` is None where it is not defined. The ends are None where there is no interval: the variance of kappa and
    of AC1 is zero where nobody is judged differently, which says nothing of how certain the coefficient is.
    """

    value: float | None
    lower: float | None = None
    upper: float | None = None


UNDEFINED = Estimate(None)


def percent_agreement(table: PairTable) -> Estimate:
    """Share of persons, 0 to 1, whom both judge alike; not defined without persons."""
    n = table.persons
    if n == 0:
        return UNDEFINED
    share = (table.both + table.neither) / n
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    # At both ends the interval reaches the share itself, which rounding would miss.
    return Estimate(share, 0.0 if share == 0 else centre - half, 1.0 if share == 1 else centre + half)


def kappa_of(both: int, first: int, second: int, neither: int) -> float | None:
    """Cohen's kappa, -1 to 1; None where all persons are in one cell of agreement: chance then agrees always."""
    expected = (both + first) * (first + neither) + (both + second) * (second + neither)
    return None if expected == 0 else 2 * (both * neither - first * second) / expected


def ac1_of(both: int, first: int, second: int, neither: int) -> float | None:
    """Gwet's AC1, -1 to 1; None only without persons. Where all persons are in one cell of agreement it is 1."""
    n, differ = both + first + second + neither, first + second
    return None if n == 0 else 1 - 2 * n * differ / (n**2 + (both - neither) ** 2)


def cohen_kappa(table: PairTable) -> Estimate:
    """Cohen's kappa."""
    a, b, c, d = table.both, table.first, table.second, table.neither
    kappa = kappa_of(a, b, c, d)
    if kappa is None:
        return UNDEFINED
    n = table.persons
    rows, columns = ((a + b) / n, (c + d) / n), ((a + c) / n, (b + d) / n)
    expected = sum(row * column for row, column in zip(rows, columns, strict=True))
    same = sum(
        share / n * (1 - (row + column) * (1 - kappa)) ** 2
        for share, row, column in zip((a, d), rows, columns, strict=True)
    )
    other = (1 - kappa) ** 2 * (b / n * (columns[0] + rows[1]) ** 2 + c / n * (columns[1] + rows[0]) ** 2)
    variance = (same + other - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return _with_interval(kappa, variance)


def gwet_ac1(table: PairTable) -> Estimate:
    """Gwet's AC1."""
    a, b, c, d = table.both, table.first, table.second, table.neither
    ac1 = ac1_of(a, b, c, d)
    n = table.persons
    if ac1 is None or n == 1:
        return Estimate(ac1)
    met = (2 * a + b + c) / (2 * n)
    chance = 2 * met * (1 - met)
    variance = 0.0
    # A person's own agreement and own share of "met", by the cell of the table.
    for count, agreed, share in ((a, 1, 1.0), (b + c, 0, 0.5), (d, 1, 0.0)):
        own = (agreed - chance) / (1 - chance)
        own_chance = share * (1 - met) + (1 - share) * met
        variance += count * (own - 2 * (1 - ac1) * (own_chance - chance) / (1 - chance) - ac1) ** 2
    return _with_interval(ac1, variance / (n * (n - 1)))


def _with_interval(value: float, variance: float) -> Estimate:
    if variance <= 0 or isclose(variance, 0, abs_tol=1e-15):
        return Estimate(value)
    half = _Z * sqrt(variance)
    return Estimate(value, max(-1.0, value - half), min(1.0, value + half))
