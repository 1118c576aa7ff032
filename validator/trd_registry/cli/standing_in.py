"""Warns who stands in a checkout that is not what is read: an installed copy knows nothing of the files beside it."""

from functools import cache
from pathlib import Path

import click

from trd_registry.loading.limits import MAX_BYTES

#: What a contributor has to do so that the files of a checkout are read.
WORK_HERE = "To work on the files here: python3 -m pip install -e ."


def warn_if_elsewhere(root: Path) -> None:
    """Says on stderr, once, that ``root`` is read although the definitions of the folder one stands in are others."""
    checkout = checkout_around(Path.cwd())
    if checkout is not None and checkout != root.resolve():
        differing = _differing(checkout, root.resolve())
        if differing:
            more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
            click.echo("trd: its installed copy is read, which differs from this checkout:", err=True)
            click.echo(f"    {differing[0]}{more}", err=True)
            click.echo(f"    {WORK_HERE}", err=True)


def checkout_around(folder: Path) -> Path | None:
    """The checkout of the registry in which a folder lies; None outside of one."""
    for one in (folder, *folder.parents):
        if (one / "definitions" / "released.lock").is_file() and (one / "pyproject.toml").is_file():
            return one.resolve()
    return None


@cache
def _differing(checkout: Path, root: Path) -> tuple[str, ...]:
    """Files of definitions and cases that are not the same in both."""
    here, there = _files(checkout), _files(root)
    names = sorted(here.keys() | there.keys())
    return tuple(name for name in names if here.get(name) != there.get(name))


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root / "definitions").as_posix(): path.read_bytes()
        for name in ("definition.yaml", "cases.yaml")
        for path in (root / "definitions").glob(f"*/*/*/{name}")
        if path.is_file() and path.stat().st_size <= MAX_BYTES
    }
