"""``trd import trials``: a table of trials, as CSV, Parquet or Excel."""

from pathlib import Path
from typing import Any

import click

from trd_registry.cli.import_options import common, pairs

_EXISTING = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(name="trials")
@click.argument("file", type=_EXISTING)
@common
@click.option("--persons", type=_EXISTING, help="A table of persons; without it, facts of persons are unknown.")
@click.option("--episodes", type=_EXISTING, help="A table of episodes.")
@click.option("--measurements", type=_EXISTING, help="A table of scores.")
@click.option("--map", "columns", multiple=True, metavar="WHAT=COLUMN",
              help="A column of the cohort and that of the file: weeks=dur_wks, or persons.age=age.")  # fmt: skip
@click.option("--value", "values", multiple=True, metavar="WHAT.WORD=MEANING",
              help="What a word of a column means, such as response.2=partial.")  # fmt: skip
@click.option("--map-file", type=_EXISTING, help="The same in YAML: `map:` and `values:`.")
@click.option("--missing", multiple=True, metavar="WORD", help="A word or figure that says that a value is unknown.")
@click.option("--complete", default="none", show_default=True,
              help="What is listed in full: all, none, KIND,KIND or current-episode:KIND,KIND.")  # fmt: skip
@click.option(
    "--current-episode", is_flag=True, help="Trials lie in the current episode, unless their row says otherwise."
)
@click.option("--as-of", default="", metavar="DAY", help="The day on which the records stand.")
@click.option("--dates", type=click.Choice(["iso", "dmy", "mdy", "ymd", "excel"]), default="iso", show_default=True,
              help="How days are written; excel: numbers that count days.")  # fmt: skip
@click.option("--decimal", type=click.Choice(["point", "comma"]), default="point", show_default=True,
              help="The sign before decimals.")  # fmt: skip
@click.option("--delimiter", default="", help="comma, semicolon, tab, bar or a character; found out by default.")
@click.option("--encoding", default="", help="Such as utf-8, cp1252, utf-16; found out by default.")
@click.option("--sheet", default="", help="The sheet of a workbook with the trials.")
def command(file: Path, folder: Path, form: str, *, unchecked: bool, **given: Any) -> None:
    """Import a table of trials, one row a trial: CSV, Parquet, Excel, or the template of `trd import template`.

    Columns are those of schema/COHORT.md; columns of the same name need not be mapped.
    """
    from trd_registry.importing.flat.checking import checked_complete, checked_day, checked_writing
    from trd_registry.importing.flat.column_map import read_map
    from trd_registry.importing.tables.importing import TableOptions, import_tables
    from trd_registry.loading.registry import Registry

    others = {table: given[table] for table in ("persons", "episodes", "measurements") if given[table] is not None}
    options = TableOptions(
        files={"trials": file, **others},
        map=read_map(given["map_file"], pairs(given["columns"], "--map"), pairs(given["values"], "--value")),
        writing=checked_writing(given["delimiter"], given["encoding"]),
        sheet=given["sheet"],
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
    import_tables(
        folder, options, Registry(), form=form, check=not unchecked, say=lambda line: click.echo(line, err=True)
    )
