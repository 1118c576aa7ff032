"""One part of the report: what stands on the page, and the tables and figures that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from trd_registry.reporting.cohort_report.table import Table
from trd_registry.reporting.svg import clean


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture; the table beside it has the same figures."""

    #: Of the file, without its ending.
    name: str
    svg: str
    #: Name of the table with the same figures.
    table: str
    #: What stands over it on the page; nothing where the heading of the section says it.
    caption: str = ""
    #: Whether it is wider than a telephone, so that it needs a box to be pushed about in.
    is_wide: bool = False

    def as_html(self) -> str:
        """The picture itself on the page, so that it follows the page's colours."""
        label = clean(self.name)
        heading = f'<p class="caption">{clean(self.caption)}</p>\n' if self.caption else ""
        link = f'<a href="figures/{self.name}.svg">{label}.svg</a>'
        files = f"The same as a table: {clean(self.table)}.csv. As a file: {link}."
        drawn = self.svg
        if self.is_wide:
            drawn = f'<div class="scroll" tabindex="0" role="region" aria-label="Figure {label}">\n{self.svg}</div>'
        kind = "wide" if self.is_wide else "narrow"
        return f'<figure class="{kind}">{heading}{drawn}<figcaption>{files}</figcaption></figure>'


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading."""

    id: str
    title: str
    #: One sentence on how to read it.
    read: str
    html: Sequence[str]
    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = field(default=())

    def as_html(self) -> str:
        """The section of the page."""
        inside = "\n".join(self.html)
        heading = f'<h2 id="{self.id}">{clean(self.title)}</h2>'
        read = f'<p class="read"><strong>How to read this:</strong> {clean(self.read)}</p>'
        return f'<section aria-labelledby="{self.id}">{heading}\n{read}\n{inside}\n</section>'


def paragraph(words: str, *, small: bool = False) -> str:
    """A paragraph of words that are not marked up."""
    return f'<p class="small">{clean(words)}</p>' if small else f"<p>{clean(words)}</p>"


def side_by_side(figures: Sequence[Figure]) -> str:
    """Narrow figures, as many beside each other as there is room for."""
    return '<div class="figures">' + "\n".join(one.as_html() for one in figures) + "</div>"


def beside(*parts: str) -> str:
    """Parts beside each other where there is room."""
    return '<div class="beside">' + "\n".join(parts) + "</div>"


def folded(summary: str, *inside: str, is_open: bool = False) -> str:
    """Something that opens on demand, without a script."""
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{clean(summary)}</summary>\n" + "\n".join(inside) + "\n</details>"


def files(*names: str) -> str:
    """Where the tables of a section are."""
    linked = ", ".join(
        f'{clean(name)} (<a href="tables/{name}.csv">CSV</a>, <a href="tables/{name}.parquet">Parquet</a>)'
        for name in names
    )
    return f'<p class="small">Files: {linked}</p>'
