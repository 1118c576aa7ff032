"""Settled tables as Parquet files, a file for every lot of persons, so that one job can read them all."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.running.engine import TABLES
from trd_registry.cohorts.settled.settle import Settled


@dataclass
class SettledFiles:
    """A folder with one folder a table; persons and agents are numbered through all lots."""

    folder: Path
    #: How many persons are in it.
    persons: int = 0
    _lots: int = 0
    _agents: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in TABLES:
            (self.folder / name).mkdir(parents=True)

    def add(self, settled: Settled) -> None:
        """Writes one lot, its persons after those before it."""
        self._write("patients", _after(settled.patients, self.persons))
        trials = _after(settled.trials, self.persons)
        agents = trials.column("agent").combine_chunks()
        place = trials.schema.get_field_index("agent")
        self._write("trials", trials.set_column(place, "agent", self._numbers(settled.agents).take(agents)))
        self.persons += settled.patients.num_rows
        self._lots += 1
        self._schema = settled.agents.schema

    def _numbers(self, agents: Any) -> Any:
        """The number of every agent of a lot among those of all lots; the place of an agent is its number."""
        rows = sorted(agents.to_pylist(), key=lambda row: row["agent"])
        keys = [tuple(_hashable(row[name]) for name in agents.column_names if name != "agent") for row in rows]
        arrow = needed("pyarrow")
        return arrow.array([self._agents.setdefault(key, len(self._agents)) for key in keys], arrow.int64())

    def done(self) -> None:
        """Writes the agents of all lots."""
        arrow = needed("pyarrow")
        names = [name for name in self._schema.names if name != "agent"]
        rows = [{"agent": number, **dict(zip(names, key, strict=True))} for key, number in self._agents.items()]
        self._write("agents", arrow.Table.from_pylist(rows, self._schema))

    def _write(self, name: str, table: Any) -> None:
        path = self.folder / name / f"lot-{self._lots:05}.parquet"
        needed("pyarrow.parquet").write_table(signed(table), str(path), compression="zstd")


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _after(table: Any, persons: int) -> Any:
    """The table with the numbers of persons counted on."""
    place = table.schema.get_field_index("person")
    return table.set_column(place, "person", needed("pyarrow.compute").add(table.column("person"), persons))


def signed(table: Any) -> Any:
    """Sets of names as whole numbers with a sign, the same 64 bits: Spark has no others."""
    arrow = needed("pyarrow")
    for place, one in enumerate(table.schema):
        if one.type == arrow.uint64():
            chunks = [chunk.view(arrow.int64()) for chunk in table.column(place).chunks]
            table = table.set_column(place, one.name, arrow.chunked_array(chunks, arrow.int64()))
    return table
