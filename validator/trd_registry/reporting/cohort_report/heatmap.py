"""A square of numbers, one for each pair of definitions, tinted by their size."""

from collections.abc import Iterator, Mapping, Sequence

from trd_registry.reporting.cohort_report.cells import Cell, Hidden, in_words
from trd_registry.reporting.cohort_report.labels import label_width
from trd_registry.reporting.svg import MUTED, PAPER, STRIPE, document, rect, text

_CELL, _ROW, _TOP = 44, 24, 84

#: Ink on tinted cells; the page leaves these two as they are when it turns dark.
_ON_LIGHT, _ON_DARK = "#101418", "#fdfdfd"

#: Tints from no agreement to full agreement, and for agreement below chance.
_LOW, _HIGH, _BELOW = (0xF1, 0xF5, 0xF6), (0x0B, 0x45, 0x53), (0xF3, 0xD9, 0xC4)


def heatmap(
    names: Sequence[str],
    groups: Sequence[str],
    below: Mapping[tuple[str, str], Cell],
    above: Mapping[tuple[str, str], Cell],
    *,
    title: str,
    description: str,
) -> str:
    """A coefficient below the diagonal and another above it.

    Args:
        names: Of the definitions, in the order of rows and columns.
        groups: What each belongs to; a change is marked by a gap.
        below: Pair of names (the earlier one first) -> the coefficient below the diagonal.
        above: The same for the one above.
        title: Of the picture.
        description: What it shows.
    """
    gaps, offset = [], 0
    for place, group in enumerate(groups):
        offset += 6 if place and group != groups[place - 1] else 0
        gaps.append(offset)
    left = label_width(f"{name} (00)" for name in names)
    width = max(left + _CELL * len(names) + offset + 16, 420)
    height = _TOP + _ROW * len(names) + offset + 16
    parts = [
        text(10, 22, "Above the diagonal: Gwet's AC1. Below it: Cohen's kappa.", size=13, width=width - 20),
        text(10, 42, "n.d.: not defined. s.: suppressed.", size=12, fill=MUTED, width=width - 20),
        *_body(left, names, gaps, below, above),
    ]
    return document(parts, width=width, height=height, title=title, description=description)


def _body(
    left: float,
    names: Sequence[str],
    gaps: Sequence[int],
    below: Mapping[tuple[str, str], Cell],
    above: Mapping[tuple[str, str], Cell],
) -> Iterator[str]:
    for row, name in enumerate(names):
        y = _TOP + _ROW * row + gaps[row]
        yield text(left - 8, y + 16, f"{name} ({row + 1})", size=13, width=left - 12, anchor="end")
        yield text(left + _CELL * (row + 0.5) + gaps[row], _TOP - 8, str(row + 1), size=12, anchor="middle")
        for column, other in enumerate(names):
            x = left + _CELL * column + gaps[column]
            if row == column:
                yield rect(x, y, _CELL - 2, _ROW - 2, PAPER)
                continue
            cell = above[name, other] if row < column else below[other, name]
            fill, ink = _tint(cell)
            yield rect(x, y, _CELL - 2, _ROW - 2, fill)
            yield text(x + _CELL / 2 - 1, y + 16, _short(cell), size=12, fill=ink, anchor="middle")


def _short(cell: Cell) -> str:
    if isinstance(cell, Hidden):
        return "s."
    return "n.d." if cell is None else in_words(cell, "coefficient")


def _tint(cell: Cell) -> tuple[str, str]:
    if not isinstance(cell, int | float):
        return STRIPE, MUTED
    if cell < -0.005:
        return _colour(_BELOW), _ON_LIGHT
    part = min(max(cell, 0.0), 1.0)
    mixed = tuple(round(low + (high - low) * part) for low, high in zip(_LOW, _HIGH, strict=True))
    return _colour(mixed), _ON_DARK if part > 0.5 else _ON_LIGHT


def _colour(parts: Sequence[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)
