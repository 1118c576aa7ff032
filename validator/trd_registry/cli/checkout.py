"""The registry that a command works on, where that may be another one than the package's own."""

from pathlib import Path

from trd_registry.loading.registry import BUNDLE, Registry
from trd_registry.model.errors import RegistryError


def checkout(root: Path | None) -> Registry:
    """The registry of a folder, or of this package, whose files can be edited.

    Raises RegistryError where the folder holds no definitions, or is an installed package.
    """
    registry = Registry(root)
    if not (registry.root / "definitions").is_dir():
        raise RegistryError(f"There is no folder definitions in {registry.root}.", "Name a checkout of the registry.")
    if (registry.root / BUNDLE).is_file():
        message = f"{registry.root} is an installed package; versions are released in a checkout."
        raise RegistryError(message, "Name the checkout: --root FOLDER.")
    return registry
