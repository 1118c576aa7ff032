"""``trd check``: everything that is wrong with definitions, cases, vocabularies and histories, at once."""

import sys
from pathlib import Path

import click

from trd_registry.cli.main import FINDINGS, INVALID
from trd_registry.cli.private_option import private_option
from trd_registry.cli.standing_in import warn_if_elsewhere

#: The kinds of file that have a schema.
SHAPES = ("definition", "history", "cases", "vocabulary", "cohort")


@click.command(name="check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=str)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, github and sarif for code review.",
)
@click.option("--codes", is_flag=True, help="Print the catalogue of all codes (Markdown) and stop.")
@click.option("--shape", type=click.Choice(SHAPES), help="Print the shape of such a file (Markdown) and stop.")
@private_option
def command(paths: tuple[str, ...], format_: str, codes: bool, shape: str | None, private: Path | None) -> None:
    """Check files, or all YAML files in folders; without a PATH, the whole registry, or the private one.

    Every finding is reported, each with its line, its code and what to do. Exit code 1 means that there
    are errors; warnings alone leave it at 0. A PATH that does not exist, or has no YAML file in it, gives 3.
    """
    from trd_registry.checking.printing import printable

    if codes:
        from trd_registry.checking.catalogue import as_markdown

        click.echo(as_markdown(), nl=False)
        return
    if shape == "cohort":
        from trd_registry.reporting.cohort_page import cohort_page

        click.echo(cohort_page(), nl=False)
        return
    if shape is not None:
        from trd_registry.loading.schema import schema_of
        from trd_registry.reporting.shape_page import shape_page

        click.echo(shape_page(schema_of(shape)), nl=False)
        return
    from trd_registry.checking.check import check
    from trd_registry.checking.collect import exists
    from trd_registry.checking.writers import WRITERS, summary
    from trd_registry.loading.data_root import data_root
    from trd_registry.loading.private import root_of

    missing = [path for path in paths if not exists(path)]
    for path in missing:
        click.echo(printable(f"trd: There is no file or folder {path!r}."), err=True)
    if missing:
        click.echo("    Check the path; nothing was checked.", err=True)
        sys.exit(INVALID)
    root = None if private is None else root_of(private)
    if root is None and not paths:
        warn_if_elsewhere(data_root())
    report = check([Path(path) for path in paths] or [(root or data_root()) / "definitions"], root)
    if not report.files:
        click.echo("trd: There is no YAML file of the registry to check there.", err=True)
        sys.exit(INVALID)
    click.echo(WRITERS[format_](report), nl=False)
    click.echo(summary(report), err=True)
    sys.exit(FINDINGS if report.errors else 0)
