"""``trd import redcap``: a REDCap project, by its data dictionary and its flat export."""

from pathlib import Path
from typing import Any

import click

from trd_registry.cli.import_options import EXISTING, common, listed, mapped, pairs, trial_list, written


@click.command(name="redcap")
@click.argument("dictionary", type=EXISTING, metavar="DICTIONARY.csv")
@click.argument("export", type=EXISTING, metavar="EXPORT.csv")
@common
@mapped("TABLE.COLUMN=FIELD", "A column of the cohort and a field: trials.dose=ad_dose.",
        "TABLE.COLUMN.WORD=MEANING", "What a choice means, such as trials.response.3=partial.")  # fmt: skip
@listed("CODE", "A missing data code of the project.", "they say otherwise")
@written(workbooks=False)
def command(dictionary: Path, export: Path, folder: Path, form: str, *, unchecked: bool, **given: Any) -> None:
    """Import the flat export of a REDCap project: raw values or labels, with repeating instruments.

    Fields are known by their annotation in the dictionary (trd:trials.dose), as in that of
    `trd import redcap-dictionary`, or by --map.
    """
    from trd_registry.importing.flat.column_map import read_map
    from trd_registry.importing.redcap.importing import RedcapOptions, import_redcap
    from trd_registry.loading.registry import Registry

    options = RedcapOptions(
        dictionary=dictionary,
        export=export,
        map=read_map(given["map_file"], pairs(given["columns"], "--map"), pairs(given["values"], "--value"), 2),
        **trial_list(given),
    )
    import_redcap(
        folder, options, Registry(), form=form, check=not unchecked, say=lambda line: click.echo(line, err=True)
    )
