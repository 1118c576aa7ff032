"""Scores in long form: present ones beside the episode, those of a trial as further columns of trials.

The counterpart of what `Assembly` does with measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.folder.columns import Cell, cell_of
from trd_registry.cohorts.folder.header import Header
from trd_registry.cohorts.planning.sql import any_of, quoted, text
from trd_registry.cohorts.tables.patient_meanings import ScoreReading, WordReading
from trd_registry.cohorts.tables.reading import Rows
from trd_registry.cohorts.tables.staging import Staged
from trd_registry.model.vocabulary import Vocabularies

_TABLE = "measurements"


@dataclass(frozen=True, slots=True)
class Further:
    """A further column of trials, and the measurements that stand in it."""

    cell: Cell
    at: str
    scale: str
    #: The column of measurements.
    column: str


def further_columns(connection: Any, measurements: Staged | None, trials: Header, known: Vocabularies) -> list[Further]:
    """The columns that scores of trials would have if they stood in trials; none for those that do stand there."""
    if measurements is None or measurements.rows == 0:
        return []
    named = {cell.header: f"c{place}" for place, cell in enumerate(measurements.header.cells[1:]) if cell is not None}
    if not {"at", "scale"} <= named.keys():
        return []
    told = f"SELECT DISTINCT {named['at']}, {named['scale']} FROM {measurements.every_part()}"
    met = connection.execute(told).fetchall()
    pairs = {(at.strip(), scale.strip()) for at, scale in met if isinstance(at, str) and isinstance(scale, str)}
    there = {cell.path for cell in trials.cells if cell is not None}
    found = []
    for at, scale in sorted(pairs):
        for header, column in named.items():
            told, _, bound = header.partition("score")
            cell = None
            if told == "" and header.startswith("score") and at in ("start", "end") and scale in known.scales:
                cell = cell_of("trials", f"{at}_score.{scale}{bound}")
            if cell is not None and cell.path not in there:
                found.append(Further(cell, at, scale, column))
    return found


class Measurements:
    """The SQL of one part's measurements.

    Args:
        rows: Their rows.
        source: Where they are.
        vocabularies: What names are looked up in.
        further: The columns of trials that they fill.
        width: How many columns trials have without them.
    """

    def __init__(
        self, rows: Rows, source: str, vocabularies: Vocabularies, further: Sequence[Further], width: int
    ) -> None:
        self._rows, self._source = rows, source
        self._score, self._at = ScoreReading(vocabularies), WordReading("at")
        self._further, self._width = further, width

    def sql(self) -> str:
        """Every measurement: number, moment, trial, scale, score, its cells; ``bad`` where its person is not plain."""
        at, trial = self._rows.value("at", "at__word", self._at), self._rows.free("trial")
        told = {name: self._rows.value("score", name, self._score) for name in self._score.types}
        pairs = sorted({(one.at, one.scale) for one in self._further})
        has_column = any_of(f"({at} = {text(when)} AND {told['scale']} = {text(scale)})" for when, scale in pairs)
        cells = "".join(f", {_TABLE}.{one}" for one in dict.fromkeys(one.column for one in self._further))
        is_wrong = f"CASE WHEN {at} = 'present' THEN {trial} IS NOT NULL ELSE {trial} IS NULL OR NOT ({has_column}) END"
        return (
            f"SELECT {_TABLE}.number, {at} AS moment, {trial} AS trial{cells}, "
            f"{', '.join(f'{sql} AS {quoted(name)}' for name, sql in told.items())}, "
            f"{any_of([f'({self._rows.bad()})', f'coalesce({is_wrong}, TRUE)'])} AS bad "
            f"FROM {self._source} AS {_TABLE} {self._rows.joins()}"
        )

    def of_trials(self) -> str:
        """The scores of trials in ``measured``, one row a trial."""
        cells = (
            f"any_value({one.column}) FILTER (moment = {text(one.at)} AND scale = {text(one.scale)}) AS c{place}"
            for place, one in enumerate(self._further, start=self._width)
        )
        return (
            f"SELECT number, trial, {', '.join(cells)} FROM measured WHERE moment <> 'present' GROUP BY number, trial"
        )


#: Why persons are not plain, each as their numbers.
NOT_PLAIN = (
    "SELECT number FROM measured WHERE bad",
    "SELECT number FROM measured GROUP BY number, moment, trial, scale HAVING count(*) > 1",
)
