"""How long it took until a definition was met, where the results were made with dates."""

from collections.abc import Mapping

from trd_registry.cohorts.counting.states import State
from trd_registry.cohorts.counting.times import Times, times_by_definition
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Section, files, paragraph
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Column, Table

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
    """Quartiles of the days until a definition was met, each as the lowest and highest that the dates allow."""
    times = times_by_definition(material.evaluated)
    rows: list[tuple[Cell, ...]] = []
    for ran in material.evaluated.definitions:
        if ran.reference in times:
            one = times[ran.reference]
            cells: list[Cell] = [one.persons, one.dated, *(end for pair in one.days for end in pair)]
            if _is_withheld(one, found.get(ran.reference), material):
                cells = [HIDDEN] * len(cells)
            rows.append((ran.definition, ran.version, ran.title, *cells))
    table = Table("times", "Days until a definition was met", _COLUMNS, tuple(rows), material.least > 1)
    shown = [one.name for one in _COLUMNS if one.name not in ("version", "title")]
    html = [
        paragraph(
            "Days from the start of a person's first listed trial to the end of the trial with which the definition "
            "was first met. Only persons who certainly meet it are counted, and of these only those whose dates tell: "
            "they may differ from the others, and nobody is followed up further here. Where a date is a month or a "
            "year, the figure lies between its lowest and highest value."
        ),
        table.as_html(shown),
        files("times"),
    ]
    return Section("times", "How long it took", html, [table])


def _is_withheld(times: Times, prevalence: Prevalence | None, material: Material) -> bool:
    if not material.least:
        return False
    if prevalence is None or prevalence.is_touched:
        return True
    met = material.judged[prevalence.ran.reference].count(State.MET)
    counts = (times.persons, times.dated, times.persons - times.dated, abs(met - times.persons))
    return any(is_small(one, material.least) for one in counts)
