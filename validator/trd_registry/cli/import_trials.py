"""``trd import trials``: a table of trials, as CSV, Parquet or Excel."""

from pathlib import Path
from typing import Any

import click

from trd_registry.cli.import_options import EXISTING, common, filed, listed, mapped, pairs, trial_list, written


@click.command(name="trials")
@click.argument("file", type=EXISTING)
@common
@click.option("--persons", type=EXISTING, help="A table of persons; without it, facts of persons are unknown.")
@click.option("--episodes", type=EXISTING, help="A table of episodes.")
@click.option("--measurements", type=EXISTING, help="A table of scores.")
@mapped("WHAT=COLUMN", "A column of the cohort and that of the file: weeks=dur_wks, or persons.age=age.",
        "WHAT.WORD=MEANING", "What a word of a column means, such as response.2=partial.")  # fmt: skip
@listed("WORD", "A word or figure that says that a value is unknown.", "their row says otherwise")
@written(workbooks=True)
@filed("The sheet of a workbook with the trials.")
def command(file: Path, folder: Path, form: str, *, unchecked: bool, **given: Any) -> None:
    """Import a table of trials, one row a trial: CSV, Parquet, Excel, or the template of `trd import template`.

    Columns are those of schema/COHORT.md; columns of the same name need not be mapped.
    """
    from trd_registry.importing.flat.checking import checked_writing
    from trd_registry.importing.flat.column_map import read_map
    from trd_registry.importing.tables.importing import TableOptions, import_tables
    from trd_registry.loading.registry import Registry

    others = {table: given[table] for table in ("persons", "episodes", "measurements") if given[table] is not None}
    options = TableOptions(
        files={"trials": file, **others},
        map=read_map(given["map_file"], pairs(given["columns"], "--map"), pairs(given["values"], "--value")),
        writing=checked_writing(given["delimiter"], given["encoding"]),
        sheet=given["sheet"],
        **trial_list(given),
    )
    import_tables(
        folder, options, Registry(), form=form, check=not unchecked, say=lambda line: click.echo(line, err=True)
    )
