"""A table while it is being filled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.extra import pyarrow
from trd_registry.cohorts.settled.columns import Types, arrow_type


@dataclass
class Table:
    """Rows to come, by column."""

    types: Types
    rows: dict[str, list[Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {name: [] for name in self.types}

    def add(self, row: Mapping[str, Any]) -> None:
        """One more row; it must have every column."""
        for name, values in self.rows.items():
            values.append(row[name])

    def done(self) -> Any:
        """The pyarrow table."""
        pa = pyarrow()

        return pa.table({name: pa.array(values, arrow_type(self.types[name])) for name, values in self.rows.items()})
