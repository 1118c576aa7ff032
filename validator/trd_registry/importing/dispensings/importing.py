"""The whole import of a flat file of dispensings."""

from collections.abc import Callable
from pathlib import Path

from trd_registry.importing.declared import Declared
from trd_registry.importing.dispensings.options import Options
from trd_registry.importing.dispensings.persons import Persons
from trd_registry.importing.dispensings.supplies import Supplies, days_of
from trd_registry.importing.drugs import Drugs
from trd_registry.importing.flat.opening import open_table
from trd_registry.importing.importer import load_importer
from trd_registry.importing.source_report import Summary
from trd_registry.importing.target import Target
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError

#: How many names that were found within texts are written down.
_MOST = 200


def import_dispensings(
    folder: Path, options: Options, registry: Registry, *, form: str, check: bool, say: Callable[[str], None]
) -> Summary:
    """Makes a cohort folder from a file of dispensings.

    Raises RegistryError or InvalidInput where it cannot be made.
    """
    table = open_table(options.file, options.writing, options.map.columns.values(), options.sheet)
    declared = _declared(options)
    with Target(
        folder, load_importer("dispensings"), registry, declared, form="csv" if form == "csv" else "parquet",
        check=check, say=say, everybody=options.persons is None,
    ) as target:  # fmt: skip
        target.assumed += table.assumed
        supplies = Supplies(table, options, Drugs(registry.vocabularies, within_texts=options.within_texts), target)
        declared.mapping |= dict(supplies.columns)
        if options.span_of_data:
            first, last = days_of(table.rows(), supplies.columns["date"], options.dates)
            declared.record_from, declared.record_to = first, last
            target.assumed.append(
                f"The record is taken to reach from the first to the last day in the file, {first} to {last}: a "
                "guess, by which somebody who was observed for longer looks observed for less."
            )
        declared.as_of = options.as_of or declared.record_to
        _persons(options, target, declared)
        supplies.read()
        declared.synthetic = options.synthetic or supplies.marks.all
        target.assumed += [] if options.synthetic else supplies.marks.told()
        _tell(options, supplies, target)
        return target.finish()


def _declared(options: Options) -> Declared:
    if options.span_of_data and (options.first or options.last):
        raise RegistryError("The span is named and is to be taken from the data.", "Keep one of them.")
    own = options.persons is not None
    if not (options.first and options.last) and not options.span_of_data and not own:
        raise RegistryError(
            "The span of the record is not known.",
            "Name --from and --to, the first and last day on which a supply would be in the file; or --span-of-data.",
        )
    return Declared(
        title=options.title or f"Dispensings of {options.file.name}",
        source=options.source or options.file.name,
        record_from=options.first,
        record_to=options.last,
        covers=options.covers,
        repeats=["dispensings"] if options.repeats else [],
    )


def _persons(options: Options, target: Target, declared: Declared) -> None:
    if options.persons is None:
        return
    table = open_table(options.persons, options.writing, options.persons_map.columns.values())
    target.assumed += table.assumed
    persons = Persons(table, options.persons_map, target, dates=options.dates, as_of=declared.as_of)
    declared.mapping |= {f"persons.{name}": column for name, column in persons.columns.items()}
    persons.read()


def _tell(options: Options, supplies: Supplies, target: Target) -> None:
    """What was taken for granted, and what cannot be known from this file."""
    assumed, columns = target.assumed, supplies.columns
    if options.dates != "iso":
        assumed.append(f"Days are read as: {options.dates}.")
    if not options.covers:
        assumed.append(
            "The file is not taken to hold every supply of its span (--covers dispensings says that it does)."
        )
    if supplies.doses:
        assumed.append(
            f"The daily dose of {supplies.doses:,} supplies was worked out: strength times quantity by days of supply."
        )
    if supplies.without_dose:
        assumed.append(f"{supplies.without_dose:,} supplies have a strength or quantity that gives no dose: unknown.")
    if supplies.within:
        assumed.append(
            f"The drug of {sum(supplies.within.values()):,} rows was found by a name within a longer text "
            "(--exact-names leaves such rows out); which, stands in source.json."
        )
        for (text, treatment), _ in supplies.within.most_common(_MOST):
            target.declared.mapping[f"drug: {text}"] = treatment
    if not {"days"} & set(columns):
        for fact in ("supply", "adherence"):
            target.withheld[fact] = "No column of the file gives days of supply."
