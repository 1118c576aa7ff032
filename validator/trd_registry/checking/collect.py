"""Finds the files to check under the paths that were named."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from trd_registry.loading.registry import LOCK

YAML = (".yaml", ".yml")


def collect(paths: Sequence[Path]) -> list[tuple[Path, bool]]:
    """Every YAML file and lock under the folders, and every file named outright, each once; and whether it was named.

    A file inside a folder is left out where it, or a folder on the way, begins with a dot. A folder
    named like a file (``definition.yaml``) is kept, so that reading it reports the mistake.
    """
    found: dict[Path, tuple[Path, bool]] = {}
    for path in paths:
        is_folder = path.is_dir()
        for file in _files(path) if is_folder else [path]:
            found.setdefault(file.absolute(), (file, not is_folder))
    return list(found.values())


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders.sort()
        for name in list(folders):
            if name.startswith("."):
                folders.remove(name)
            elif name.endswith(YAML):
                folders.remove(name)
                yield Path(where, name)
        for name in sorted(files):
            path = Path(where, name)
            # A pipe called x.yaml would be waited for without end.
            if _is_ours(name) and (path.is_file() or path.is_symlink()):
                yield path


def _is_ours(name: str) -> bool:
    return name == LOCK or (name.endswith(YAML) and not name.startswith("."))


def shown(path: Path) -> Path:
    """The path as it is reported: relative to the current folder where it is inside it."""
    whole = path.absolute()
    here = Path.cwd()
    return whole.relative_to(here) if whole.is_relative_to(here) else whole


def exists(path: str) -> bool:
    """Whether there is such a file or folder; a name that no system can have is none."""
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):
        return False
