"""How far definitions agree, two at a time."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.cohorts.counting.states import Crossed, State
from trd_registry.comparing.agreement import Estimate, PairTable, cohen_kappa, gwet_ac1, percent_agreement
from trd_registry.comparing.agreement_bounds import Open, ac1_bounds, kappa_bounds, percent_bounds
from trd_registry.model.truth import Truth
from trd_registry.reporting.cohort_report.agreement_method import method
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, Hidden, in_words
from trd_registry.reporting.cohort_report.heatmap import heatmap
from trd_registry.reporting.cohort_report.material import FAMILY_WORDS, Material, family_place
from trd_registry.reporting.cohort_report.section import Figure, Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.table import Column, Table

_TRUTHS: Mapping[State, Truth] = {
    State.MET: True, State.MET_IF: True, State.NOT_MET: False, State.NOT_MET_IF: False,
    State.CANNOT_TELL: None, State.CANNOT_TELL_IF: None,
}  # fmt: skip

#: Whether such a person may turn out to be out of scope.
_MAY_BE_OUT = (State.MET_IF, State.NOT_MET_IF, State.CANNOT_TELL_IF)

_STATISTICS = (("percent", "percent agreement"), ("kappa", "Cohen's kappa"), ("ac1", "Gwet's AC1"))


def _statistic_columns() -> tuple[Column, ...]:
    found = []
    for name, head in _STATISTICS:
        kind = "share" if name == "percent" else "coefficient"
        found.append(Column(name, head, kind))
        for end, of_interval, of_all in (("lower", "95 % from", "lowest"), ("upper", "95 % to", "highest")):
            found.append(Column(f"{name}_{end}", of_interval, kind))
            found.append(Column(f"{name}_{of_all}", f"{of_all} possible", kind))
    return tuple(found)


_COLUMNS = (
    Column("pair", "pair", "text"),
    Column("first", "first", "text"),
    Column("first_version", "version", "text"),
    Column("second", "second", "text"),
    Column("second_version", "version", "text"),
    Column("judged_by_both", "judged by both"),
    Column("both", "both met"),
    Column("first_only", "first only"),
    Column("second_only", "second only"),
    Column("neither", "neither"),
    *_statistic_columns(),
    Column("in_bounds", "persons in the bounds"),
)


def pair_table(crossed: Crossed) -> PairTable:
    """Persons whom both definitions judge with certainty."""
    return PairTable(
        crossed.get((State.MET, State.MET), 0), crossed.get((State.MET, State.NOT_MET), 0),
        crossed.get((State.NOT_MET, State.MET), 0), crossed.get((State.NOT_MET, State.NOT_MET), 0),
    )  # fmt: skip


def open_table(crossed: Crossed) -> Open:
    """Persons of whom both definitions may speak, by what is known of their verdicts."""
    found: dict[tuple[Truth, Truth, bool], int] = {}
    for (one, other), count in crossed.items():
        if State.OUT not in (one, other):
            key = (_TRUTHS[one], _TRUTHS[other], one in _MAY_BE_OUT or other in _MAY_BE_OUT)
            found[key] = found.get(key, 0) + count
    return found


def _row(one: Ran, other: Ran, material: Material) -> tuple[Cell, ...]:
    names = (f"{one.definition} and {other.definition}", one.definition, one.version, other.definition, other.version)
    if material.is_withheld(one.reference, other.reference):
        return (*names, *(HIDDEN for _ in _COLUMNS[5:]))
    crossed = material.crossing(one.reference, other.reference)
    known, unsettled = pair_table(crossed), open_table(crossed)
    cells: list[Cell] = [known.persons, known.both, known.first, known.second, known.neither]
    estimates = (percent_agreement(known), cohen_kappa(known), gwet_ac1(known))
    bounds = (percent_bounds(unsettled), kappa_bounds(unsettled), ac1_bounds(unsettled))
    for estimate, (lowest, highest) in zip(estimates, bounds, strict=True):
        cells += _cells(estimate, lowest, highest)
    return (*names, *cells, sum(unsettled.values()))


def _cells(estimate: Estimate, lowest: float | None, highest: float | None) -> tuple[Cell, ...]:
    return estimate.value, estimate.lower, lowest, estimate.upper, highest


def agreement_section(material: Material) -> Section:
    """All pairs as a table; those of the page's definitions as a heatmap."""
    order = sorted(material.judged.values(), key=lambda one: family_place(one.ran))
    rows = [_row(one.ran, other.ran, material) for one, other in combinations(order, 2)]
    table = Table("agreement", "Agreement of two definitions", _COLUMNS, tuple(rows), material.least > 1)
    compared = material.compared
    html = [
        paragraph(
            "How many persons both judge differs from pair to pair and stands in the table. A high agreement over few "
            "persons, nearly all of whom meet neither definition, says little."
        ),
        paragraph(
            "Cohen's kappa and Gwet's AC1 take off the agreement that chance would give, and differ in what they take "
            "for chance: kappa can be low where nearly all are judged alike and few meet a definition; AC1 then stays "
            "high. Percent agreement, the plain share judged alike, stands in the table."
        ),
    ]
    figures = []
    if len(compared) > 1:
        figures.append(_figure(material, rows))
        html.append(figures[0].as_html())
        references = {one.ran.reference for one in compared}
        html.append(folded("Table of these pairs, with intervals and bounds", _of_pairs(rows, references).as_html()))
    html += [method(len(rows), withheld=bool(material.least)), files("agreement")]
    read = (
        "each square sets two definitions against each other over the persons whom both judge with certainty: 1 means "
        "that they judge alike, 0 that they do so no more than by chance."
    )
    return Section("agreement", "How far the definitions agree", read, html, [table], figures)


_PAIRS = (
    Column("pair", "pair", "text"),
    Column("judged_by_both", "judged by both"),
    Column("both", "both met"),
    Column("first_only", "first only"),
    Column("second_only", "second only"),
    Column("neither", "neither"),
    *(Column(name, f"{head} (95 % interval); possible over all", "text") for name, head in _STATISTICS),
)


def _of_pairs(rows: Sequence[tuple[Cell, ...]], references: Collection[str]) -> Table:
    """The pairs of some definitions, the figures of a statistic in one cell."""
    place = {column.name: number for number, column in enumerate(_COLUMNS)}
    found = []
    for row in rows:
        if f"{row[1]}@{row[2]}" in references and f"{row[3]}@{row[4]}" in references:
            counts = [row[place[one.name]] for one in _PAIRS[:6]]
            told = [
                _told(*row[place[name] : place[name] + 5], kind=_COLUMNS[place[name]].kind) for name, _ in _STATISTICS
            ]
            found.append((*counts, *told))
    return Table("pairs", "Agreement of two definitions", _PAIRS, tuple(found))


def _told(value: Cell, lower: Cell, lowest: Cell, upper: Cell, highest: Cell, *, kind: str) -> str:
    """``0.71 (0.60 to 0.82); 0.20 to 0.90``."""
    if isinstance(value, Hidden):
        return in_words(value)
    interval = "" if lower is None or upper is None else f" ({in_words(lower, kind)} to {in_words(upper, kind)})"
    bounds = "" if lowest is None else f"; {in_words(lowest, kind)} to {in_words(highest, kind)}"
    return f"{in_words(value, kind)}{interval}{bounds}"


def _figure(material: Material, rows: list[tuple[Cell, ...]]) -> Figure:
    compared = material.compared
    by_pair = {((row[1], row[2]), (row[3], row[4])): row for row in rows}
    place = {column.name: number for number, column in enumerate(_COLUMNS)}
    below: dict[tuple[str, str], Cell] = {}
    above: dict[tuple[str, str], Cell] = {}
    for one, other in combinations(compared, 2):
        row = by_pair[(one.ran.definition, one.ran.version), (other.ran.definition, other.ran.version)]
        pair = (one.ran.reference, other.ran.reference)
        pair = (material.short[pair[0]], material.short[pair[1]])
        below[pair], above[pair] = row[place["kappa"]], row[place["ac1"]]
    svg = heatmap(
        [material.name_of(one.ran) for one in compared],
        [one.ran.family for one in compared],
        below,
        above,
        title="Agreement between definitions: Cohen's kappa and Gwet's AC1",
        description=f"{len(compared)} definitions in the order of their families: "
        f"{', '.join(dict.fromkeys(FAMILY_WORDS.get(one.ran.family, one.ran.family) for one in compared))}. Below the "
        "diagonal kappa, above it AC1, over the persons whom both judge with certainty. Figures are in the table of "
        "agreement.",
    )
    return Figure("agreement", svg, "agreement", is_wide=True)
