"""``--registry DIR``: a private folder of definitions beside the published registry."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from trd_registry.loading.registry import Registry
    from trd_registry.model.finding import Finding

#: So that a lab need not name its folder each time.
VARIABLE = "TRD_REGISTRY"


def private_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the option to a command, as its argument ``private``."""
    return click.option(
        "--registry",
        "private",
        type=click.Path(path_type=Path),
        metavar="DIR",
        envvar=VARIABLE,
        show_envvar=True,
        help="A folder of private definitions to use beside the published ones.",
    )(command)


def opened_registry(private: Path | None) -> "Registry":
    """The published registry, with what a private folder adds where one is named.

    Raises RegistryError where that is no such folder, and InvalidInput where an id or a name in it is taken. A private
    definition is asked for only if `trd check` would run it.
    """
    if private is None:
        from trd_registry.cli.standing_in import warn_if_elsewhere
        from trd_registry.loading.registry import Registry

        registry = Registry()
        warn_if_elsewhere(registry.root)
        return registry
    from trd_registry.loading.private import PrivateRegistry, root_of

    root = root_of(private)
    registry = PrivateRegistry(root, unsound=lambda path: _unsound(path, root))
    registry.refuse_what_is_taken()
    return registry


def registry_at(root: Path) -> "Registry":
    """The whole registry of another checkout, whose definitions are checked before they are run."""
    from trd_registry.loading.registry import Registry

    return Registry(root, unsound=_unsound)


def _unsound(path: Path, private: Path | None = None) -> "list[Finding]":
    from trd_registry.checking.check import unsound  # a tenth of a second: only where there is something to check

    return unsound(path, private)
