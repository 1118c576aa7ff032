"""``trd cohort``: many persons at once, in a folder of tables."""

import sys
from pathlib import Path

import click

from trd_registry.cli.cohort_evaluate_command import command as evaluate
from trd_registry.cli.cohort_report_command import command as report
from trd_registry.cli.main import FINDINGS
from trd_registry.model.errors import RegistryError

#: Those of imitating.forms, which is not loaded to show help.
SYNTHETIC_FORMS = ("cohort", "cohort-csv", "omop", "fhir", "dispensings", "trials", "excel", "redcap")


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
@click.option("--form", type=click.Choice(SYNTHETIC_FORMS), default="cohort", show_default=True,
              help="What they are written as: a cohort folder (Parquet or CSV), or a source that `trd import` reads.",
              )  # fmt: skip
def simulate(persons: int, seed: int, folder: Path, form: str) -> None:
    """Make a synthetic cohort, for trying things out.

    The same seed and version give the same bytes, and the same persons in every form; each form holds what such a
    source can hold, and says that it is synthetic. The last line tells the command that reads it. Every figure
    stands with its source in definitions/simulation/. How often a definition is met in such persons says nothing of
    patients.
    """
    from trd_registry.cohorts.simulating.figures import load_figures
    from trd_registry.cohorts.simulating.label import Label
    from trd_registry.imitating.forms import FORMS, write_in
    from trd_registry.reporting.receipt import engine_version

    figures = load_figures()
    read = write_in(form, folder, Label(engine_version(), persons, seed, figures))
    click.echo(f"Made {persons:,} synthetic persons in {folder}, from {figures.name}: {FORMS[form].says}.", err=True)
    click.echo(read, err=True)


command.add_command(evaluate)
command.add_command(report)
