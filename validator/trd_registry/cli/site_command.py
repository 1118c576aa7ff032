"""``trd site``: the site, built from the definitions of a checkout."""

from pathlib import Path

import click

from trd_registry.loading.data_root import data_root
from trd_registry.model.errors import RegistryError


@click.group(name="site")
def command() -> None:
    """Build or serve the site: definitions side by side, a page for each, an API of files."""


_ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The checkout; that of this package or the current folder if left out.",
)


@command.command(name="build")
@_ROOT
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write; build/site if left out."
)
@click.option("--address", default="", help="The address at which the site will stand.")
def build_site(root: Path | None, output: Path | None, address: str) -> None:
    """Write the whole site as static files."""
    folder = _folder(root)
    target = (output or folder.parent / "build" / "site").resolve()
    if target == folder or folder in target.parents or target in folder.parents:
        message = f"{target} holds the sources of the site, and a build empties its folder first."
        raise RegistryError(message, "Name another folder: trd site build -o FOLDER")
    from trd_registry.publishing.building import build

    build(folder, target, address)
    click.echo(f"trd: the site is in {target}", err=True)


@command.command(name="serve")
@_ROOT
def serve_site(root: Path | None) -> None:
    """Serve the site on this machine and build it again when a file changes."""
    folder = _folder(root)
    from trd_registry.publishing.building import serve

    serve(folder)


def _folder(root: Path | None) -> Path:
    """The sources of the site. Raises RegistryError where there are none, or where mkdocs is missing."""
    places = [root] if root else [data_root(), Path.cwd()]
    folder = next((one / "site" for one in places if (one / "site" / "mkdocs.yml").is_file()), None)
    if folder is None:
        message = f"There are no sources of the site in {' or '.join(str(one) for one in places)}."
        raise RegistryError(message, "Run the command in a checkout of the registry, or name it: --root FOLDER")
    try:
        import mkdocs  # noqa: F401
    except ImportError:
        raise RegistryError("The site needs mkdocs.", "Install it with: pip install 'trd-registry[site]'") from None
    return folder.resolve()
