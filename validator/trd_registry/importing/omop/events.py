"""The rows of one table of events that matter, each with what is wrong with it, if anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trd_registry.importing.omop.codes import OURS, UNKNOWN, Kind, key_of
from trd_registry.importing.omop.source import Source


@dataclass(frozen=True, slots=True)
class Check:
    """What makes a row unusable: SQL over its columns, and what is said of it."""

    when: str
    code: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Events:
    """How a table of events is read."""

    kind: Kind
    #: The key.
    key: str
    #: Columns that hold the day, the first one that says something.
    days: tuple[str, ...]
    #: The table of the cohort that it fills.
    fills: str
    #: Name -> SQL over the source: what else is read.
    more: Mapping[str, str] = field(default_factory=dict)
    checks: Sequence[Check] = ()


def read_rows(source: Source, events: Events) -> None:
    """Makes ``rows_TABLE``: the rows of what is ours, and of what cannot be told and so may be; one pass over it."""
    table, columns = events.kind.table, source.columns(events.kind.table)
    more = "".join(f", {sql} AS {name}" for name, sql in events.more.items())
    payload = ", ".join(events.more) or "0"
    key = columns.text(events.key)
    run = source.database.execute
    run(
        f"CREATE TABLE rows_{table} AS SELECT row_number() OVER () AS seq, {key} AS line, "
        f"{columns.person()} AS person, {columns.day(*events.days)} AS day, d.state, d.via, d.c{more} FROM "
        f"cdm_{table} AS s "
        f"JOIN decided_{table} AS d ON {key_of(source, events.kind)} WHERE d.state IN ('{OURS}', '{UNKNOWN}')"
    )
    # Two rows of one key are a copy, or contradict each other; without keys equal rows cannot be told from copies.
    run(
        f"CREATE TABLE twice_{table} AS SELECT mark, min(seq) AS first, "
        f"count(DISTINCT hash(person, day, via, {payload})) > 1 AS differ FROM (SELECT *, "
        f"coalesce(line, 'equal ' || hash(person, day, via, {payload})) AS mark FROM rows_{table}) "
        "GROUP BY mark HAVING count(*) > 1"
    )


def judge_rows(source: Source, events: Events) -> None:
    """Makes ``judged_TABLE``: with a fault, with ``outside`` the span of the record, or neither."""
    table = events.kind.table
    payload = ", ".join(events.more) or "0"
    checks = " ".join(f"WHEN {one.when} THEN {_fault(one.code, one.column, one.reason)}" for one in events.checks)
    source.database.execute(
        f"CREATE TABLE judged_{table} AS SELECT r.*, s.first_day, s.last_day, s.stated, "
        "r.day IS NOT NULL AND s.person IS NOT NULL AND r.day NOT BETWEEN s.first_day AND s.last_day AS outside, CASE "
        f"WHEN r.person IS NULL THEN {_fault('ROW2', 'person_id', 'No person is named.')} "
        f"WHEN p.person IS NULL THEN {_fault('ROW3', 'person_id', 'The person is not in person.')} "
        f"WHEN t.differ THEN {_fault('ROW5', events.key, 'Rows of one key say different things: none is used.')} "
        f"WHEN t.first <> r.seq THEN {_fault('ROW4', events.key, 'An equal row came before.')} "
        f"WHEN r.state = '{UNKNOWN}' THEN {_fault('IMP2', f'{events.kind.stem}_concept_id', _unknown(source))} "
        f"WHEN r.day IS NULL THEN "
        f"{_fault('TRD401', events.days[0], 'It is not a day of the calendar, written as 2019-03-14.')} "
        f"{checks} END AS fault FROM rows_{table} AS r LEFT JOIN people AS p USING (person) "
        f"LEFT JOIN span AS s USING (person) "
        f"LEFT JOIN twice_{table} AS t ON t.mark = coalesce(r.line, 'equal ' || hash(r.person, r.day, r.via, "
        f"{payload}))"
    )


def _unknown(source: Source) -> str:
    where = "the vocabulary of the source" if source.has("concept") else "what is listed here"
    return f"It is concept 0, or one that {where} does not place: it may be one that matters."


def _fault(code: str, column: str, reason: str) -> str:
    said = reason.replace("'", "''")
    return f"{{'code': '{code}', 'col': '{column}', 'reason': '{said}'}}"


#: A row that cannot be used leaves the list of its person open, unless it is a copy or of nobody in the cohort; one
#: that certainly lies outside the span of the record does not matter to it.
OPENS = "fault IS NOT NULL AND NOT outside AND fault.code NOT IN ('ROW3', 'ROW4')"

#: Of a copy without a key it cannot be said that it is one.
OPENS_COPY = "fault.code = 'ROW4' AND line IS NULL AND NOT outside"
