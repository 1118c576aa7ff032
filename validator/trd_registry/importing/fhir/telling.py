"""What an import took for granted, in sentences."""

from pathlib import Path

from trd_registry.importing.fhir.gathering import Gathered
from trd_registry.importing.fhir.options import Options
from trd_registry.importing.fhir.run import Run
from trd_registry.importing.target import Target


def tell(run: Run, options: Options, gathered: Gathered, target: Target, passed: list[Path]) -> None:
    """Writes down the options, the lists that were asked, and what follows from neither."""
    assumed, mapping = target.assumed, target.declared.mapping
    mapping["lists"] = ", ".join(run.references)
    mapping["person"] = "Patient.id"
    mapping["sex"] = "Patient.gender, the administrative gender"
    if not options.covers:
        assumed.append("No list is taken to be complete within the span of the record (--covers says which are).")
    assumed.append("Days are those that the source wrote, in the time zone that stands beside them.")
    assumed.append(
        "Two resources with different ids are two events, however alike; of one id the newest version counts."
    )
    _options(options, target, has_trials=run.trials > 0)
    if passed:
        names = ", ".join(path.name for path in passed[:5]) + (", ..." if len(passed) > 5 else "")
        assumed.append(f"{len(passed)} files of the folders are not read, by their names: {names}.")
    if gathered.pages.missing():
        assumed.append(
            f"{gathered.pages.missing()} searches name a further page that is not among the sources: fetch it, or "
            "the lists are not complete."
        )


def _options(options: Options, target: Target, *, has_trials: bool) -> None:
    assumed, mapping = target.assumed, target.declared.mapping
    notes: list[str] = []
    if options.requests_as_dispensings:
        notes.append(
            "Orders (MedicationRequest) are taken for supplies on the day on which they were written, once each; "
            "whether the drug was ever supplied is not known, and repeats are not counted."
        )
        mapping["dispensings"] = "MedicationDispense; MedicationRequest.authoredOn where no supply names the order"
    else:
        mapping["dispensings"] = "MedicationDispense"
    if options.prepared_as_handed_over:
        notes.append("Where the day of handing over is missing, the day of preparation stands for it.")
    if options.onset_as_recorded:
        notes.append("Where the day of recording a condition is missing, its day of onset stands for it.")
    if options.encounter_as_recorded:
        notes.append("Where that is missing too, the first day of the encounter stands for it.")
    if options.scores_within:
        notes.append(
            f"The latest score of the last {options.scores_within} days before {options.day.isoformat()} is taken "
            "for the present one."
        )
    if has_trials:
        notes.append(
            "Trials are made from MedicationStatements, which name drugs taken for any reason; statements that may "
            "speak of the same time are one trial."
        )
    assumed += notes
    target.declared.notes = " ".join(notes)
