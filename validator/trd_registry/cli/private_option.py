"""``--registry DIR``: a private folder of definitions beside the published registry."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from trd_registry.loading.registry import Registry

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

    Raises RegistryError where that is no such folder, and InvalidInput where an id or a name in it is taken.
    """
    if private is None:
        from trd_registry.loading.registry import Registry

        return Registry()
    from trd_registry.loading.private import PrivateRegistry, root_of

    registry = PrivateRegistry(root_of(private))
    registry.refuse_what_is_taken()
    return registry
