"""Text files without a line of headings: their columns are told by their number, in the order of the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.importing.importer import load_importer
from trd_registry.importing.omop.cdm import TABLES
from trd_registry.model.errors import RegistryError


@dataclass(frozen=True, slots=True)
class Order:
    """The columns of a table by their places."""

    #: The versions of the model that agree with the file.
    models: tuple[str, ...]
    #: Empty where versions with as many columns have different ones in that place.
    columns: tuple[str, ...]


def has_headings(table: str, cells: Sequence[str]) -> bool:
    """Whether a first line names columns of the table, and is not a row of it."""
    return not {cell.strip().casefold() for cell in cells}.isdisjoint(TABLES[table])


def order_of(table: str, cells: int, where: str) -> Order:
    """The columns of a file without headings.

    Args:
        table: Its table in the model.
        cells: How many cells its first line has.
        where: The file, for messages.

    Raises RegistryError where no version of the model has a table of so many columns.
    """
    orders: Mapping[str, Any] = load_importer("omop").data["orders"]["tables"]
    fitting = [one for one in orders.get(table, ()) if len(one["columns"]) == cells]
    if not fitting:
        known = sorted({len(one["columns"]) for one in orders.get(table, ())})
        raise RegistryError(
            f"{where} has no line of headings: no name in its first line is a column of {table}.",
            f"Without headings {table} has {' or '.join(map(str, known))} columns, and this file has {cells}. "
            "Write the names of the columns into its first line.",
        )
    models = tuple(model for one in fitting for model in one["models"])
    places = zip(*(one["columns"] for one in fitting), strict=True)
    return Order(models, tuple(names[0] if len(set(names)) == 1 else "" for names in places))
