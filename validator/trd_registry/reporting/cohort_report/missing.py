"""What is missing most, and what collecting it would settle."""

from collections.abc import Iterable, Sequence

from trd_registry.reporting.cohort_report.bars import OPEN, SETTLES, Bar, bars
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, Count, counted
from trd_registry.reporting.cohort_report.facts_in_words import in_words
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.section import Figure, Section, files, folded, paragraph, side_by_side
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Column, Table

#: Facts on the page, over all definitions and for each of those that are set against each other.
_OVERALL, _EACH = 15, 5

_COLUMNS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("fact", "fact", "text"),
    Column("meaning", "meaning", "text"),
    Column("persons", "open for"),
    Column("decisive", "would settle alone for"),
)

_SUMMARY = (
    Column("meaning", "what is missing", "text"),
    Column("fact", "as the record names it", "text"),
    Column("definitions", "definitions that wait for it"),
    Column("open", "open answers"),
    Column("decisive", "settled by it alone"),
)


def missing_section(material: Material) -> Section:
    """A table of facts by definition, and one over all of them."""
    title = "What is missing, and what it would settle"
    size = material.evaluated.sample
    if size == 0 or is_small(size, material.least):
        words = "Not worked out" if size == 0 else f"Withheld: the sample has fewer than {material.least} persons"
        return Section(
            "missing", title, _READ, [paragraph(f"{words}. It is asked for with trd cohort evaluate --sample.")]
        )
    rows: list[tuple[Cell, ...]] = []
    sums: dict[str, list[int]] = {}
    for row in material.evaluated.rows(
        "FROM {missing} ORDER BY decisive DESC, persons DESC, definition, version, fact"
    ):
        persons, decisive = _told(row["persons"], row["decisive"], size, material.least)
        rows.append((row["definition"], row["version"], row["fact"], in_words(row["fact"]), persons, decisive))
        if isinstance(persons, int) and isinstance(decisive, int):
            entry = sums.setdefault(row["fact"], [0, 0, 0])
            entry[:] = [entry[0] + 1, entry[1] + persons, entry[2] + decisive]
    # In order of their figures those that are suppressed would stand between others that give them away.
    rows.sort(key=lambda row: (True, *row[:3]) if row[4] is HIDDEN else (False,))
    table = Table("missing", "Missing facts by definition", _COLUMNS, tuple(rows), material.least > 1)
    order = sorted(sums.items(), key=lambda one: (-one[1][2], -one[1][1], one[0]))
    summary = Table(
        "missing_facts",
        "Missing facts over all definitions",
        _SUMMARY,
        tuple((in_words(fact), fact, *counts) for fact, counts in order),
    )
    first = Table("first", summary.caption, _SUMMARY, summary.rows[:_OVERALL])
    answers = size * len(material.evaluated.definitions)
    figures = [
        _figure(
            [(str(row[0]), row[3], row[4]) for row in first.rows],
            answers,
            name="missing",
            title=f"Facts that leave most answers open, out of {counted(answers, 'answer')}: each of "
            f"{counted(size, 'person')} under each definition",
            caption="all definitions",
            table="missing_facts",
        )
    ]
    html = [
        paragraph(
            f"Worked out for a sample of {size:,} of {counted(material.persons, 'person')}, the same at every run, "
            "because it takes far longer than the answers themselves. An answer is one person under one definition. "
            "Which value a fact will have is not known, and facts that settle an answer only together are not counted "
            "as settling it."
        )
    ]
    folds = []
    for ran in material.featured:
        mine = [row for row in rows if row[:2] == (ran.definition, ran.version)][:_EACH]
        if any(isinstance(row[4], int) for row in mine):
            figures.append(
                _figure(
                    [(str(row[3]), row[4], row[5]) for row in mine],
                    size,
                    name=f"missing-{ran.definition}-{ran.version}",
                    title=f"Facts that {ran.reference} lacks most, out of a sample of {counted(size, 'person')}",
                    caption=ran.definition,
                    table="missing",
                )
            )
        if mine:
            each = Table("each", f"What {ran.reference} lacks most", _COLUMNS, tuple(mine))
            shown = each.as_html(["meaning", "fact", "persons", "decisive"])
            folds.append(folded(f"{ran.definition}: table of what it lacks most", shown))
    html += [
        figures[0].as_html(),
        folded("Table over all definitions", first.as_html()),
        side_by_side(figures[1:]),
        folded("The same as tables, definition by definition", *folds),
    ]
    if material.least > 1:
        html.append(paragraph("Counts that are suppressed are not in the sums over definitions.", small=True))
    html.append(files("missing_facts", "missing"))
    return Section("missing", title, _READ, html, [summary, table], figures)


_READ = (
    "a bar is everybody for whom this fact is not known and could matter; the dark part is those for whom this fact "
    "alone "
    "would settle whether they have TRD, the hatched part those for whom something else is needed too."
)

_LEGEND = ((SETTLES, "cannot tell; this fact alone would settle it"), (OPEN, "cannot tell; other facts are needed too"))


def _figure(
    rows: Iterable[tuple[str, Cell, Cell]], whole: int, *, name: str, title: str, caption: str, table: str
) -> Figure:
    """One bar for each fact: its meaning, for how many it is open, for how many it would settle the answer alone."""
    drawn: Sequence[Bar] = [
        Bar(label, decisive, persons - decisive, whole, 0, f"{persons:,}, alone {decisive:,}")
        for label, persons, decisive in rows
        if isinstance(persons, int) and isinstance(decisive, int)
    ]
    svg = bars(
        drawn,
        title=title,
        description=f"{counted(len(drawn), 'fact')}, those first that alone would settle most. Dark: this fact alone "
        f"would settle it. Hatched: others are needed too. Figures are in the table {table}.",
        legend=_LEGEND,
        certain=SETTLES,
    )
    return Figure(name, svg, table, caption)


def _told(persons: int, decisive: int, size: int, least: int) -> tuple[Count, Count]:
    """Both counts, or neither where one of them, their difference or the rest of the sample is small."""
    parts = (persons, decisive, persons - decisive, size - persons)
    return (HIDDEN, HIDDEN) if any(is_small(one, least) for one in parts) else (persons, decisive)
