"""The settled tables of the records of one part, of those who are plain: the counterpart of `RecordSettling`."""

from collections.abc import Iterator, Mapping
from datetime import date

from trd_registry.cohorts.planning.sql import quoted
from trd_registry.cohorts.settled.bits import WIDTH
from trd_registry.cohorts.tables.meanings import Reading
from trd_registry.cohorts.tables.reading import Rows
from trd_registry.model.records import ENTRY_KINDS

#: Table -> its columns beside person, entry and day, each with the bundle and the column of its lookup table.
COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "dispensings": {
        **{name: ("treatment", name) for name in ("agent", "name")},
        **{name: ("days", name) for name in ("supply_lo", "supply_hi")},
        **{name: ("dose", name) for name in ("dose_lo", "dose_hi", "dose_lo_open", "dose_hi_open")},
    },
    "procedures": {
        **{name: ("treatment", name) for name in ("agent", "name")},
        "laterality": ("laterality", "laterality"),
    },
    "diagnoses": {name: (name, f"{name}__word") for name in ("condition", "setting")},
}


def entries(table: str, rows: Rows, source: str, readings: Mapping[str, Reading]) -> str:
    """The entries of those who are plain; ``name``, by which they are grouped, beside the settled columns.

    Args:
        table: Dispensings, diagnoses or procedures.
        rows: Its rows.
        source: Where they are.
        readings: The readers of its bundles.
    """
    told = {name: rows.value(bundle, column, readings[bundle]) for name, (bundle, column) in COLUMNS[table].items()}
    if "setting" in told:
        told["setting"] = f"coalesce({told['setting']}, '')"
    selected = "".join(f", {sql} AS {quoted(name)}" for name, sql in told.items())
    return (
        f"SELECT {table}.number AS person, "
        f"row_number() OVER (PARTITION BY {table}.number ORDER BY {table}.line) - 1 AS entry, "
        f"{_ordinal(rows.value('date', 'date__day', readings['date']))} AS day{selected} "
        f"FROM {source} AS {table} SEMI JOIN plain ON plain.number = {table}.number {rows.joins()}"
    )


def spans(dispensings: str, procedures: str) -> str:
    """The spans of those who are plain, given the tables of their entries.

    Nobody here has so many entries that they could not be numbered in a statement.
    """
    there = "(records_from IS NOT NULL AND records_to IS NOT NULL)"
    told = {
        "person": "number",
        **{name: f"CASE WHEN {there} THEN {_ordinal(f'records_{end}')} END"
           for name, end in (("first", "from"), ("last", "to"))},
        "as_of": _ordinal("as_of_last"),
        **{f"{kind}_full": f"{there} AND covers_{kind}" for kind in ENTRY_KINDS},
        "plain": f"number NOT IN ({' UNION ALL '.join(_not_alike(dispensings, procedures))})",
    }  # fmt: skip
    selected = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in told.items())
    return f"SELECT {selected} FROM people SEMI JOIN plain USING (number)"


def _not_alike(*tables: str) -> Iterator[str]:
    """Persons of whom some treatment is not described alike wherever it stands, or with very many treatments."""
    for table in tables:
        yield f"SELECT person FROM {table} GROUP BY person HAVING count(DISTINCT agent) <> count(DISTINCT name)"
    names = " UNION ALL ".join(f"SELECT person, name FROM {table}" for table in tables)
    yield f"SELECT person FROM ({names}) GROUP BY person HAVING count(DISTINCT name) > {WIDTH}"


def _ordinal(day: str) -> str:
    """A day as `date.toordinal` numbers it."""
    return f"({day} - DATE '{date.min}' + {date.min.toordinal()})"
