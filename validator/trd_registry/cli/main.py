"""The group of commands. Each command's module is imported only when it is called, to start quickly."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from trd_registry.model.errors import RegistryError, suggest
from trd_registry.model.finding import InvalidInput

COMMANDS = (
    "list",
    "show",
    "evaluate",
    "decides",
    "import",
    "cohort",
    "timeline",
    "cite",
    "check",
    "test",
    "diff",
    "compare",
    "witness",
    "implications",
    "new",
    "review",
    "from-issue",
    "release",
    "deposit",
    "verify",
    "site",
)

#: Exit codes (design, section 7): 0 done, 1 findings, 2 usage, 3 unreadable or invalid input.
FINDINGS, USAGE, INVALID = 1, 2, 3


class LazyGroup(click.Group):
    """Finds a command in the module ``trd_registry.cli.<name>_command``, a hyphen in its name written as ``_``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"trd_registry.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Adds the nearest name where a command does not exist."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message} {suggest(args[0], COMMANDS).capitalize()}".strip(), ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Turns every error a user can act on into a message and an exit code, never a traceback."""
        try:
            return super().invoke(ctx)
        except InvalidInput as error:
            for finding in error.findings:
                click.echo(f"{finding}\n    {finding.remedy}", err=True)
            count = len(error.findings)
            click.echo(f"{count} {'finding' if count == 1 else 'findings'}; nothing was written.", err=True)
            sys.exit(INVALID)
        except BrokenPipeError:
            # Whoever read the output has seen enough; nothing more may be written, also not at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            what = f": {error.filename}" if error.filename else ""
            click.echo(f"trd: {error.strerror or error}{what}", err=True)
            sys.exit(INVALID)
        except RegistryError as error:
            click.echo(f"trd: {error.message}", err=True)
            if error.remedy:
                click.echo(f"    {error.remedy}", err=True)
            sys.exit(USAGE)
        except Exception as error:
            if not _is_out_of_memory(error):
                raise
            click.echo("trd: There is not enough memory for this input; nothing was written.", err=True)
            click.echo("    Split it, or use a machine with more.", err=True)
            sys.exit(INVALID)


def _is_out_of_memory(error: Exception) -> bool:
    """Whether Python or DuckDB got no more; the library is looked at only where it was used."""
    told = getattr(sys.modules.get("duckdb"), "OutOfMemoryException", MemoryError)
    return isinstance(error, MemoryError | told)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="trd-registry", prog_name="trd")
def main() -> None:
    """Definitions of treatment-resistant depression as data: run, compare, cite.

    A research tool, not medical advice. No data leave this machine.
    """
