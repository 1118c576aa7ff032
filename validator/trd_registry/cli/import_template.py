"""``trd import template``: an Excel workbook to be filled in."""

from pathlib import Path

import click


@click.command(name="template")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), required=True, metavar="FILE.xlsx",
              help="A new file.")  # fmt: skip
def command(path: Path) -> None:
    """Write an Excel template for histories of treatment, which `trd import trials` reads.

    It has sheets for persons, episodes, trials and measurements with drop-downs, and says how it is filled in.
    """
    from trd_registry.importing.template.writing_template import write_template
    from trd_registry.loading.registry import Registry
    from trd_registry.model.errors import RegistryError

    if path.suffix.casefold() != ".xlsx":
        raise RegistryError(f"{path} does not end in .xlsx.", "Name it so: other programs open it by its ending.")
    write_template(path, Registry().vocabularies)
    click.echo(f"Wrote {path}. Read it with: trd import trials {path} -o DIR", err=True)
