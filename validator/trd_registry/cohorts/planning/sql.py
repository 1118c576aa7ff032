"""Small pieces of SQL: literals, and three-valued logic that never says more than is known."""

from collections.abc import Iterable
from math import inf

TRUE, FALSE, UNKNOWN = "TRUE", "FALSE", "NULL::BOOLEAN"
NONE = "0::UBIGINT"


def number(value: float) -> str:
    """A DOUBLE; with an exponent, since ``0.1`` alone would be a decimal."""
    if abs(value) == inf:
        return f"'{'-' if value < 0 else ''}infinity'::DOUBLE"
    told = repr(float(value))
    return told if "e" in told else f"{told}e0"


def bits(value: int) -> str:
    """A set of names as bits."""
    return f"{value}::UBIGINT"


def text(value: str) -> str:
    """A string."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """A list of strings, also of none."""
    return f"[{', '.join(text(value) for value in sorted(values))}]::VARCHAR[]"


def quoted(name: str) -> str:
    """A name, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def all_of(parts: Iterable[str]) -> str:
    """Kleene's and, which is SQL's own; TRUE of none."""
    told = [part for part in dict.fromkeys(parts) if part != TRUE]
    if FALSE in told:
        return FALSE
    return _joined(told, " AND ") if told else TRUE


def any_of(parts: Iterable[str]) -> str:
    """Kleene's or, which is SQL's own; FALSE of none."""
    told = [part for part in dict.fromkeys(parts) if part != FALSE]
    if TRUE in told:
        return TRUE
    return _joined(told, " OR ") if told else FALSE


def negate(part: str) -> str:
    """The opposite; the opposite of unknown is unknown."""
    return {TRUE: FALSE, FALSE: TRUE}.get(part) or f"(NOT {part})"


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"


def case(when: Iterable[tuple[str, str]], otherwise: str) -> str:
    """The value of the first condition that is TRUE, with those left out that never are."""
    told = []
    for condition, value in when:
        if condition == TRUE:
            otherwise = value
            break
        if condition != FALSE:
            told.append(f"WHEN {condition} THEN {value}")
    return f"CASE {' '.join(told)} ELSE {otherwise} END" if told else otherwise


def among(found: str, wanted: int) -> str:
    """Whether a set of possible values lies within the wanted ones; a NULL set may be anything."""
    if not wanted:
        return FALSE
    outside = (1 << 64) - 1 - wanted
    return f"CASE WHEN {found} & {bits(wanted)} = 0 THEN FALSE WHEN {found} & {bits(outside)} = 0 THEN TRUE END"


def overlaps(found: str, wanted: int) -> str:
    """Whether two sets of bits have one in common, neither of them NULL."""
    return f"({found} & {bits(wanted)} <> 0)" if wanted else FALSE


def largest(values: Iterable[str]) -> str:
    """The largest; none of them may be NULL, which ``greatest`` would pass over."""
    told = list(dict.fromkeys(values))
    return told[0] if len(told) == 1 else f"greatest({', '.join(told)})"


def smallest(values: Iterable[str]) -> str:
    """The smallest; none of them may be NULL, which ``least`` would pass over."""
    told = list(dict.fromkeys(values))
    return told[0] if len(told) == 1 else f"least({', '.join(told)})"
