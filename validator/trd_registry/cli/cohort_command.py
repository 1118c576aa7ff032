"""``trd cohort``: many persons at once, in a folder of tables."""

import sys
from pathlib import Path

import click

from trd_registry.cli.main import FINDINGS
from trd_registry.model.errors import RegistryError


@click.group(name="cohort")
def command() -> None:
    """Work with a cohort: a folder of tables (schema/COHORT.md)."""


@command.command(name="check")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--rejects", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write the rejected rows there.")
def check(folder: Path, rejects: Path | None) -> None:
    """Read every person of a cohort, and tell what became of every row.

    Exit code 1 means that rows were rejected.
    """
    from trd_registry.cohorts.folder.folder import Cohort
    from trd_registry.loading.registry import Registry

    if rejects is not None and rejects.exists():
        raise RegistryError(f"{rejects} is there already.", "Name a new file: nothing is overwritten.")
    cohort = Cohort(folder, Registry().vocabularies)
    for _ in cohort.persons():
        pass
    click.echo("\n".join(cohort.report.lines()))
    if rejects is not None:
        rejects.write_text(cohort.report.rejects_as_csv(), encoding="utf-8")
    sys.exit(FINDINGS if cohort.report.rejects else 0)
