"""The share of persons who had met a definition by each day, as two curves where dates leave it open."""

from collections.abc import Sequence

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.cohorts.counting.times import Day
from trd_registry.reporting.cohort_report.cells import Cell, counted, share
from trd_registry.reporting.cohort_report.p_box import p_box
from trd_registry.reporting.cohort_report.section import Figure
from trd_registry.reporting.cohort_report.suppressing import thinned
from trd_registry.reporting.cohort_report.table import Column

CURVE = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("dated", "persons with dates that tell"),
    Column("days", "days", "number"),
    Column("certain", "certainly met by then"),
    Column("possible", "certainly or possibly"),
    Column("certain_share", "certainly (%)", "share"),
    Column("possible_share", "certainly or possibly (%)", "share"),
)


def curve_rows(ran: Ran, dated: int, days: Sequence[Day], least: int) -> list[tuple[Cell, ...]]:
    """One row a day on which a count changes; days that would tell of a few persons are left out, not shown as hidden.

    Args:
        ran: The definition.
        dated: Persons whose dates tell.
        days: Every day on which a count changes.
        least: The least count that may be shown.
    """
    chain = [(one.certain, one.possible) for one in days]
    shown = thinned(chain, least, (dated, dated)) if least else [True] * len(chain)
    return [
        (
            ran.definition, ran.version, dated, one.days, one.certain, one.possible, share(one.certain, dated),
            share(one.possible, dated),
        )
        for one, is_shown in zip(days, shown, strict=True)
        if is_shown
    ]  # fmt: skip


def curve_figure(ran: Ran, persons: int, dated: int, rows: Sequence[tuple[Cell, ...]]) -> Figure | None:
    """The curves; None where nothing can be drawn."""
    points = [
        (row[3], row[6], row[7])
        for row in rows
        if isinstance(row[3], float) and isinstance(row[6], float) and isinstance(row[7], float)
    ]
    if not points:
        return None
    svg = p_box(
        points,
        axis="day",
        begins=0.0,
        title=f"Days until {ran.reference} was met, cumulative",
        description=f"Share of the {counted(dated, 'person')} whose dates tell, of {persons:,} who certainly meet the "
        "definition, who had met it by each day after the start of the first listed trial. The thick curve: certainly. "
        "The hatched area up to the dashed curve: cannot tell. Figures are in the table of time curves.",
    )
    name = f"time-{ran.definition}-{ran.version}"
    return Figure(name, svg, "time_curves", f"{ran.definition}: {dated:,} of {persons:,} dated")
