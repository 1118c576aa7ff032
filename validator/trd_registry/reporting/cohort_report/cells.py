"""What may stand in a cell of a table, and how it is written for people."""

from enum import Enum
from math import inf


class Hidden(Enum):
    """A figure that is there and is not shown, because it or one that it follows from counts too few persons."""

    HIDDEN = "suppressed"


HIDDEN = Hidden.HIDDEN

#: A count of persons, or one that is not shown.
Count = int | Hidden

#: None is a figure that is not defined, such as a kappa without persons.
Cell = str | int | float | Hidden | None


def share(part: Count, whole: Count) -> float | Hidden | None:
    """A count as a share of another, 0 to 1; hidden where either is."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden):
        return HIDDEN
    return part / whole if whole else None


def total(*counts: Count) -> Count:
    """Counts together; hidden where one of them is."""
    return HIDDEN if HIDDEN in counts else sum(one for one in counts if not isinstance(one, Hidden))


def in_words(cell: Cell, kind: str = "") -> str:
    """A cell as a reader sees it: ``1,234``, ``12.5 %``, ``0.71``; what is not defined says so."""
    if isinstance(cell, Hidden):
        return "suppressed"
    if cell is None:
        return "not defined" if kind in ("coefficient", "share") else ""
    if isinstance(cell, str):
        return cell
    if kind == "share":
        return percent(cell)
    if kind == "coefficient":
        # Adding nothing takes the sign from what is rounded to zero.
        return f"{round(cell, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")
    if cell == inf:
        return "no upper end"
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:g}"


def counted(number: int, one: str, several: str = "") -> str:
    """``1 person``, ``1,234 persons``."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


#: Never parted from its figure at the end of a line.
_PERCENT = "\N{NO-BREAK SPACE}%"


def percent(part: float) -> str:
    """``12.5 %``; what is not nothing, or not everybody, is never rounded to it."""
    figure = f"{100 * part:.1f}"
    if figure == "0.0" and part > 0:
        return f"< 0.1{_PERCENT}"
    if figure == "100.0" and part < 1:
        return f"> 99.9{_PERCENT}"
    return f"{figure.removesuffix('.0')}{_PERCENT}"
