"""Which definitions the same persons certainly meet."""

from collections.abc import Callable, Mapping
from itertools import combinations

from trd_registry.cohorts.counting.states import intersections
from trd_registry.reporting.cohort_report.cells import Cell
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Figure, Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Column, Table
from trd_registry.reporting.cohort_report.upset import upset

#: Sets and combinations of the picture.
_SETS, _COMBINATIONS = 12, 20

Combination = frozenset[str]

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
    hidden = hidden_combinations(counts, material.least)
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
    html = [
        paragraph(
            "Each person is counted once, by exactly which of these definitions the person certainly meets. Where it "
            "cannot be told, the definition does not count as met here."
        )
    ]
    figures = []
    if drawn:
        svg = upset(
            [material.name_of(one.ran) for one in sets],
            [found[one.ran.reference].met for one in sets],
            [(frozenset(material.short[name] for name in names), count) for names, count in drawn],
            title="Definitions that are certainly met together",
            description=f"The {len(drawn)} largest combinations of {len(sets)} definitions, the largest first, with "
            "the number of persons who certainly meet exactly those. Figures are in the table of intersections.",
        )
        figures.append(Figure("intersections", svg, "intersections"))
        html.append(figures[0].as_html())
    rest = len([one for one in shown if one[0]]) - len(drawn)
    nobody = next((count for names, count in shown if not names), None)
    none = f"{nobody:,} persons certainly meet none of them. " if nobody is not None else ""
    html += [
        paragraph(
            none
            + (f"{rest:,} smaller combinations are not drawn; they are in the table. " if rest else "")
            + (f"Nobody certainly meets {', '.join(left)}." if left and not material.least else "")
        ),
        folded("Table of all combinations", table.as_html()),
        files("intersections"),
    ]
    return Section("intersections", "Who is found by which definitions together", html, [table], figures)


def hidden_combinations(counts: Mapping[Combination, int], least: int) -> set[Combination]:
    """Combinations that are not shown: small ones, and others through which they could be worked out.

    Totals that the report shows elsewhere are those of all persons, of one definition, and of the four cells of two:
    what is hidden in each of them must be at least two combinations and the least count of persons.
    """
    hidden = {names for names, count in counts.items() if is_small(count, least)}
    names = sorted({name for one in counts for name in one})
    shown_elsewhere: list[Callable[[Combination], bool]] = [lambda _: True]
    for a in names:
        shown_elsewhere += [lambda one, a=a, held=held: (a in one) == held for held in (True, False)]  # type: ignore[misc]
    for a, b in combinations(names, 2):
        shown_elsewhere += [
            lambda one, a=a, b=b, cell=cell: (a in one, b in one) == cell  # type: ignore[misc]
            for cell in ((True, True), (True, False), (False, True), (False, False))
        ]
    changed = bool(hidden)
    while changed:
        changed = False
        for belongs in shown_elsewhere:
            mine = [one for one in hidden if belongs(one)]
            more = [one for one, count in counts.items() if count and belongs(one) and one not in hidden]
            if mine and more and (len(mine) < 2 or sum(counts[one] for one in mine) < least):
                hidden.add(min(more, key=lambda one: (counts[one], sorted(one))))
                changed = True
    return hidden
