"""Options that every source of ``trd import`` has."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from trd_registry.model.errors import RegistryError

_OPTIONS = (
    click.option(
        "-o", "--output", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new folder."
    ),
    click.option(
        "--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True,
        help="How the tables are written.",
    ),
    click.option("--title", default="", help="One line that names the cohort."),
    click.option("--source", "source", default="", help="Where the data come from: register, extract, date."),
    click.option(
        "--synthetic", is_flag=True,
        help="The persons were made up by a program. What `trd cohort simulate` makes says so itself.",
    ),
    click.option(
        "--unchecked", is_flag=True,
        help="Do not read the finished folder back. Faster; what does not agree is then rejected when it is read.",
    ),
)  # fmt: skip


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the output folder, the form of the tables, title, source, --synthetic and --unchecked."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def pairs(values: tuple[str, ...], option: str) -> dict[str, str]:
    """``NAME=VALUE`` as given several times; raises RegistryError where one is not of that form, or a name twice."""
    found: dict[str, str] = {}
    for value in values:
        name, equals, rest = value.partition("=")
        if not (name.strip() and equals and rest.strip()):
            raise RegistryError(f"{option} {value!r} is not NAME=VALUE.")
        if name.strip() in found:
            raise RegistryError(f"{option} names {name.strip()!r} twice.")
        found[name.strip()] = rest.strip()
    return found
