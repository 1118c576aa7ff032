"""Who changes sides between two definitions."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.cohorts.counting.states import Crossed
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, Count
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.suppressing import hide_grid
from trd_registry.reporting.cohort_report.suppressing_pairs import GROUPS
from trd_registry.reporting.cohort_report.table import Column, Table
from trd_registry.reporting.relation_words import relation_in_words

_COLUMNS = (
    Column("first", "first", "text"),
    Column("second", "second", "text"),
    Column("by_first", "by the first", "text"),
    Column("by_second", "by the second", "text"),
    Column("persons", "persons"),
)


def reclassification_section(material: Material, found: Mapping[str, Prevalence]) -> Section:
    """One square of persons for each pair."""
    html: list[str] = []
    rows: list[tuple[Cell, ...]] = []
    for place, (one, other) in enumerate(material.reclassified):
        grid = _grid(material, found, one, other)
        cells = [
            (here, there, count)
            for (here, there), count in zip(product(GROUPS, repeat=2), (c for row in grid for c in row), strict=True)
        ]
        rows += [(one.reference, other.reference, *cell) for cell in cells]
        square = _square(one, other, grid)
        html.append(
            folded(
                f"From {one.definition} to {other.definition}",
                paragraph(
                    f"{one.definition}: {one.title}. {other.definition}: {other.title}. {_why(material, one, other)}"
                ),
                *_by_rules(material, one, other),
                square,
                is_open=place < 3,
            )
        )
    table = Table("reclassification", "Persons by two definitions", _COLUMNS, tuple(rows), material.least > 1)
    html += [paragraph("Another pair: --reclassify FIRST SECOND.", small=True), files("reclassification")]
    read = (
        "rows are what the first definition says, columns what the second says of the same persons; those on the "
        "diagonal stay where they are, all others change sides, or it can no longer be told."
    )
    return Section("reclassification", "Who changes sides", read, html, [table])


def _why(material: Material, one: Ran, other: Ran) -> str:
    """Why the registry sets these two against each other; nothing where somebody else does."""
    return material.choice.reclassified.get((one.definition, other.definition), "")


def _by_rules(material: Material, one: Ran, other: Ran) -> Iterator[str]:
    """What the rules imply, where both were run as they were compared: as published, at their default readings."""
    if all(material.is_as_published(each) for each in (one, other)):
        names = {each.reference: each.definition for each in (one, other)}
        pairs = ((one.reference, other.reference), (other.reference, one.reference))
        told = [said for pair in pairs if (said := relation_in_words(material.relations, *pair, names))]
        if told:
            bound = f"By the rules alone, for every history with up to {material.relations.trials} trials: "
            yield paragraph(bound + " ".join(told), small=True)


#: Who certainly meets both: the section on who is found together may tell it.
_MET_BY_BOTH = ((0, 0),)


def _grid(material: Material, found: Mapping[str, Prevalence], one: Ran, other: Ran) -> list[list[Count]]:
    """Persons by both definitions; the same are suppressed whichever is named first."""
    if other.reference < one.reference:
        return [list(column) for column in zip(*_grid(material, found, other, one), strict=True)]
    counts = counts_of(material.crossing(one.reference, other.reference))
    told = material.is_told_by_others(one.reference, other.reference)
    if told or any(found[ran.reference].is_touched for ran in (one, other)):
        return [[HIDDEN] * len(row) for row in counts]
    return hide_grid(counts, material.least, _MET_BY_BOTH)


def counts_of(crossed: Crossed) -> list[list[int]]:
    """Persons by what is told apart, the rows by the first definition."""
    return [
        [sum(crossed.get((a, b), 0) for a in here for b in there) for there in GROUPS.values()]
        for here in GROUPS.values()
    ]


def _square(one: Ran, other: Ran, grid: Sequence[Sequence[Cell]]) -> str:
    names = list(GROUPS)
    # The first three are always there; the others where somebody is in them.
    keep = [k for k in range(len(names)) if k < 3 or any(grid[k]) or any(row[k] for row in grid)]
    columns = (
        Column("by", f"{one.definition} (rows), {other.definition} (columns)", "text"),
        *(Column(names[k], names[k]) for k in keep),
    )
    rows = tuple((names[k], *(grid[k][c] for c in keep)) for k in keep)
    return Table("square", f"Persons by {one.reference} and {other.reference}", columns, rows).as_html()
