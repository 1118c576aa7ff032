"""Lookup tables: for every bundle of a part of a cohort, what the different combinations of its cells mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.settled.columns import Types, arrow_type
from trd_registry.cohorts.tables.meanings import Meanings


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup table in the database, as far as the rows of a table must be joined with it."""

    name: str
    columns: tuple[str, ...]
    #: Whether something is wrong with some of its combinations.
    is_bad: bool
    #: Whether two different combinations of cells say the same, or a cell that is not empty says nothing.
    is_ambiguous: bool
    types: Types

    def join(self, rows: str) -> str:
        """The join with rows of the table."""
        same = " AND ".join(f"{rows}.{one} IS NOT DISTINCT FROM {self.name}.{one}" for one in self.columns)
        return f"LEFT JOIN {self.name} ON {same}"


def look_up(connection: Any, source: str, table: str, meanings: Iterable[Meanings]) -> dict[str, Lookup]:
    """Makes the lookup tables for the rows of a source that can be read; by the name of the bundle."""
    return {one.bundle.name: _lookup(connection, source, f"means_{table}_{place}", one)
            for place, one in enumerate(meanings)}  # fmt: skip


def _lookup(connection: Any, source: str, name: str, meanings: Meanings) -> Lookup:
    meanings.forget()
    columns = meanings.bundle.columns
    listed = ", ".join(columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE cells AS SELECT row_number() OVER () - 1 AS place, {listed} "
        f"FROM (SELECT DISTINCT {listed} FROM {source} WHERE fault IS NULL)"
    )
    cells = connection.execute(f"SELECT {listed} FROM cells ORDER BY place").fetchall()
    rows = [meanings.of(one) for one in cells]
    connection.register("meant", as_arrow(rows, meanings.types))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * EXCLUDE (place) FROM cells JOIN meant USING (place)"
    )
    connection.unregister("meant")
    said = [row["said"] for row in rows]
    empty = sum(any(value not in (None, "") for value in one) and not row["says"]
                for one, row in zip(cells, rows, strict=True))  # fmt: skip
    return Lookup(
        name, columns, any(row["bad"] for row in rows), len(set(said)) < len(said) or empty > 0, meanings.types
    )


def as_arrow(rows: Sequence[Mapping[str, Any]], types: Types) -> Any:
    """Rows with their place (from zero)."""
    pa = needed("pyarrow")

    columns = {name: pa.array([row[name] for row in rows], _type(kind)) for name, kind in types.items()}
    return pa.table({"place": pa.array(range(len(rows)), pa.int64()), **columns})


def _type(kind: str) -> Any:
    pa = needed("pyarrow")

    return pa.date32() if kind == "day" else arrow_type(kind)
