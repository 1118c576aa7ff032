"""Which definitions are met together: a bar for each combination over dots for its definitions (an UpSet plot)."""

from collections.abc import Iterator, Sequence

from trd_registry.reporting.cohort_report.bars import CERTAIN
from trd_registry.reporting.cohort_report.cells import Count, Hidden
from trd_registry.reporting.cohort_report.labels import label_width
from trd_registry.reporting.svg import INK, LINE, MUTED, STRIPE, document, line, number, path, rect, text

_COLUMN, _ROW, _TOP, _BARS, _RADIUS = 40, 24, 44, 170, 6


def upset(
    names: Sequence[str],
    sizes: Sequence[Count],
    combinations: Sequence[tuple[frozenset[str], int]],
    *,
    title: str,
    description: str,
) -> str:
    """The plot.

    Args:
        names: Of the sets, in the order of rows.
        sizes: Persons in each set.
        combinations: Names of the sets that are met and no others -> persons, in the order of columns.
        title: Of the picture.
        description: What it shows.
    """
    labels = [
        f"{name} ({'suppressed' if isinstance(size, Hidden) else f'{size:,}'})"
        for name, size in zip(names, sizes, strict=True)
    ]
    left = label_width(labels)
    width = max(left + _COLUMN * len(combinations) + 20, 420)
    dots = _TOP + _BARS + 16
    height = dots + _ROW * len(names) + 12
    largest = max((count for _, count in combinations), default=1)
    parts = [text(10, 20, "Persons who certainly meet exactly these definitions", size=13, width=width - 20)]
    for row, label in enumerate(labels):
        y = dots + _ROW * row
        if row % 2 == 0:
            parts.append(rect(0, y, width, _ROW, STRIPE))
        parts.append(text(left - 10, y + 16, label, size=13, width=left - 14, anchor="end"))
    for column, (met, count) in enumerate(combinations):
        parts += _column(left + _COLUMN * (column + 0.5), [name in met for name in names], count, largest, dots)
    parts.append(line(left, _TOP + _BARS, width - 10, _TOP + _BARS, MUTED))
    return document(parts, width=width, height=height, title=title, description=description)


def _column(x: float, met: Sequence[bool], count: int, largest: int, dots: float) -> Iterator[str]:
    height = (_BARS - 18) * count / largest
    foot = _TOP + _BARS
    yield rect(x - 11, foot - height, 22, height, CERTAIN)
    yield text(x, foot - height - 5, f"{count:,}", size=11, anchor="middle")
    rows = [row for row, held in enumerate(met) if held]
    if len(rows) > 1:
        yield line(x, dots + _ROW * (rows[0] + 0.5), x, dots + _ROW * (rows[-1] + 0.5), INK, width=2)
    for row, held in enumerate(met):
        y = dots + _ROW * (row + 0.5)
        halves = "".join(f"a{_RADIUS} {_RADIUS} 0 1 0 {across} 0" for across in (2 * _RADIUS, -2 * _RADIUS))
        circle = f"M{number(x - _RADIUS)} {number(y)}{halves}z"
        yield path(circle, fill=INK if held else "none", stroke=INK if held else LINE, width=1)
