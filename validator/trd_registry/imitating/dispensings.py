"""A flat file of dispensings, as a pharmacy register gives it out: who, when, what and how much, and no more."""

from collections.abc import Iterable
from pathlib import Path

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import Person
from trd_registry.imitating.csv_tables import CsvTables
from trd_registry.imitating.products import products
from trd_registry.importing.synthetic_mark import MARK
from trd_registry.loading.registry import Registry

_TABLES = {
    "dispensings": ("person", "date", "atc", "drug", "days", "strength", "quantity"),
    "persons": ("person", "birth_date", "sex", "record_from", "record_to", "as_of"),
}


def write(folder: Path, persons: Iterable[Person], label: Label) -> None:
    """Writes dispensings.csv and persons.csv; every row says that it is synthetic."""
    known = products(label.figures, Registry())
    with CsvTables(folder, _TABLES, {MARK: "true"}) as tables:
        for person in persons:
            first, last = person.first.isoformat(), person.last.isoformat()
            tables.add("persons", [{
                "person": person.name, "birth_date": person.born.isoformat(), "sex": person.sex,
                "record_from": first, "record_to": last, "as_of": last,
            }])  # fmt: skip
            for one in person.supplies:
                product = known[one.treatment]
                tables.add("dispensings", [{
                    "person": person.name, "date": one.day.isoformat(), "atc": product.atc,
                    "drug": product.ingredient, "days": one.days, "strength": product.strength,
                    "quantity": product.tablets(one.dose, one.days),
                }])  # fmt: skip
