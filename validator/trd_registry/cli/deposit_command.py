"""``trd deposit``: what an archive is told of a release."""

from pathlib import Path

import click


@click.command(name="deposit")
@click.option("--style", type=click.Choice(["zenodo", "datacite"]), required=True, help="Whose metadata.")
@click.option("--root", type=click.Path(path_type=Path), help="The checkout to describe, if not that of this trd.")
def command(style: str, root: Path | None) -> None:
    """Print the metadata of a release, made of CITATION.cff and the registry's contents.

    In a checkout: .zenodo.json and datacite.json hold it, and are renewed for every release.
    """
    import json

    from trd_registry.loading.registry import Registry
    from trd_registry.reporting.citing.deposit import as_datacite, as_zenodo, deposit_of

    write = as_zenodo if style == "zenodo" else as_datacite
    click.echo(json.dumps(write(deposit_of(Registry(root))), ensure_ascii=False, indent=1))
