"""How far the prevalence depends on how a definition is read, where the results were made under many readings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.cohorts.counting.specifications import Counted, specifications
from trd_registry.reporting.cohort_report.cells import Cell, counted, percent
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.section import Figure, Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.specification_curve import specification_curve
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Column, Table

_SPECIFICATIONS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("combination", "combination"),
    Column("kind", "kind", "text"),
    Column("changed", "readings that are not the usual ones", "text"),
    Column("readings", "readings", "text"),
    Column("met", "met"),
    Column("possibly_met", "met or cannot tell"),
    Column("lower_bound", "lower bound", "share"),
    Column("upper_bound", "upper bound", "share"),
)

_MOVES = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("reading", "reading", "text"),
    Column("option", "option", "text"),
    Column("usual", "usual", "text"),
    Column("specifications", "specifications with it"),
    Column("lowest", "lowest lower bound", "share"),
    Column("highest", "highest lower bound", "share"),
    Column("highest_possible", "highest upper bound", "share"),
    Column("alone", "lower bound with this change alone", "share"),
)


@dataclass(frozen=True, slots=True)
class _Curve:
    """One definition and those of its specifications that may be shown."""

    ran: Ran
    combinations: int
    judged: int
    is_complete: bool
    shown: Sequence[Counted]
    usual: Mapping[str, str | None]

    @property
    def options(self) -> Mapping[str, Sequence[str]]:
        """The readings that were varied, the usual option of each first."""
        found: dict[str, list[str]] = {}
        for one in self.shown:
            for name, option in one.readings.items():
                mine = found.setdefault(name, [self.usual[name] or "left open"])
                if (option or "left open") not in mine:
                    mine.append(option or "left open")
        return {name: options for name, options in found.items() if len(options) > 1}


def readings_section(material: Material, found: Mapping[str, Prevalence]) -> Section:
    """A curve for each definition that the page shows, and tables of all of them."""
    curves = [one for ran in material.evaluated.definitions if (one := _curve(material, ran, found))]
    n = material.persons
    rows = [row for one in curves for row in _rows(one, n)]
    moves = [row for one in curves for row in _moves(one, n)]
    table = Table("specifications", "Persons by definition and reading", _SPECIFICATIONS, tuple(rows))
    moved = Table("readings", "How far each reading moves the prevalence", _MOVES, tuple(moves))
    figures, html = [], []
    featured = [one for one in curves if one.ran in material.featured]
    for one in featured:
        words = _in_words(one, n)
        if len(one.shown) > 1:
            figure = _figure(one, n, material)
            figures.append(figure)
            html.append(paragraph(words))
            html.append(figure.as_html())
        else:
            html.append(paragraph(words))
    withheld = sum(one.judged - len(one.shown) for one in curves)
    if material.least > 1:
        html.insert(
            0,
            paragraph(
                "A specification is left out of figures and tables where one of its counts is small, or differs by few "
                f"persons from that of another that is shown: {counted(withheld, 'specification')} here. What is said "
                "of ranges holds for those that are shown."
            ),
        )
    shown = [one.name for one in _MOVES if one.name != "version"]
    names = {one.ran.definition for one in featured}
    html += [
        folded("Table of readings", moved.as_html(shown, rows=lambda row: row[0] in names)),
        files("readings", "specifications"),
    ]
    read = (
        "each place from left to right is one way to read the definition, those under which fewest certainly meet it "
        "first; the strokes above reach to those of whom it cannot be told, and the marks below show which option of "
        "each reading is taken."
    )
    return Section("readings", "How far it depends on the reading", read, html, [table, moved], figures)


def _curve(material: Material, ran: Ran, found: Mapping[str, Prevalence]) -> _Curve | None:
    several = specifications(material.evaluated, ran)
    if not several:
        return None
    told = next(
        one
        for one in material.evaluated.run["multiverse"]["definitions"]
        if (one["definition"], one["version"]) == (ran.definition, ran.version)
    )
    prevalence = found.get(ran.reference)
    shown = several
    if material.least > 1:
        # The figures of the definition as usual stand in other tables; where they are touched nothing goes beside them.
        shown = [] if prevalence is None or prevalence.is_touched else _apart(several, material.least)
    in_order = sorted(shown, key=lambda one: (one.met, one.met + one.undecided, one.number))
    return _Curve(ran, told["combinations"], len(several), told["complete"], in_order, several[0].readings)


def _apart(several: Sequence[Counted], least: int) -> list[Counted]:
    """Those without a small count, and of which none is by few persons off that of another that is shown."""
    shown: list[Counted] = []
    for one in several:
        if any(is_small(count, least) for count in (*one.counts, one.met + one.undecided)):
            continue
        if all(_are_apart(one, other, least) for other in shown):
            shown.append(one)
    return shown


def _are_apart(one: Counted, other: Counted, least: int) -> bool:
    pairs = [*zip(one.counts, other.counts, strict=True), (one.met + one.undecided, other.met + other.undecided)]
    return not any(is_small(abs(here - there), least) for here, there in pairs)


def _rows(curve: _Curve, n: int) -> list[tuple[Cell, ...]]:
    return [
        (
            curve.ran.definition, curve.ran.version, one.number, one.kind, _listed(_changed(curve, one)),
            _listed(one.readings), one.met, one.met + one.undecided, one.met / n, (one.met + one.undecided) / n,
        )
        for one in curve.shown
    ]  # fmt: skip


def _changed(curve: _Curve, one: Counted) -> Mapping[str, str | None]:
    return {name: option for name, option in one.readings.items() if option != curve.usual[name]}


def _listed(readings: Mapping[str, str | None]) -> str:
    return "; ".join(f"{name}={option or '*'}" for name, option in readings.items())


def _moves(curve: _Curve, n: int) -> list[tuple[Cell, ...]]:
    """One row a reading and option: over all others that were judged, how low and how high the prevalence is."""
    found: list[tuple[Cell, ...]] = []
    for reading, options in curve.options.items():
        for option in options:
            mine = [one for one in curve.shown if (one.readings[reading] or "left open") == option]
            alone = next((one for one in mine if set(_changed(curve, one)) <= {reading}), None)
            is_usual = (curve.usual[reading] or "left open") == option
            found.append(
                (
                    curve.ran.definition, curve.ran.version, reading, option, "usual" if is_usual else "", len(mine),
                    min((one.met / n for one in mine), default=None), max((one.met / n for one in mine), default=None),
                    max(((one.met + one.undecided) / n for one in mine), default=None),
                    None if alone is None else alone.met / n,
                )
            )  # fmt: skip
    return found


def _in_words(curve: _Curve, n: int) -> str:
    name = curve.ran.definition
    covered = f"all {curve.combinations:,} combinations of its readings"
    if not curve.is_complete:
        covered = (
            f"{curve.judged:,} specifications (every single change, then combinations drawn by a fixed rule) of "
            f"{curve.combinations:,} combinations"
        )
    if not curve.shown:
        return f"{name}: judged under {covered}; counts of few persons are in the way of showing them."
    low, high = curve.shown[0].met / n, curve.shown[-1].met / n
    top = max((one.met + one.undecided) / n for one in curve.shown)
    said = (
        f"{percent(low)} certainly meet it under every reading"
        if low == high
        else f"between {percent(low)} and {percent(high)} certainly meet it"
    )
    return f"{name}: over {covered}, {said}, and at most {percent(top)} possibly do.{_most_moving(curve, n)}"


def _most_moving(curve: _Curve, n: int) -> str:
    """The single change that moves the lower bound most."""
    usual = next((one for one in curve.shown if one.kind == "usual"), None)
    singles = [one for one in curve.shown if len(_changed(curve, one)) == 1]
    if usual is None or not singles:
        return ""
    one = max(singles, key=lambda each: abs(each.met - usual.met))
    if one.met == usual.met:
        return " No single reading that is shown changes how many certainly meet it."
    changed = _listed(_changed(curve, one))
    return f" Of single readings, {changed} moves it most: from {percent(usual.met / n)} to {percent(one.met / n)}."


def _figure(curve: _Curve, n: int, material: Material) -> Figure:
    title = f"Prevalence across readings of {curve.ran.reference}"
    svg = specification_curve(
        curve.shown,
        curve.options,
        n,
        title=title,
        description=f"{counted(len(curve.shown), 'specification')} of {curve.ran.reference} over "
        f"{counted(n, 'person')}, sorted by the share who certainly meet it (thick); strokes reach to those who may "
        "meet it. Below, the option of each reading that a specification takes. All figures: table of specifications.",
    )
    name = f"specifications-{curve.ran.definition}-{curve.ran.version}"
    return Figure(name, svg, "specifications", material.name_of(curve.ran), is_wide=True)
