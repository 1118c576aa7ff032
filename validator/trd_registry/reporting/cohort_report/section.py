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

    def as_html(self) -> str:
        """The picture itself on the page, so that it follows the page's colours."""
        caption = (
            f'The same figures as a table: {clean(self.table)}.csv. As a file: <a href="figures/{self.name}.svg">'
            f"{clean(self.name)}.svg</a>."
        )
        label = clean(self.name)
        return (
            f'<figure><div class="scroll" tabindex="0" role="region" aria-label="Figure {label}">\n{self.svg}</div>'
            f"<figcaption>{caption}</figcaption></figure>"
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading."""

    id: str
    title: str
    html: Sequence[str]
    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = field(default=())

    def as_html(self) -> str:
        """The section of the page."""
        inside = "\n".join(self.html)
        return f'<section aria-labelledby="{self.id}"><h2 id="{self.id}">{clean(self.title)}</h2>\n{inside}\n</section>'


def paragraph(words: str, *, small: bool = False) -> str:
    """A paragraph of words that are not marked up."""
    return f'<p class="small">{clean(words)}</p>' if small else f"<p>{clean(words)}</p>"


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
