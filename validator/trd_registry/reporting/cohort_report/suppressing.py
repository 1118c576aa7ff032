"""Small cells: which counts are not shown, so that none from 1 to N - 1 can be read or worked out.

A count that is suppressed beside its total is not protected by itself: what is left of the total gives it away. So
others are suppressed with it, the smallest first, until at least two are hidden together and each of them could, for
all that is shown, be N persons or more: nobody is never hidden, so that each is at least one. This protects within one
row, within rows and columns of a grid, and along a chain of counts that follow from one another. What it cannot do: it
does not know what else a reader knows of the cohort. Where tables share counts, whole rows are withheld instead; the
tests try to work out every small count from all tables together.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

from trd_registry.reporting.cohort_report.cells import HIDDEN, Count, Hidden


def is_small(count: int, least: int) -> bool:
    """Whether a count is one of a few persons: not none, and below the least that may be shown."""
    return 0 < count < least


def hide_row(counts: Sequence[int], least: int) -> list[Count]:
    """Counts that add up to a total which is shown."""
    hidden = {place for place, count in enumerate(counts) if is_small(count, least)}
    while hidden and not _is_safe([counts[place] for place in hidden], least):
        more = [place for place, count in enumerate(counts) if place not in hidden and count]
        if not more:
            return [HIDDEN] * len(counts)  # not even where nobody is may be told
        hidden.add(min(more, key=lambda place: counts[place]))
    return [HIDDEN if place in hidden else count for place, count in enumerate(counts)]


def _is_safe(hidden: Sequence[int], least: int) -> bool:
    """Whether each of several hidden counts, whose sum is known, could be one that may be shown."""
    return len(hidden) >= 2 and sum(hidden) - (len(hidden) - 1) >= least


Place = tuple[int, int]


def hide_grid(counts: Sequence[Sequence[int]], least: int, known: Collection[Place] = ()) -> list[list[Count]]:
    """Counts that add up along rows and columns to totals which are shown.

    Args:
        counts: Row by row.
        least: The least count that may be shown.
        known: Row and column of cells that other tables may tell, which therefore protect no other cell.
    """
    hidden = {(r, c) for r, row in enumerate(counts) for c, count in enumerate(row) if is_small(count, least)}
    rows = [[(r, c) for c in range(len(row))] for r, row in enumerate(counts)]
    lines = rows + [list(column) for column in zip(*rows, strict=True)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            mine = [cell for cell in line if cell in hidden]
            open_ones = [cell for cell in line if cell not in hidden and cell not in known and counts[cell[0]][cell[1]]]
            if mine and open_ones and not _is_safe([counts[r][c] for r, c in mine], least):
                hidden.add(min(open_ones, key=lambda cell: counts[cell[0]][cell[1]]))
                changed = True
        if not changed:
            lone = next((cell for cell in sorted(hidden) if not _is_on_a_circle(cell, hidden)), None)
            more = [] if lone is None else _beside(lone, hidden.union(known), counts)
            if more:
                hidden.add(min(more, key=lambda cell: counts[cell[0]][cell[1]]))
                changed = True
    unsafe = [line for line in lines if not _is_line_safe([counts[r][c] for r, c in line if (r, c) in hidden], least)]
    if unsafe or not all(_is_on_a_circle(cell, hidden) for cell in hidden):
        return [[HIDDEN] * len(row) for row in counts]
    return [[HIDDEN if (r, c) in hidden else count for c, count in enumerate(row)] for r, row in enumerate(counts)]


def _is_line_safe(hidden: Sequence[int], least: int) -> bool:
    return not hidden or _is_safe(hidden, least)


def _is_on_a_circle(cell: Place, hidden: set[Place]) -> bool:
    """Whether a hidden cell can be changed while all totals stay: along rows and columns one comes back to it."""
    row, column = cell
    reached, waiting = set(), [("row", row)]
    others = hidden - {cell}
    while waiting:
        kind, number = waiting.pop()
        if (kind, number) in reached:
            continue
        reached.add((kind, number))
        for r, c in others:
            if kind == "row" and r == number:
                waiting.append(("column", c))
            elif kind == "column" and c == number:
                waiting.append(("row", r))
    return ("column", column) in reached


def _beside(cell: Place, hidden: set[Place], counts: Sequence[Sequence[int]]) -> list[Place]:
    """Cells with persons that are still shown, those in the same row or column where there are any."""
    shown = [(r, c) for r, row in enumerate(counts) for c, count in enumerate(row) if count and (r, c) not in hidden]
    near = [(r, c) for r, c in shown if r == cell[0] or c == cell[1]]
    return near or shown


def is_sound_chain(counts: Sequence[int], least: int) -> bool:
    """Whether no count of a chain and no difference between neighbours is small."""
    steps = [*counts, *(abs(here - there) for here, there in pairwise(counts))]
    return not any(is_small(one, least) for one in steps)


def thinned(rows: Sequence[tuple[int, ...]], least: int, last: tuple[int, ...]) -> list[bool]:
    """Which rows of several chains may be shown, from the last one back.

    A row may be shown if none of its counts, of the differences between them, and of the differences to the next row
    that is shown is small.

    Args:
        rows: Counts that only grow, or only fall, from row to row.
        least: The least count that may be shown.
        last: What is shown after the last row, such as the total.
    """
    shown = []
    after = last
    for row in reversed(rows):
        steps = [abs(here - there) for here, there in zip(row, after, strict=True)]
        fits = is_sound_chain(row, least) and not any(is_small(one, least) for one in steps)
        shown.append(fits)
        after = row if fits else after
    return shown[::-1]


def is_hidden(*counts: Count) -> bool:
    """Whether one of them is not shown."""
    return any(isinstance(one, Hidden) for one in counts)
