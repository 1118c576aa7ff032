"""Options that every source of ``trd import`` has, and those that several have."""

from collections.abc import Callable, Mapping
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


#: A file that is there.
EXISTING = click.Path(path_type=Path, exists=True, dir_okay=False)

_Command = Callable[..., Any]


def _with(function: _Command, *options: Callable[[_Command], _Command]) -> _Command:
    """The command with these options, in this order."""
    for option in reversed(options):
        function = option(function)
    return function


def common(function: _Command) -> _Command:
    """Adds the output folder, the form of the tables, title, source, --synthetic and --unchecked."""
    return _with(function, *_OPTIONS)


def mapped(columns: str, columns_help: str, values: str, values_help: str) -> Callable[[_Command], _Command]:
    """Adds --map, --value and --map-file.

    Args:
        columns: The form of a --map.
        columns_help: What it says.
        values: The form of a --value.
        values_help: What it says.
    """
    return lambda function: _with(
        function,
        click.option("--map", "columns", multiple=True, metavar=columns, help=columns_help),
        click.option("--value", "values", multiple=True, metavar=values, help=values_help),
        click.option("--map-file", type=EXISTING, help="The same in YAML: `map:` and `values:`."),
    )


def listed(missing: str, missing_help: str, otherwise: str) -> Callable[[_Command], _Command]:
    """Adds what is said of a list of trials: --missing, --complete, --current-episode and --as-of.

    Args:
        missing: What --missing names.
        missing_help: What it says.
        otherwise: What says otherwise of the episode of a trial.
    """
    return lambda function: _with(
        function,
        click.option("--missing", multiple=True, metavar=missing, help=missing_help),
        click.option("--complete", default="none", show_default=True,
                     help="What is listed in full: all, none, KIND,KIND or current-episode:KIND,KIND."),
        click.option("--current-episode", is_flag=True, help=f"Trials lie in the current episode, unless {otherwise}."),
        click.option("--as-of", default="", metavar="DAY", help="The day on which the records stand."),
    )  # fmt: skip


def written(*, workbooks: bool) -> Callable[[_Command], _Command]:
    """Adds --dates and --decimal; ``workbooks``: days may also be the numbers of a spreadsheet."""
    ways = ["iso", "dmy", "mdy", "ymd", *(["excel"] if workbooks else [])]
    more = "; excel: numbers that count days" if workbooks else ""
    return lambda function: _with(
        function,
        click.option(
            "--dates", type=click.Choice(ways), default="iso", show_default=True, help=f"How days are written{more}."
        ),
        click.option("--decimal", type=click.Choice(["point", "comma"]), default="point", show_default=True,
                     help="The sign before decimals."),
    )  # fmt: skip


def filed(sheet: str) -> Callable[[_Command], _Command]:
    """Adds --delimiter, --encoding and --sheet; ``sheet`` says what the last one names."""
    return lambda function: _with(
        function,
        click.option(
            "--delimiter", default="", help="comma, semicolon, tab, bar or a character; found out by default."
        ),
        click.option("--encoding", default="", help="Such as utf-8, cp1252, utf-16; found out by default."),
        click.option("--sheet", default="", help=sheet),
    )


def decimal_sign(given: Mapping[str, Any]) -> str:
    """The sign that --decimal names."""
    return "," if given["decimal"] == "comma" else "."


def trial_list(given: Mapping[str, Any]) -> dict[str, Any]:
    """What `common`, `listed` and `written` were given, as the importers of trials take it.

    Raises RegistryError where a day or a list cannot be read.
    """
    from trd_registry.importing.flat.checking import checked_complete, checked_day

    return {
        "missing": frozenset(word.strip().casefold() for word in given["missing"]),
        "as_of": checked_day(given["as_of"], "--as-of", partial=True),
        "complete": checked_complete(given["complete"]),
        "in_current_episode": given["current_episode"],
        "dates": given["dates"],
        "decimal": decimal_sign(given),
        "title": given["title"],
        "source": given["source"],
        "synthetic": given["synthetic"],
    }


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
