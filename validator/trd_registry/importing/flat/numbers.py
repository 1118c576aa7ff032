"""Reads numbers as people write them: also as text, with a unit, or with a decimal comma where that is named."""

import re
from functools import lru_cache
from math import isfinite
from typing import Any

from trd_registry.importing.flat.days import Unreadable

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_AMOUNT = re.compile(
    r"([-+]?[\d.,]+)\s*(mg|milligrams?|g|grams?|mcg|ug|µg|μg|micrograms?)?(?:/(?:day|d|24 ?h))?", re.IGNORECASE
)

#: Unit -> mg.
_MILLIGRAMS = {
    "mg": 1.0, "milligram": 1.0, "g": 1000.0, "gram": 1000.0, "mcg": 0.001, "ug": 0.001, "µg": 0.001, "μg": 0.001,
    "microgram": 0.001,
}  # fmt: skip


def number(raw: Any, decimal: str = ".") -> float:
    """A number; raises Unreadable.

    Args:
        raw: A number, or text.
        decimal: The sign before decimals. The other one of comma and point is not taken for a sign of thousands.
    """
    if isinstance(raw, bool):
        raise Unreadable(f"{raw} is not a number")
    if isinstance(raw, int | float):
        found = float(raw)
        if not isfinite(found):
            raise Unreadable("it is not a number")
        return found
    return _number(str(raw).strip(), decimal)


@lru_cache(maxsize=100_000)
def _number(text: str, decimal: str) -> float:
    plain = text
    if decimal == ",":
        if "." in text:
            raise Unreadable(f"{text[:40]} has a point, and the decimals stand after a comma")
        plain = text.replace(",", ".")
    elif "," in text:
        raise Unreadable(f"{text[:40]} has a comma: name --decimal comma where decimals stand after one")
    if not _NUMBER.fullmatch(plain) or not isfinite(float(plain)):
        raise Unreadable(f"{text[:40]!r} is not a number")
    return float(plain)


def milligrams(raw: Any, decimal: str = ".") -> float:
    """An amount in mg: a number alone is mg; g and micrograms are converted. Raises Unreadable."""
    if isinstance(raw, int | float):
        return number(raw)
    match = _AMOUNT.fullmatch(str(raw).strip())
    if match is None:
        raise Unreadable(f"{str(raw)[:40]!r} is not an amount in mg")
    unit = (match[2] or "mg").casefold()
    factor = _MILLIGRAMS.get(unit) or _MILLIGRAMS[unit.removesuffix("s")]
    found = number(match[1], decimal)
    return found if factor == 1 else round(found * factor, 9)
