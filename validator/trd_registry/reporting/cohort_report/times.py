"""How long it took until a definition was met, where the results were made with dates."""

from collections.abc import Mapping

from trd_registry.cohorts.counting.states import State
from trd_registry.cohorts.counting.times import Times, time_curves, times_by_definition
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, counted
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Section, files, folded, paragraph, side_by_side
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Column, Table
from trd_registry.reporting.cohort_report.time_curves import CURVE, curve_figure, curve_rows

_COLUMNS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("title", "title", "text"),
    Column("persons", "persons who meet it"),
    Column("dated", "of these, with dates that tell"),
    *(
        Column(f"days_{name}_{end}", f"{words}, {end} possible", "number")
        for name, words in (
            ("quarter", "a quarter within days"),
            ("half", "half"),
            ("three_quarters", "three quarters"),
        )
        for end in ("lowest", "highest")
    ),
)


def times_section(material: Material, found: Mapping[str, Prevalence]) -> Section:
    """Curves of the days until a definition was met, and quartiles as the lowest and highest that the dates allow."""
    times, curves = times_by_definition(material.evaluated), time_curves(material.evaluated)
    rows: list[tuple[Cell, ...]] = []
    points: list[tuple[Cell, ...]] = []
    figures = []
    for ran in material.evaluated.definitions:
        if ran.reference not in times:
            continue
        one = times[ran.reference]
        cells: list[Cell] = [one.persons, one.dated, *(end for pair in one.days for end in pair)]
        if _is_withheld(one, found.get(ran.reference), material):
            cells = [HIDDEN] * len(cells)
        elif ran.reference in curves:
            mine = curve_rows(ran, one.dated, curves[ran.reference], material.least)
            points += mine
            figure = curve_figure(ran, one.persons, one.dated, mine) if ran in material.featured else None
            figures += [figure] if figure else []
        rows.append((ran.definition, ran.version, ran.title, *cells))
    table = Table("times", "Days until a definition was met", _COLUMNS, tuple(rows), material.least > 1)
    curve = Table("time_curves", "Persons who had met a definition, by day", CURVE, tuple(points), material.least > 1)
    shown = [one.name for one in _COLUMNS if one.name not in ("version", "title")]
    html = [
        paragraph(
            "Days run from the start of a person's first listed trial to the end of the trial with which the "
            "definition "
            "was first met. Only persons who certainly meet it are counted, and of these only those whose dates tell: "
            "they may differ from the others, and nobody is followed up further here, so that this is no estimate of "
            "how "
            "soon patients become resistant. Where a date is a month or a year, the figure lies between its lowest and "
            "highest value."
        ),
        side_by_side(figures),
        folded(f"Table of {counted(len(rows), 'definition')}, with quartiles", table.as_html(shown)),
        files("times", "time_curves"),
    ]
    read = (
        "each curve climbs by the persons who had met the definition by that day; where it is hatched, their dates "
        "leave "
        "open whether they had."
    )
    return Section("times", "How long it took", read, html, [table, curve], figures)


def _is_withheld(times: Times, prevalence: Prevalence | None, material: Material) -> bool:
    if not material.least:
        return False
    if prevalence is None or prevalence.is_touched:
        return True
    met = material.judged[prevalence.ran.reference].count(State.MET)
    counts = (times.persons, times.dated, times.persons - times.dated, abs(met - times.persons))
    return any(is_small(one, material.least) for one in counts)
