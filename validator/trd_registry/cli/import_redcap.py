"""``trd import redcap``: a REDCap project, by its data dictionary and its flat export."""

from pathlib import Path
from typing import Any

import click

from trd_registry.cli.import_options import common, pairs

_EXISTING = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(name="redcap")
@click.argument("dictionary", type=_EXISTING, metavar="DICTIONARY.csv")
@click.argument("export", type=_EXISTING, metavar="EXPORT.csv")
@common
@click.option("--map", "columns", multiple=True, metavar="TABLE.COLUMN=FIELD",
              help="A column of the cohort and a field: trials.dose=ad_dose.")  # fmt: skip
@click.option("--value", "values", multiple=True, metavar="TABLE.COLUMN.WORD=MEANING",
              help="What a choice means, such as trials.response.3=partial.")  # fmt: skip
@click.option("--map-file", type=_EXISTING, help="The same in YAML: `map:` and `values:`.")
@click.option("--missing", multiple=True, metavar="CODE", help="A missing data code of the project.")
@click.option("--complete", default="none", show_default=True,
              help="What is listed in full: all, none, KIND,KIND or current-episode:KIND,KIND.")  # fmt: skip
@click.option("--current-episode", is_flag=True, help="Trials lie in the current episode, unless they say otherwise.")
@click.option("--as-of", default="", metavar="DAY", help="The day on which the records stand.")
@click.option("--dates", type=click.Choice(["iso", "dmy", "mdy", "ymd"]), default="iso", show_default=True,
              help="How days are written.")  # fmt: skip
@click.option("--decimal", type=click.Choice(["point", "comma"]), default="point", show_default=True,
              help="The sign before decimals.")  # fmt: skip
def command(dictionary: Path, export: Path, folder: Path, form: str, *, unchecked: bool, **given: Any) -> None:
    """Import the flat export of a REDCap project: raw values or labels, with repeating instruments.

    Fields are known by their annotation in the dictionary (trd:trials.dose), as in that of
    `trd import redcap-dictionary`, or by --map.
    """
    from trd_registry.importing.flat.checking import checked_complete, checked_day
    from trd_registry.importing.flat.column_map import read_map
    from trd_registry.importing.redcap.importing import RedcapOptions, import_redcap
    from trd_registry.loading.registry import Registry

    options = RedcapOptions(
        dictionary=dictionary,
        export=export,
        map=read_map(given["map_file"], pairs(given["columns"], "--map"), pairs(given["values"], "--value"), 2),
        dates=given["dates"],
        decimal="," if given["decimal"] == "comma" else ".",
        missing=frozenset(word.strip().casefold() for word in given["missing"]),
        as_of=checked_day(given["as_of"], "--as-of", partial=True),
        complete=checked_complete(given["complete"]),
        in_current_episode=given["current_episode"],
        title=given["title"],
        source=given["source"],
        synthetic=given["synthetic"],
    )
    import_redcap(
        folder, options, Registry(), form=form, check=not unchecked, say=lambda line: click.echo(line, err=True)
    )
