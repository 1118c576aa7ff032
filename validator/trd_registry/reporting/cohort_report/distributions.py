"""Scores, stages, bands and classes of the cohort, as what is certain and what is possible."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from trd_registry.cohorts.counting.distributions import Levels, Scores, level_distributions, score_distributions
from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.reporting.cohort_report.bars import MET, NOT, OPEN, Bar, bars
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, Count, counted, share
from trd_registry.reporting.cohort_report.level_order import level_order
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.p_box import p_box
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Figure, Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.suppressing import hide_row, is_small, thinned
from trd_registry.reporting.cohort_report.suppressing_levels import counted_apart, from_the_top, tells_verdicts
from trd_registry.reporting.cohort_report.table import Column, Table

_SCORES = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("persons", "persons spoken of"),
    Column("score", "score", "number"),
    Column("certain", "certainly at or below"),
    Column("possible", "certainly or possibly"),
    Column("certain_share", "certainly (%)", "share"),
    Column("possible_share", "certainly or possibly (%)", "share"),
)

_LEVELS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("persons", "persons spoken of"),
    Column("kind", "kind", "text"),
    Column("level", "level", "text"),
    Column("certain", "certainly"),
    Column("possible", "certainly or possibly"),
    Column("certain_share", "certainly (%)", "share"),
    Column("possible_share", "certainly or possibly (%)", "share"),
)

_MANY_LEVELS = {"stage": "stages", "band": "bands", "class": "classes"}


def distributions_section(material: Material, found: Mapping[str, Prevalence]) -> Section:
    """For each score two cumulative curves, for each staging bars, and tables of both."""
    scores = score_distributions(material.evaluated)
    levels = level_distributions(material.evaluated, level_order(material))
    apart = counted_apart([*scores, *levels], material)
    parts = [_score_part(one, found, material, apart) for one in scores]
    whole = {
        one.ran.reference
        for one, part in zip(scores, parts, strict=True)
        if not any(HIDDEN in row for row in part.rows) and len(part.rows) == len(one.steps)
    }
    withheld = Withheld(apart, whole)
    parts += [_level_part(one, found, material, withheld) for one in levels]
    tables = [
        Table(
            name, caption, columns, tuple(row for part in parts if part.columns is columns for row in part.rows), hides
        )
        for name, caption, columns, hides in (
            ("scores", "Scores, cumulative", _SCORES, material.least > 1),
            ("levels", "Stages, bands and classes", _LEVELS, material.least > 1),
        )
    ]
    html = [
        paragraph(
            "A score that is known only within bounds has no single distribution: the two curves are the lowest and "
            "the "
            "highest that is possible, and the true one lies between them (a probability box; Ferson and others, "
            "Sandia "
            "report SAND2002-4015, 2003). Persons of whom a definition certainly does not speak are left out."
        )
    ]
    if not parts:
        html.append(paragraph("No definition that was run gives a score, stages or classes."))
    for ran in dict.fromkeys(part.ran for part in parts):
        mine = [part.as_html() for part in parts if part.ran is ran]
        html.append(
            folded(f"{ran.definition}: {ran.title}", *mine, is_open=material.is_chosen and ran in material.featured)
        )
    html.append(files("scores", "levels"))
    figures = [part.figure for part in parts if part.figure is not None]
    read = (
        "for a score, the thick curve is the share of persons whose score is certainly so low, and the hatched area "
        "what "
        "cannot be told; for stages and classes, filled is certain, hatched cannot be told, grey is not."
    )
    return Section("distributions", "Scores, stages and classes", read, html, tables, figures)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What decides whether levels are shown."""

    #: Definitions whose number of persons would tell a small one.
    apart: Collection[str]
    #: Definitions of whose scores everything is shown.
    whole: Collection[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """What is told of one score or staging."""

    ran: Ran
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    #: None where it is withheld.
    figure: Figure | None

    def as_html(self) -> str:
        if self.figure is None:
            return paragraph("Withheld: some of it counts too few persons.")
        kind = self.figure.name.partition("-")[0]
        caption = f"{self.ran.reference}: {kind}, what is certain and possible"
        names = [one.name for one in self.columns]
        shown = names[names.index("score" if "score" in names else "level") :]
        return self.figure.as_html() + Table("rows", caption, self.columns, tuple(self.rows)).as_html(shown)


def _score_part(one: Scores, found: Mapping[str, Prevalence], material: Material, apart: Collection[str]) -> _Part:
    rows = _score_rows(one, found, material, apart)
    return _Part(one.ran, _SCORES, rows, _score_figure(one, rows))


def _level_part(one: Levels, found: Mapping[str, Prevalence], material: Material, withheld: Withheld) -> _Part:
    least = material.least
    rows = _level_rows(one, least)
    prevalence = found.get(one.ran.reference)
    # Bands add up to scores, and stages to verdicts, that stand in other tables: all of them are shown, or none is.
    is_linked = one.kind == "band" or prevalence is not None
    is_partly = any(HIDDEN in row for row in rows) or (prevalence is not None and prevalence.is_touched)
    tells = one.ran.reference in withheld.apart or (one.kind == "band" and one.ran.reference not in withheld.whole)
    tells = tells or tells_verdicts(from_the_top(one), one.persons, material.judged.get(one.ran.reference), least)
    if least and (tells or (is_linked and is_partly)):
        rows = [(*row[:2], HIDDEN, *row[3:5], HIDDEN, HIDDEN, HIDDEN, HIDDEN) for row in rows]
    return _Part(one.ran, _LEVELS, rows, _level_figure(one, rows))


def _score_rows(
    one: Scores, found: Mapping[str, Prevalence], material: Material, apart: Collection[str]
) -> list[tuple[Cell, ...]]:
    n, least = one.persons, material.least
    chains = [(step.certain, step.possible) for step in one.steps]
    open_to = thinned(chains, least, (n, n)) if least else [True] * len(chains)
    prevalence = found.get(one.ran.reference)
    judged = material.judged.get(one.ran.reference)
    # With a cut, points that are left out could be worked out from how many meet it.
    is_linked = prevalence is not None and (
        prevalence.is_touched
        or not all(open_to)
        or tells_verdicts([(n - possible, certain) for certain, possible in chains], n, judged, least)
    )
    if is_small(n, least) or one.ran.reference in apart or (least and is_linked):
        return [(one.ran.definition, one.ran.version, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)]
    return [
        (
            one.ran.definition, one.ran.version, n, step.score, step.certain, step.possible, share(step.certain, n),
            share(step.possible, n),
        )
        for step, is_shown in zip(one.steps, open_to, strict=True)
        if is_shown
    ]  # fmt: skip


def _score_figure(one: Scores, rows: Sequence[tuple[Cell, ...]]) -> Figure | None:
    points = [
        (row[3], row[6], row[7])
        for row in rows
        if isinstance(row[3], float) and isinstance(row[6], float) and isinstance(row[7], float)
    ]
    if not points:
        return None
    endless = " Scores without an upper end are beyond the right edge." if any(p[0] == inf for p in points) else ""
    svg = p_box(
        points,
        axis="score",
        title=f"Score of {one.ran.reference}, cumulative",
        description=f"Share of {counted(one.persons, 'person')} at or below each score: the lower curve certainly, the "
        f"upper certainly or possibly; between them it cannot be told.{endless} Figures are in the table of scores.",
    )
    return Figure(f"score-{_file(one.ran)}", svg, "scores")


def _level_rows(one: Levels, least: int) -> list[tuple[Cell, ...]]:
    n = one.persons
    certain: Sequence[Count] = [level.certain for level in one.levels]
    withheld = is_small(n, least)
    if one.kind != "class":
        # At one stage only: the certain ones and those of whom it is not certain add up to all.
        unsettled = n - sum(level.certain for level in one.levels)
        certain = hide_row([*(level.certain for level in one.levels), unsettled], least)[:-1]
    rows: list[tuple[Cell, ...]] = []
    for level, count in zip(one.levels, certain, strict=True):
        counts = (level.certain, level.possible, level.possible - level.certain, n - level.possible)
        is_hidden = withheld or count is HIDDEN or any(is_small(each, least) for each in counts)
        told: tuple[Count, Count] = (HIDDEN, HIDDEN) if is_hidden else (level.certain, level.possible)
        rows.append(
            (
                one.ran.definition, one.ran.version, HIDDEN if withheld else n, one.kind, level.name, *told,
                share(told[0], n), share(told[1], n),
            )
        )  # fmt: skip
    return rows


def _level_figure(one: Levels, rows: Sequence[tuple[Cell, ...]]) -> Figure | None:
    if all(row[2] is HIDDEN for row in rows):
        return None
    told = []
    for row in rows:
        certain, possible = row[5], row[6]
        if isinstance(certain, int) and isinstance(possible, int):
            told.append(Bar(str(row[4]), certain, possible - certain, one.persons, one.persons - possible))
        else:
            told.append(Bar(str(row[4]), HIDDEN, HIDDEN, one.persons))
    several = _MANY_LEVELS[one.kind]
    svg = bars(
        told,
        title=f"{several.capitalize()} of {one.ran.reference}",
        description=f"One bar for each of {len(told)} {several}, out of {counted(one.persons, 'person')}. Filled: "
        "certain. Hatched: cannot tell. Grey: not. Figures are in the table of levels.",
        legend=((MET, f"this {one.kind}"), (OPEN, "cannot tell"), (NOT, f"not this {one.kind}")),
    )
    return Figure(f"{several}-{_file(one.ran)}", svg, "levels")


def _file(ran: Ran) -> str:
    return f"{ran.definition}-{ran.version}"
