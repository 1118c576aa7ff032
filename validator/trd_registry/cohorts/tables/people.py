"""Persons, their episodes and present scores in SQL: the counterpart of `FactReader` and of `history.py`, for dates."""

from collections.abc import Collection, Iterable, Mapping

from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.planning.sql import FALSE, TRUE, any_of, quoted, text
from trd_registry.cohorts.settled.columns import column, columns
from trd_registry.cohorts.settled.shape import Shape
from trd_registry.cohorts.tables.bundles import bundle_of_patient_fact
from trd_registry.cohorts.tables.meanings import Day
from trd_registry.cohorts.tables.patient_meanings import NEEDED, CoversReading, PatientReading
from trd_registry.cohorts.tables.reading import Rows
from trd_registry.model.dates import DAYS_PER_MONTH, PartialDate
from trd_registry.model.facts import PATIENT_FACTS, FactKind
from trd_registry.model.records import ENTRY_KINDS
from trd_registry.model.vocabulary import Vocabularies

_SCORE = "episode.score"


class Common:
    """What a cohort declares of the days and records of all persons, as SQL."""

    def __init__(self, declaration: Declaration) -> None:
        self._declaration = declaration

    def day(self) -> tuple[str, str]:
        """First and last day of the day of record."""
        text = self._declaration.data.get("as_of")
        if text is None:
            return "NULL::DATE", "NULL::DATE"
        day = PartialDate.parse(str(text))
        return f"DATE '{day.first}'", f"DATE '{day.last}'"

    def span(self) -> tuple[str, str]:
        """First and last day of the records."""
        days = (self._declaration.records.get(key) for key in ("from", "to"))
        first, last = ("NULL::DATE" if day is None else f"DATE '{day}'" for day in days)
        return first, last

    @property
    def covers(self) -> Collection[str]:
        """The kinds of entry that records hold in full."""
        found: Collection[str] = self._declaration.records.get("covers", ())
        return found


class People:
    """The SQL of one part's persons.

    Args:
        persons: Their rows.
        episodes: The rows of their episodes.
        shape: What is asked for.
        vocabularies: What names are looked up in.
        common: What holds where nothing is stated for a person.
    """

    def __init__(
        self,
        persons: Rows,
        episodes: Rows,
        shape: Shape,
        vocabularies: Vocabularies,
        common: "Common",
    ) -> None:
        self._persons, self._episodes = persons, episodes
        self._shape = shape
        self._vocabularies = vocabularies
        self._common = common
        self._facts: Mapping[str, FactKind] = {
            **{fact: PATIENT_FACTS[fact] for fact in NEEDED},
            **shape.of_patient,
        }

    def sql(self, roster: str, sources: tuple[str, str], present: Iterable[str]) -> str:
        """The persons with every fact that is asked for, and ``bad`` where something is or may be wrong.

        Args:
            roster: Their names and numbers, as SQL.
            sources: Where the rows of persons and of episodes are.
            present: The scales of which a table ``present`` holds scores.
        """
        scales = list(present)
        selected = [f"{sql} AS {quoted(name)}" for name, sql in self._read(scales).items()]
        joins = [f"LEFT JOIN present AS score_{place} ON score_{place}.number = roster.number "
                 f"AND score_{place}.scale = {text(scale)}" for place, scale in enumerate(scales)]  # fmt: skip
        read = (
            f"SELECT {', '.join(selected)}\n  FROM {roster} AS roster\n"
            f"  JOIN {sources[0]} AS persons ON persons.number = roster.number\n"
            f"  LEFT JOIN {sources[1]} AS episodes ON episodes.number = roster.number\n"
            f"  {self._persons.joins()}\n  {self._episodes.joins()}\n  " + "\n  ".join(joins)
        )
        return (
            f"WITH read AS (\n  {read}),\nlasting AS (\n  SELECT *, {_LENGTHS} FROM read)\n"
            f"SELECT * EXCLUDE (bad) REPLACE ({_REPLACED}), bad OR {any_of(_WRONG)} AS bad FROM lasting"
        )

    def _read(self, scales: list[str]) -> dict[str, str]:
        found = {"number": "roster.number", "person": "roster.person"}
        found |= self._day("as_of", "as_of", self._persons, self._common.day())
        found |= self._day("episode.onset", "onset", self._episodes, ("NULL::DATE", "NULL::DATE"))
        for key, otherwise in zip(("from", "to"), self._common.span(), strict=True):
            reading = Day("records", key)
            own = self._persons.value(f"records.{key}", f"records_{key}__day", reading)
            found[f"records_{key}"] = f"coalesce({own}, {otherwise})"
        for kind_of_entry in ENTRY_KINDS:
            own = self._persons.value("records.covers", f"covers_{kind_of_entry}", CoversReading())
            found[f"covers_{kind_of_entry}"] = (
                f"coalesce({own}, {TRUE if kind_of_entry in self._common.covers else FALSE})"
            )
        found["is_first"] = self._episodes.value("episode.number", "is_first", self._reading("episode.number"))
        for fact, kind in self._facts.items():
            found |= self._fact(fact, kind, scales)
        scored = any_of(
            [
                self._episodes.says(one for one in self._score_bundles()),
                *(f"score_{place}.number IS NOT NULL" for place in range(len(scales))),
            ]
        )
        found["scored"] = scored
        no_episode = f"(episodes.number IS NOT NULL AND ({self._episodes.bad()} OR NOT {self._episodes.says()}))"
        twice = f"{self._episodes.says(self._score_bundles())} AND roster.number IN (SELECT number FROM present)"
        found["bad"] = any_of([f"({self._persons.bad()})", no_episode, f"({twice})"])
        return found

    def _score_bundles(self) -> list[str]:
        return [name for name in self._episodes.bundles if name.startswith(f"{_SCORE}.")]

    def _reading(self, bundle: str) -> PatientReading:
        return PatientReading(bundle, self._shape, self._vocabularies)

    def _day(self, bundle: str, name: str, rows: Rows, otherwise: tuple[str, str]) -> dict[str, str]:
        reading = self._reading(bundle)
        ends = zip(("first", "last"), otherwise, strict=True)
        return {
            f"{name}_{end}": f"coalesce({rows.value(bundle, f'{name}__{end}', reading)}, {day})" for end, day in ends
        }

    def _fact(self, fact: str, kind: FactKind, scales: list[str]) -> dict[str, str]:
        bundle = bundle_of_patient_fact(fact)
        rows = self._episodes if fact.startswith("episode.") else self._persons
        reading = self._reading(bundle)
        found = {name: rows.value(bundle, name, reading) for name, _ in columns(fact, kind)}
        scale = fact.removeprefix(f"{_SCORE}.")
        if scale in scales:
            measured = f"score_{scales.index(scale)}."
            as_any = column(_SCORE)
            found = {name: f"coalesce({measured}{name.replace(column(fact), as_any)}, {sql})"
                     for name, sql in found.items()}  # fmt: skip
        return found


def _months(start: str, end: str) -> str:
    """Calendar months between two days: `PartialDate.months_until`."""
    days = f"(day({end}) - day({start}))"
    is_whole = f"day({end}) = day(last_day({end})) AND day({start}) > day({end})"
    return (
        f"((year({end}) - year({start})) * 12 + month({end}) - month({start}) "
        f"+ CASE WHEN {is_whole} THEN 0 ELSE {days} END / {DAYS_PER_MONTH!r}e0)"
    )


#: How long the episode has lasted, where the days tell it.
_LENGTHS = (
    f"{_months('onset_last', 'as_of_first')} AS months_lo, {_months('onset_first', 'as_of_last')} AS months_hi, "
    "as_of_first - onset_last AS days_lo, as_of_last - onset_first AS days_hi"
)


def _replaced() -> str:
    found: list[str] = []
    for unit in ("months", "days"):
        own = column(f"episode.{unit}", "")
        told = f"{unit}_hi IS NOT NULL"
        # Not negative, as far as that can be.
        lower = f"CASE WHEN {unit}_hi >= 0 THEN greatest({unit}_lo, 0) ELSE {unit}_lo END::DOUBLE"
        parts = {"lo": lower, "hi": f"{unit}_hi::DOUBLE", "lo_open": "FALSE", "hi_open": "FALSE", "stated": "TRUE"}
        found += (f"CASE WHEN {told} THEN {sql} ELSE {own}__{part} END AS {own}__{part}" for part, sql in parts.items())
    return ", ".join(found)


_REPLACED = _replaced()

_WRONG = (
    "coalesce(onset_first > as_of_last, FALSE)",
    "coalesce(months_hi IS NOT NULL AND episode__months__stated, FALSE)",
    "(scored AND episode__severity__stated)",
    # RecordReader, and the end of the record beside as_of.
    "coalesce(records_from > records_to, FALSE)",
    "coalesce(records_from IS NOT NULL AND records_to > as_of_last, FALSE)",
)
