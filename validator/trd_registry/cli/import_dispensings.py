"""``trd import dispensings``: a flat file of dispensed or prescribed drugs."""

from pathlib import Path
from typing import Any

import click

from trd_registry.cli.import_options import EXISTING, common, decimal_sign, filed, mapped, pairs, written


@click.command(name="dispensings")
@click.argument("file", type=EXISTING)
@common
@mapped("WHAT=COLUMN", "person, date, atc, drug, days, dose, strength or quantity, and its column.",
        "WHAT.WORD=MEANING", "What a word of a column means, such as drug.SERTR=sertraline.")  # fmt: skip
@click.option("--persons", type=EXISTING, help="A table of persons.")
@click.option("--persons-map", "person_columns", multiple=True, metavar="WHAT=COLUMN",
              help="person, birth_date, birth_year, age, sex, disorder, record_from, record_to or as_of.")  # fmt: skip
@click.option("--persons-value", "person_values", multiple=True, metavar="WHAT.WORD=MEANING",
              help="What a word means, such as sex.1=male.")  # fmt: skip
@click.option("--from", "first", default="", metavar="DAY", help="First day of the record (YYYY-MM-DD).")
@click.option("--to", "last", default="", metavar="DAY", help="Last day of the record.")
@click.option("--span-of-data", is_flag=True, help="Take the first and last day in the file for the span: a guess.")
@click.option("--covers", multiple=True, type=click.Choice(["dispensings"]),
              help="The file holds every supply of its persons in the span.")  # fmt: skip
@click.option("--as-of", default="", metavar="DAY", help="The day on which ages are meant; the last day by default.")
@written(workbooks=True)
@filed("The sheet of a workbook.")
@click.option("--repeats", is_flag=True, help="Equal rows are supplies of their own, not copies.")
@click.option("--exact-names", is_flag=True, help="A name of a drug must be the whole text.")
def command(file: Path, folder: Path, form: str, *, unchecked: bool, **given: Any) -> None:
    """Import a CSV, Parquet or Excel file of dispensed or prescribed drugs, one row a supply.

    The span of the record is what you say (--from, --to), or a column of the persons: it does not follow from the
    first and last row. What counts as missing between them is said by --covers.
    """
    from trd_registry.importing.dispensings.importing import import_dispensings
    from trd_registry.importing.dispensings.options import Options
    from trd_registry.importing.flat.checking import checked_day, checked_writing
    from trd_registry.importing.flat.column_map import read_map
    from trd_registry.loading.registry import Registry

    options = Options(
        file=file,
        map=read_map(given["map_file"], pairs(given["columns"], "--map"), pairs(given["values"], "--value")),
        persons=given["persons"],
        persons_map=read_map(
            None, pairs(given["person_columns"], "--persons-map"), pairs(given["person_values"], "--persons-value")
        ),
        writing=checked_writing(given["delimiter"], given["encoding"]),
        sheet=given["sheet"],
        dates=given["dates"],
        decimal=decimal_sign(given),
        first=checked_day(given["first"], "--from"),
        last=checked_day(given["last"], "--to"),
        span_of_data=given["span_of_data"],
        as_of=checked_day(given["as_of"], "--as-of", partial=True),
        covers=tuple(given["covers"]),
        repeats=given["repeats"],
        within_texts=not given["exact_names"],
        title=given["title"],
        source=given["source"],
        synthetic=given["synthetic"],
    )
    import_dispensings(
        folder, options, Registry(), form=form, check=not unchecked, say=lambda line: click.echo(line, err=True)
    )
