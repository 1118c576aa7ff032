"""``trd import omop``: a database in the OMOP common data model."""

from pathlib import Path

import click

from trd_registry.cli.import_options import common


@click.command(name="omop")
@click.argument("place", metavar="SOURCE")
@common
@click.option("--schema", default="", help="The schema that holds person, where there are several.")
@click.option("--vocabulary-schema", default="", help="The schema that holds concept, where it is another one.")
@click.option("--drugs", type=click.Choice(["drug_exposure", "drug_era"]), default="drug_exposure", show_default=True,
              help="The table that drugs are read from; eras know no dose and bridge gaps.")  # fmt: skip
@click.option("--period", type=click.Choice(["longest", "last", "first"]), default="longest", show_default=True,
              help="Which of several observation periods is the record of a person.")  # fmt: skip
@click.option("--covers", multiple=True, type=click.Choice(["dispensings", "diagnoses", "procedures", "none"]),
              help="What the source holds in full in its observation periods; by default all three, as the model says.",
              )  # fmt: skip
@click.option("--end-dates", is_flag=True,
              help="Where no days of supply are stated, take them from drug_exposure_end_date, which may be inferred.",
              )  # fmt: skip
@click.option("--memory", default="", metavar="SIZE", help="Memory to use at most, such as 3GB.")
def command(
    place: str,
    folder: Path,
    form: str,
    title: str,
    source: str,
    synthetic: bool,
    unchecked: bool,
    schema: str,
    vocabulary_schema: str,
    drugs: str,
    period: str,
    covers: tuple[str, ...],
    end_dates: bool,
    memory: str,
) -> None:
    """Import a database in the OMOP common data model, 5.2 to 5.4.

    SOURCE is a folder of tables (CSV, CSV packed with gzip, files of Athena, Parquet), a file of DuckDB or SQLite, or
    the address of a PostgreSQL database (postgresql://USER@HOST/DATABASE).

    Drugs, conditions and procedures are recognised through the vocabulary tables of the source (concept,
    concept_ancestor, drug_strength); without them, by the codes and names that are listed here, and then no list is
    taken for complete.
    """
    from trd_registry.importing.omop.importing import Choices, import_omop
    from trd_registry.loading.registry import Registry

    choices = Choices(
        place=place,
        schema=schema,
        vocabulary_schema=vocabulary_schema,
        drugs=drugs,
        period=period,
        covers=covers,
        end_dates=end_dates,
        memory=memory,
        title=title,
        source=source,
        synthetic=synthetic,
    )
    import_omop(
        folder, choices, Registry(), form=form, check=not unchecked, say=lambda line: click.echo(line, err=True)
    )
