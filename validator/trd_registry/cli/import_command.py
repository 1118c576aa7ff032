"""``trd import``: a cohort folder from other sources. Each source has its own module."""

from importlib import import_module
from importlib.util import find_spec

import click

#: Name of the command -> its module in ``trd_registry.cli``, which has it as ``command``.
SOURCES = {
    "dispensings": "import_dispensings",
    "trials": "import_trials",
    "template": "import_template",
    "redcap": "import_redcap",
    "redcap-dictionary": "import_redcap_dictionary",
    "omop": "import_omop",
    "fhir": "import_fhir",
}


class SourceGroup(click.Group):
    """Finds the command of a source."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The sources, in the order in which one meets them."""
        return [name for name, module in SOURCES.items() if find_spec(f"trd_registry.cli.{module}") is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the module of one source."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"trd_registry.cli.{SOURCES[cmd_name]}").command
        return command


@click.group(name="import", cls=SourceGroup)
def command() -> None:
    """Make a cohort folder (schema/COHORT.md) from other sources.

    Every row of the source is used, set aside because it is not about the subject, or rejected with its reason; the
    counts add up and are printed. What the source does not state stays unknown. Nothing is overwritten, and a run
    that does not end leaves nothing behind.
    """
