"""``trd import fhir``: bundles, bulk exports and single resources of FHIR R4."""

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click

from trd_registry.cli.import_options import common

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="fhir")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@common
@click.option("--from", "first", type=_DAY, required=True, metavar="DAY", help="First day of the record (YYYY-MM-DD).")
@click.option("--to", "last", type=_DAY, required=True, metavar="DAY", help="Last day of the record.")
@click.option("--covers", multiple=True, type=click.Choice(["dispensings", "diagnoses", "procedures"]),
              help="The sources hold every one of these of their patients between the two days.")  # fmt: skip
@click.option("--as-of", "as_of", type=_DAY, metavar="DAY",
              help="The day on which ages and present scores are meant; the last day by default.")  # fmt: skip
@click.option("--requests", type=click.Choice(["as-dispensings"]),
              help="Take an order (MedicationRequest) for a supply on its day.")  # fmt: skip
@click.option("--prepared", type=click.Choice(["as-handed-over"]),
              help="Where the day of handing over is missing, take the day of preparation.")  # fmt: skip
@click.option("--onset", type=click.Choice(["as-recorded"]),
              help="Where the day of recording a condition is missing, take its onset.")  # fmt: skip
@click.option("--encounter", type=click.Choice(["as-recorded"]),
              help="Where that is missing too, take the first day of its encounter.")  # fmt: skip
@click.option("--scores-within", type=click.IntRange(0, 3650), default=0, show_default=True, metavar="DAYS",
              help="The latest score of so many days before --as-of is the present one.")  # fmt: skip
def command(
    sources: tuple[Path, ...], folder: Path, form: Literal["parquet", "csv"], title: str, source: str, *,
    unchecked: bool, first: datetime, last: datetime, covers: tuple[str, ...], **given: Any,
) -> None:  # fmt: skip
    """Import FHIR R4 in JSON: files (.json, .ndjson, either with .gz) or folders of them.

    Read are Patient, MedicationDispense, MedicationStatement, Medication, Procedure, Condition, Encounter, Observation
    and QuestionnaireResponse, and MedicationRequest where you say so. The span of the record is what you say: it does
    not follow from the data, and neither does what the record holds in full (--covers).
    """
    from trd_registry.importing.fhir.importing import import_fhir
    from trd_registry.importing.fhir.options import Options
    from trd_registry.loading.registry import Registry

    options = Options(
        record_from=first.date(),
        record_to=last.date(),
        covers=tuple(dict.fromkeys(covers)),
        as_of=given["as_of"].date() if given["as_of"] else None,
        requests_as_dispensings=given["requests"] is not None,
        prepared_as_handed_over=given["prepared"] is not None,
        onset_as_recorded=given["onset"] is not None,
        encounter_as_recorded=given["encounter"] is not None,
        scores_within=given["scores_within"],
    )
    import_fhir(
        folder, sources, options, Registry(), title=title, source=source, synthetic=given["synthetic"], form=form,
        check=not unchecked,
        say=lambda line: click.echo(line, err=True),
    )  # fmt: skip
