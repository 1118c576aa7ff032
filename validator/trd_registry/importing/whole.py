"""A folder that appears whole or not at all."""

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from trd_registry.model.errors import RegistryError


def check_new(path: Path) -> None:
    """Raises RegistryError where the path is there already, or the folder it is to stand in is not."""
    if path.exists() or path.is_symlink():
        raise RegistryError(f"{path} is there already.", "Name a new one: nothing is overwritten.")
    if not path.absolute().parent.is_dir():
        raise RegistryError(f"There is no folder {path.absolute().parent}.", "Make it first.")


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A folder to write in, beside the one that is wanted; it is gone at the end unless it was `published`."""
    check_new(folder)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
    with _ended_orderly():
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def publish(made: Path, folder: Path) -> None:
    """Gives the finished folder its name; raises RegistryError where another one took it in the meantime."""
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o777 & ~mask)
    check_new(folder)
    os.rename(made, folder)  # noqa: PTH104  the same name as in the documentation of what is atomic


@contextmanager
def _ended_orderly() -> Iterator[None]:
    """A request to end raises SystemExit here, so that what was begun is removed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
