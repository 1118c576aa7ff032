"""A folder that appears whole or not at all."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from trd_registry.model.errors import RegistryError


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, beside the wanted one; it gets the wanted name when everything is written.

    If the block raises, or the program is interrupted, nothing is left.

    Raises RegistryError where the folder is there, and OSError where no folder can be made beside it.
    """
    with folder_beside(folder) as beside:
        yield beside
        give_name(beside, folder)


@contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one, which is gone at the end unless it was given the name (`give_name`).

    What a program that was killed left beside is removed by the next that writes the same folder. Raises as
    `whole_folder` does.
    """
    if folder.exists() or folder.is_symlink():
        raise RegistryError(f"{folder} is there already.", "Name a new folder: nothing is overwritten.")
    parent = folder.absolute().parent
    _remove_leftovers(parent, folder.name)
    # Named before it is made, so that there is no moment at which it is there and would not be removed.
    beside = parent / f"{_beginning(folder.name)}{os.getpid()}-{token_hex(4)}"
    try:
        beside.mkdir()
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def give_name(beside: Path, folder: Path) -> None:
    """Gives a finished folder its name; raises RegistryError where something took it in the meantime."""
    try:
        os.rename(beside, folder)  # noqa: PTH104  the same name as in the documentation of what is atomic
    except OSError as error:
        raise RegistryError(
            f"{folder} cannot be given its name: {error.strerror}.", "Something was put there meanwhile: name another."
        ) from None


def _beginning(name: str) -> str:
    return f".{name}-unfinished-{socket.gethostname()}-"


def _remove_leftovers(parent: Path, name: str) -> None:
    """Removes what was left by programs on this machine that do not run any more."""
    if os.name != "posix":
        return  # to ask after a process elsewhere may end it
    beginning = _beginning(name)
    for path in parent.glob(f"{_glob_escaped(beginning)}*"):
        process = path.name.removeprefix(beginning).partition("-")[0]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(path, ignore_errors=True)


def _glob_escaped(text: str) -> str:
    """A text in which no character stands for others when files are looked for."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in text)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
