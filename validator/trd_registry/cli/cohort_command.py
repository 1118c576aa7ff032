"""``trd cohort``: many persons at once, in a folder of tables."""

import sys
from pathlib import Path

import click

from trd_registry.cli.cohort_evaluate_command import command as evaluate
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


@command.command(name="simulate")
@click.option("-n", "persons", type=click.IntRange(1, 10_000_000), required=True, help="How many persons.")
@click.option("--seed", type=click.IntRange(0, 2**53), required=True, help="Where all chance is drawn from.")
@click.option("-o", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new folder.")
def simulate(persons: int, seed: int, folder: Path) -> None:
    """Make a synthetic cohort, for trying things out.

    The same seed and version give the same bytes. Every figure stands with its source in
    definitions/simulation/. How often a definition is met in such persons says nothing of patients.
    """
    from trd_registry.cohorts.simulating.figures import load_figures
    from trd_registry.cohorts.simulating.writing import write_simulation
    from trd_registry.reporting.receipt import engine_version

    figures = load_figures()
    write_simulation(folder, persons, seed, figures, engine_version())
    click.echo(f"Made {persons:,} synthetic persons in {folder}, from {figures.name}.", err=True)


command.add_command(evaluate)
