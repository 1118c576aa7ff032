"""Amounts with their units, and what follows from them exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from trd_registry.importing.fhir.elements import Resource, number, part, text
from trd_registry.importing.fhir.outcomes import Refused

#: UCUM units of mass -> milligrams. ``mcg`` is not UCUM, and common.
_MILLIGRAMS: Mapping[str, Fraction] = {
    "mg": Fraction(1), "g": Fraction(1000), "ug": Fraction(1, 1000), "mcg": Fraction(1, 1000),
}  # fmt: skip

#: Units of time -> days. A month is no number of days.
_DAYS: Mapping[str, int] = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}

#: Units that count pieces, by UCUM, by HL7's dose forms, or in words.
_PIECES = frozenset(
    {"1", "tab", "tabs", "tablet", "tablets", "{tbl}", "{tablet}", "{tab}", "cap", "caps", "capsule", "capsules",
     "{capsule}", "{cap}", "ertab", "ecap", "ectab", "sltab", "chewtab", "ercap", "dose", "{dose}", "each", "{each}"}
)  # fmt: skip

_BOUND = {"<": ("", "below"), "<=": ("", "at_most"), ">": ("above", ""), ">=": ("at_least", "")}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, its unit in small letters, and on which side of it the true value lies."""

    value: Fraction
    unit: str
    #: ``<``, ``<=``, ``>`` or ``>=``; empty where the number is the value.
    comparator: str = ""

    @property
    def milligrams(self) -> Fraction | None:
        """Milligrams; None where it is no mass."""
        factor = _MILLIGRAMS.get(self.unit)
        return None if factor is None or self.comparator else self.value * factor

    @property
    def pieces(self) -> Fraction | None:
        """How many tablets, capsules or the like; None where it is no such count."""
        return self.value if self.unit in _PIECES and not self.comparator else None


def amount_of(of: Resource, name: str) -> Amount | None:
    """A Quantity; None where it is not there or has no value. Raises Refused where it is none."""
    found = part(of, name)
    value = number(found, "value")
    if value is None:
        return None
    comparator = text(found, "comparator")
    if comparator and comparator not in _BOUND:
        raise Refused("IMP3", f"`{comparator[:10]}` is no comparator.", name)
    return Amount(exact(value), (text(found, "code") or text(found, "unit")).casefold(), comparator)


def exact(value: float) -> Fraction:
    """The number as it was written in decimals."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def days_of(of: Resource, name: str, column: str) -> dict[str, float]:
    """Days of a Duration or of a supply, as cells of a column; none where it is not there or not in days or weeks."""
    found = amount_of(of, name)
    if found is None:
        return {}
    # A supply of days without a unit is days by the name of the element.
    factor = 1 if not found.unit else _DAYS.get(found.unit)
    return {} if factor is None else bounded(column, found.value * factor, found.comparator)


def bounded(column: str, value: Fraction, comparator: str = "") -> dict[str, float]:
    """A value as the cell of a column, or as its bound."""
    if not comparator:
        return {column: plain(value)}
    low, high = _BOUND[comparator]
    return {f"{column}_{low or high}": plain(value)}


def plain(value: Fraction) -> float:
    """The number as a cell has it."""
    return int(value) if value.denominator == 1 else float(value)
