"""How many have TRD by each definition: met, cannot tell, not met, out of scope, scope cannot be known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.counting.evaluated import Ran
from trd_registry.cohorts.counting.states import Judged, State
from trd_registry.reporting.cohort_report.bars import MET, NOT, OPEN, OUT, Bar, bars
from trd_registry.reporting.cohort_report.cells import Cell, Count, Hidden, counted, share, total
from trd_registry.reporting.cohort_report.material import FAMILY_WORDS, Material, family_place
from trd_registry.reporting.cohort_report.section import Figure, Section, beside, files, folded, paragraph, side_by_side
from trd_registry.reporting.cohort_report.suppressing import hide_row, is_hidden
from trd_registry.reporting.cohort_report.table import Column, Table
from trd_registry.reporting.svg import clean

#: Above so many definitions there is a picture for each family, and not one for all.
_TOGETHER = 40


@dataclass(frozen=True, slots=True)
class Prevalence:
    """Persons by what one definition says of them; the counts add up to all persons."""

    ran: Ran
    persons: int
    met: Count
    cannot_tell: Count
    not_met: Count
    out_of_scope: Count
    #: The definition may not speak of them; if it does, they meet it or it cannot be told.
    scope_open: Count
    #: The definition may not speak of them; if it does, they do not meet it.
    scope_open_not_met: Count

    @property
    def scope_unknown(self) -> Count:
        """Persons of whom it cannot be known whether the definition speaks of them."""
        return total(self.scope_open, self.scope_open_not_met)

    @property
    def undecided(self) -> Count:
        """Persons who possibly, and not certainly, have TRD by this definition."""
        return total(self.cannot_tell, self.scope_open)

    @property
    def possibly_met(self) -> Count:
        """Persons who certainly or possibly have it."""
        return total(self.met, self.undecided)

    @property
    def is_touched(self) -> bool:
        """Whether some count of it is suppressed."""
        return is_hidden(self.met, self.cannot_tell, self.not_met, self.out_of_scope, self.scope_unknown)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row of the table."""
        one, n = self.ran, self.persons
        counts = (self.met, self.cannot_tell, self.not_met, self.out_of_scope, self.scope_unknown)
        return (
            one.definition, one.version, FAMILY_WORDS.get(one.family, one.family), one.title, n, *counts,
            self.scope_open_not_met, *(share(count, n) for count in counts), share(self.met, n),
            share(self.possibly_met, n),
        )  # fmt: skip


_STATES = (
    ("met", "met"), ("cannot_tell", "cannot tell"), ("not_met", "not met"), ("out_of_scope", "out of scope"),
    ("scope_unknown", "scope not known"),
)  # fmt: skip

_COLUMNS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("family", "family", "text"),
    Column("title", "title", "text"),
    Column("persons", "persons"),
    *(Column(name, head) for name, head in _STATES),
    Column("scope_unknown_and_not_met", "of these, not met in any case"),
    *(Column(f"{name}_share", f"{head} (%)", "share") for name, head in _STATES),
    Column("lower_bound", "lower bound", "share"),
    Column("upper_bound", "upper bound", "share"),
)


def prevalences(material: Material) -> Mapping[str, Prevalence]:
    """Reference -> its counts with small ones suppressed, for every definition that gives a verdict."""
    return {name: _prevalence(judged, material.least) for name, judged in material.judged.items()}


def _prevalence(judged: Judged, least: int) -> Prevalence:
    count = judged.count
    parts = (
        count(State.MET), count(State.CANNOT_TELL), count(State.NOT_MET), count(State.OUT),
        count(State.MET_IF) + count(State.CANNOT_TELL_IF), count(State.NOT_MET_IF),
    )  # fmt: skip
    return Prevalence(judged.ran, judged.persons, *hide_row(parts, least))


def prevalence_section(material: Material, found: Mapping[str, Prevalence]) -> Section:
    """The table of all definitions and a picture, or one for each family where there are many."""
    rows = sorted(found.values(), key=_order)
    table = Table("prevalence", "Persons by definition", _COLUMNS, tuple(one.cells for one in rows), material.least > 1)
    featured = [found[one.ran.reference] for one in material.compared]
    first = _figure("prevalence-first", "these definitions", featured, material.short)
    figures = _figures(rows, material.short)
    shows_all = len(featured) == len(rows)
    shown = [
        "definition", "title", *(name for name, _ in _STATES), "lower_bound", "upper_bound",
    ]  # fmt: skip
    without = [one.definition for one in material.evaluated.definitions if one.reference not in found]
    html = [
        *([] if shows_all else [paragraph(_featured(material)), beside(first.as_html(), names_of(material))]),
        paragraph(
            "“Cannot tell” means that the record leaves open whether the definition is met, or whether it speaks of "
            "the "
            "person and the person may meet it: it is not “no”. “Out of scope” means that the definition does not "
            "speak "
            "of the person, for instance because of age; persons who would not meet it if it did are left blank too."
        ),
        paragraph(
            "The lower bound counts those who certainly meet the definition, the upper bound also those of whom it "
            "cannot be told: whatever the missing facts turn out to be, the share of all persons lies between them. "
            "These bounds show what is missing from the records; they are not confidence intervals."
        ),
        _shown(figures),
        *([names_of(material)] if shows_all else []),
        folded(
            f"Table of all {counted(len(rows), 'definition')}", table.as_html(shown), is_open=len(rows) <= _TOGETHER
        ),
        files("prevalence"),
    ]
    if without:
        html.append(
            paragraph(
                f"Without a verdict, because their authors give no cut for TRD: {', '.join(without)}.", small=True
            )
        )
    read = (
        f"each of the {counted(material.persons, 'person')} is judged by every definition; a bar is all persons, "
        "filled "
        "for those who certainly have TRD by it, hatched where the record cannot tell, grey for those who have not."
    )
    drawn = figures if shows_all else [first, *figures]
    return Section("prevalence", "How many have TRD, by definition", read, html, [table], drawn)


def _featured(material: Material) -> str:
    count = counted(len(material.compared), "definition")
    if material.is_chosen:
        return f"The page sets the {count} that were named against each other; the tables have all."
    return (
        f"The page sets {count} against each other, first those that the registry lists for this purpose with its "
        f"reasons ({material.choice.reference}). The tables have all; trd cohort report -d ID chooses others."
    )


def names_of(material: Material) -> str:
    """What the names of the definitions on the page stand for."""
    listed = "".join(f"<dt>{clean(one.definition)}</dt><dd>{clean(one.title)}</dd>" for one in material.featured)
    return f'<dl class="names">{listed}</dl>'


def _order(one: Prevalence) -> tuple[float, float, str]:
    """Those that most certainly meet first; where a count is suppressed its place must not tell it."""
    if one.is_touched or isinstance(one.met, Hidden) or isinstance(one.possibly_met, Hidden):
        return (1, 0, one.ran.reference)
    return (-one.met, -one.possibly_met, one.ran.reference)


def _figures(rows: Sequence[Prevalence], names: Mapping[str, str]) -> list[Figure]:
    if len(rows) <= _TOGETHER:
        return [_figure("prevalence", "", rows, names)] if rows else []
    families: dict[str, list[Prevalence]] = {}
    for one in sorted(rows, key=lambda one: family_place(one.ran)):
        families.setdefault(one.ran.family, []).append(one)
    return [
        _figure(f"prevalence-{family}", FAMILY_WORDS.get(family, family), mine, names)
        for family, mine in families.items()
    ]


#: What the marks mean where a bar is all persons.
LEGEND = ((MET, "met"), (OPEN, "cannot tell"), (NOT, "not met"), (OUT, "out of scope"))


def _figure(name: str, about: str, rows: Sequence[Prevalence], names: Mapping[str, str]) -> Figure:
    svg = bars(
        [Bar(names[one.ran.reference], one.met, one.undecided, one.persons, one.not_met) for one in rows],
        title="Share of all persons with TRD by definition" + (f": {about}" if about else ""),
        description=f"One bar for each of {counted(len(rows), 'definition')}, out of "
        f"{counted(rows[0].persons if rows else 0, 'person')}. Filled: certainly met. Hatched: cannot tell. Grey: not "
        "met. Blank: out of scope. Figures are in the table of prevalence.",
        legend=LEGEND,
    )
    return Figure(name, svg, "prevalence", about if name != "prevalence-first" else "")


def _shown(figures: Sequence[Figure]) -> str:
    if len(figures) < 2:
        return side_by_side(figures)
    return folded("All definitions by family: figures", side_by_side(figures))
