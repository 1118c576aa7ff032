"""``trd import redcap-dictionary``: the data dictionary of a REDCap project for histories of treatment."""

from pathlib import Path

import click


@click.command(name="redcap-dictionary")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), required=True, metavar="FILE.csv",
              help="A new file.")  # fmt: skip
def command(path: Path) -> None:
    """Write a REDCap data dictionary for histories of treatment, which `trd import redcap` reads with its export.

    Upload it in REDCap as a data dictionary; then set the instruments trial and score to repeat.
    """
    from trd_registry.importing.redcap.making_dictionary import REPEATING, dictionary_text
    from trd_registry.importing.whole import check_new
    from trd_registry.loading.registry import Registry

    text = dictionary_text(Registry().vocabularies)
    check_new(path)
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
    click.echo(f"Wrote {path}. Set these instruments to repeat in REDCap: {', '.join(REPEATING)}.", err=True)
