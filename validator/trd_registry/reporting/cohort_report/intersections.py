"""Which definitions the same persons certainly meet."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from trd_registry.cohorts.counting.states import Judged, intersections
from trd_registry.reporting.cohort_report.cells import Cell, counted
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Figure, Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.suppressing_combinations import Combination, hidden_combinations
from trd_registry.reporting.cohort_report.table import Column, Table
from trd_registry.reporting.cohort_report.upset import upset

#: Sets and combinations of the picture.
_SETS, _COMBINATIONS = 12, 20

_COLUMNS = (
    Column("definitions", "certainly met, and no other of these", "text"),
    Column("how_many", "definitions"),
    Column("persons", "persons"),
)


def intersections_section(material: Material, found: Mapping[str, Prevalence]) -> Section:
    """An UpSet plot of the page's definitions, and a table of all combinations."""
    # Combinations add up to who meets a definition: where that is suppressed, the definition takes no part.
    open_ones = [one for one in material.compared if not found[one.ran.reference].is_touched]
    sets = [one for one in open_ones if one.met][:_SETS]
    left = [one.ran.definition for one in open_ones if one not in sets]
    counts = intersections(sets) if sets else {}
    hidden = hidden_combinations(counts, material.least, _shown_pairs(material, sets))
    shown = sorted(
        ((names, count) for names, count in counts.items() if names not in hidden),
        key=lambda one: (-one[1], sorted(one[0])),
    )
    rows: list[tuple[Cell, ...]] = [
        (" + ".join(sorted(material.short[name] for name in names)) or "none", len(names), count)
        for names, count in shown
    ]
    if hidden:
        together = sum(counts[names] for names in hidden)
        # How many they are is not told: five of them with five persons together would be one person each.
        rows.append(("combinations that are suppressed, together", None, together))
    caption = "Persons by the definitions that they certainly meet"
    table = Table("intersections", caption, _COLUMNS, tuple(rows), material.least > 1)
    drawn = [one for one in shown if one[0]][:_COMBINATIONS]
    html: list[str] = []
    figures = []
    if drawn:
        svg = upset(
            [material.name_of(one.ran) for one in sets],
            [found[one.ran.reference].met for one in sets],
            [(frozenset(material.short[name] for name in names), count) for names, count in drawn],
            title="Definitions that are certainly met together",
            description=f"{counted(len(drawn), 'combination')} of {counted(len(sets), 'definition')}, the largest "
            "first, with the number of persons who certainly meet exactly those. Figures are in the table of "
            "intersections.",
        )
        figures.append(Figure("intersections", svg, "intersections", is_wide=True))
        html.append(figures[0].as_html())
    rest = len([one for one in shown if one[0]]) - len(drawn)
    nobody = next((count for names, count in shown if not names), None)
    meet = "certainly meets" if nobody == 1 else "certainly meet"
    none = f"{counted(nobody, 'person')} {meet} none of them. " if nobody is not None else ""
    html += [
        paragraph(
            none
            + (f"{counted(rest, 'smaller combination')} not drawn: see the table. " if rest else "")
            + (f"Nobody certainly meets {', '.join(left)}." if left and not material.least else "")
        ),
        folded("Table of all combinations", table.as_html()),
        files("intersections"),
    ]
    read = (
        "each person is counted in one column, by exactly which definitions the person certainly meets (filled dots); "
        "where it cannot be told, a definition does not count as met here."
    )
    return Section("intersections", "Who is found by which definitions together", read, html, [table], figures)


def _shown_pairs(material: Material, sets: Sequence[Judged]) -> Collection[Combination]:
    """Pairs of which other sections tell who certainly meets both."""
    asked = {frozenset((one.reference, other.reference)) for one, other in material.reclassified}
    pairs = [(one.ran.reference, other.ran.reference) for one, other in combinations(sets, 2)]
    return {
        frozenset(pair)
        for pair in pairs
        if (frozenset(pair) in asked and not material.is_told_by_others(*pair)) or not material.is_withheld(*pair)
    }
