"""The libraries of the extra ``cohort``, imported only where they are needed."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from trd_registry.model.errors import RegistryError


def needed(name: str) -> Any:
    """The library of this name; raises RegistryError, which says what to install, where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise RegistryError(
            f"Cohorts need {package}, which is not installed.", "Install it: pip install 'trd-registry[cohort]'"
        ) from None


#: A database loads nothing that is not built into it, keeps and finds no passwords, and sees no variables of Python.
_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}


def connected(file: str = ":memory:", *, within: Iterable[Path] = (), **settings: str) -> Any:
    """A DuckDB database that fetches nothing from outside and prints nothing by itself.

    Args:
        file: Where it is kept.
        within: The files and folders that its statements may read and write, beside its ``temp_directory``. A view in
            a database from elsewhere may name any other: it gets an error. Links in such a folder may lead out of it,
            as long as they are there now.
        settings: More settings of DuckDB.
    """
    connection = needed("duckdb").connect(file, config={**_CLOSED, **settings})
    allowed = [path for one in within for path in (one, *(_links(one) if one.is_dir() else ()))]
    if "temp_directory" in settings:
        allowed.append(Path(settings["temp_directory"]))
    every = dict.fromkeys(str(path) for one in allowed for path in (one.absolute(), one.resolve()))
    files = [path for path in every if Path(path).is_file()]
    # A pattern is compared with what is allowed before it is followed.
    folders = [said for path in every if path not in files for said in dict.fromkeys((path, plain_path(path)))]
    connection.execute("SET allowed_directories = ?", [folders])
    # A database file is looked at together with the log that may stand beside it.
    connection.execute("SET allowed_paths = ?", [[*files, *(f"{path}.wal" for path in files)]])
    connection.execute("SET enable_external_access = false")  # and nothing can set it back
    return quiet(connection)


def plain_path(path: str) -> str:
    """A path in which no character stands for others."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in path)


def _links(folder: Path) -> Iterator[Path]:
    """Links to files, in the folder and in the folders in it."""
    for one in folder.iterdir():
        if one.is_symlink():
            yield one
        elif one.is_dir():
            yield from (inner for inner in one.iterdir() if inner.is_symlink() and inner.is_file())


def quiet(connection: Any) -> Any:
    """The same connection or cursor, which shows no progress: standard output is for data."""
    connection.execute("SET enable_progress_bar = false")
    return connection
