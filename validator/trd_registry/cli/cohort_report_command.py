"""``trd cohort report``: a page, tables and figures from what ``trd cohort evaluate`` wrote."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from trd_registry.model.errors import RegistryError


@click.command(name="report")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("-o", "out", type=click.Path(path_type=Path), required=True, metavar="OUT", help="A new folder.")
@click.option(
    "-d",
    "--definition",
    "definitions",
    multiple=True,
    metavar="ID[@VERSION]",
    help="A definition that the page sets against others; a choice is made where none is named.",
)
@click.option(
    "--reclassify",
    multiple=True,
    nargs=2,
    metavar="ID ID",
    help="Show who changes sides between these two.",
)
@click.option(
    "--min-cell",
    "least",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Suppress counts of 1 to N-1 persons, and what would give them away.",
)
def command(
    folder: Path, out: Path, definitions: tuple[str, ...], reclassify: tuple[tuple[str, str], ...], least: int
) -> None:
    """Report on a cohort that was judged: how many have TRD by which definition, and how far they agree.

    DIR is what trd cohort evaluate wrote. OUT gets report.html (one page that asks nothing of the network), every table
    as CSV and Parquet, every figure as SVG, and what to cite: all of them, or nothing. Tables have all definitions that
    were run; -d chooses those on the page.
    """
    from trd_registry.cohorts.counting.evaluated import Evaluated
    from trd_registry.reporting.cohort_report.material import Options
    from trd_registry.reporting.cohort_report.report import length_of, make_report
    from trd_registry.reporting.cohort_report.writing import write_report

    if out.exists() or out.is_symlink():
        raise RegistryError(f"{out} is there already.", "Name a new folder: nothing is overwritten.")
    with Evaluated(folder) as evaluated, _progress(length_of(evaluated)) as told:
        report = make_report(evaluated, Options(definitions, reclassify, least), told)
    write_report(report, out)
    tables, figures = len(report.tables), len(report.figures)
    click.echo(f"Written to {out}: report.html, {tables} tables, {figures} figures.", err=True)


@contextmanager
def _progress(length: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error that is told of every definition and section that is done."""
    with click.progressbar(length=length, label="Counting", file=sys.stderr) as bar:
        yield bar.update
        bar.update(length - bar.pos)
