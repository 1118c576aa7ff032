"""Where persons are lost: the steps of each definition one after another."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.reporting.cohort_report.bars import MET, NOT, OPEN, Bar, bars
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, counted
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Figure, Section, files, folded, paragraph, side_by_side
from trd_registry.reporting.cohort_report.suppressing import is_small, thinned
from trd_registry.reporting.cohort_report.table import Column, Table

_ALONE = ("holds", "unknown", "fails")
_COUNTS = (*_ALONE, "certain", "possible")

_COLUMNS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("step", "step"),
    Column("part", "part", "text"),
    Column("label", "what is asked", "text"),
    Column("holds", "holds"),
    Column("unknown", "cannot tell"),
    Column("fails", "does not hold"),
    Column("certain", "certainly left"),
    Column("possible", "possibly left"),
)


def attrition_section(material: Material, found: Mapping[str, Prevalence]) -> Section:
    """A table of all steps; on the page those of the definitions that are set against each other."""
    steps = material.evaluated.rows("FROM {steps} ORDER BY definition, version, step")
    rows: list[tuple[Cell, ...]] = []
    for ran in material.evaluated.definitions:
        mine = [row for row in steps if (row["definition"], row["version"]) == (ran.definition, ran.version)]
        hidden = _hidden(mine, found.get(ran.reference), material)
        for row, names in zip(mine, hidden, strict=True):
            counts = [HIDDEN if name in names else row[name] for name in _COUNTS]
            rows.append((ran.definition, ran.version, row["step"], row["part"], row["label"], *counts))
    table = Table("attrition", "Persons by step", _COLUMNS, tuple(rows), material.least > 1)
    figures = []
    folds = []
    for ran in material.featured:
        steps_of_it = [row for row in rows if row[:2] == (ran.definition, ran.version)]
        if steps_of_it:
            figures.append(_funnel(ran, steps_of_it, material.persons))
            shown = Table("attrition", f"Steps of {ran.reference}", _COLUMNS, tuple(steps_of_it), table.names_hidden)
            folds.append(folded(f"{ran.definition}: table of its steps", shown.as_html(["label", "part", *_COUNTS])))
    html = [
        paragraph(
            "A definition asks first of whom it speaks (scope), then for its criteria. In the tables “certainly left” "
            "are the persons who certainly pass this step and all before it, “possibly left” those of whom that is at "
            "least possible; the first three columns of figures are of each step alone. A definition that gives stages "
            "has steps for its scope alone."
        ),
        side_by_side(figures),
        folded("The same as tables, definition by definition", *folds),
        files("attrition"),
    ]
    read = (
        "from top to bottom each bar is who is still left after one more thing is asked, filled for those who "
        "certainly "
        "pass it and all above it, hatched where it cannot be told, grey for those who are lost."
    )
    return Section("attrition", "Where persons are lost, step by step", read, html, [table], figures)


_LEGEND = ((MET, "passes so far"), (OPEN, "cannot tell"), (NOT, "does not pass"))


def _funnel(ran: Ran, rows: Sequence[tuple[Cell, ...]], persons: int) -> Figure:
    """All persons, then those who are left after each step."""
    steps = [Bar("all persons", persons, 0, persons, 0, f"{persons:,}")]
    for row in rows:
        certain, possible = row[-2:]
        label = f"{row[3]}: {row[4]}"
        if isinstance(certain, int) and isinstance(possible, int):
            says = f"{certain:,}" if certain == possible else f"{certain:,} to {possible:,}"
            steps.append(Bar(label, certain, possible - certain, persons, persons - possible, says))
        else:
            steps.append(Bar(label, HIDDEN, HIDDEN, persons))
    svg = bars(
        steps,
        title=f"Persons left after each step of {ran.reference}",
        description=f"{counted(len(rows), 'step')}, one under another, each bar out of {counted(persons, 'person')}. "
        "Filled: certainly passes this step and all above it. Hatched: cannot tell. Grey: does not pass. Figures are "
        "in "
        "the table of steps.",
        legend=_LEGEND,
    )
    return Figure(f"attrition-{ran.definition}-{ran.version}", svg, "attrition", ran.definition)


def _hidden(
    rows: Sequence[Mapping[str, Any]], prevalence: Prevalence | None, material: Material
) -> list[Collection[str]]:
    """Which counts of each step are withheld.

    All of a definition whose prevalence is; else both counts of who is left where one, or a step to the next, is small;
    and the counts of a step alone where they, or what follows from them and those who are left, are small.
    """
    if not material.least:
        return [()] * len(rows)
    if prevalence is None or prevalence.is_touched:
        return [_COUNTS] * len(rows)
    judged = material.judged[prevalence.ran.reference]
    last = (judged.met.bit_count(), judged.met.bit_count() + _undecided(prevalence))
    is_small_for = partial(is_small, least=material.least)
    open_to = thinned([(row["certain"], row["possible"]) for row in rows], material.least, last)
    found: list[Collection[str]] = []
    before = (material.persons, material.persons)
    for row, fits in zip(rows, open_to, strict=True):
        after = (row["certain"], row["possible"])
        fits_all = fits and not any(is_small_for(material.persons - one) for one in after)
        if any(is_small_for(one) for one in _alone(row, before, after, material.persons)) or not fits_all:
            found.append(_ALONE if fits_all else _COUNTS)
        else:
            found.append(())
        before = after if fits_all else before
    return found


def _alone(row: Mapping[str, Any], before: tuple[int, int], after: tuple[int, int], persons: int) -> list[int]:
    """What a step alone tells: its counts, and those of who passes it and not the steps before, or the other way."""
    fails_late = before[1] - after[1]
    also = row["holds"] - after[0]
    early = abs(row["fails"] - fails_late)
    rest = (persons - before[0] - also, persons - before[1] - early, row["holds"] + row["unknown"] - after[1])
    return [row["holds"], row["unknown"], row["fails"], also, early, *map(abs, rest)]


def _undecided(prevalence: Prevalence) -> int:
    assert isinstance(prevalence.undecided, int)
    return prevalence.undecided
