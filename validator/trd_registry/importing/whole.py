"""A cohort that an import makes appears whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trd_registry.cohorts.orderly_end import ended_orderly
from trd_registry.cohorts.whole_folder import folder_beside, give_name
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
    with ended_orderly(), folder_beside(folder) as made:
        yield made


def publish(made: Path, folder: Path) -> None:
    """Gives the finished folder its name; raises RegistryError where another one took it in the meantime."""
    check_new(folder)
    give_name(made, folder)
