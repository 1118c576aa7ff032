"""When a definition came to be met: the same statement once more, on each person as of the end of each trial.

For every person who meets some definition the record is cut at the end of each dated trial: only trials that had ended
by then are left, every other fact stays as the record has it. The first such day on which a definition is met is the
day it came to be met. It is told from the start of the person's first trial.
"""

from collections.abc import Sequence
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.planning.sql import quoted
from trd_registry.cohorts.planning.statement import Columns, Plan
from trd_registry.cohorts.running.job import Task

#: What the tables of trials must hold.
FACTS = frozenset(("started_days_ago", "ended_days_ago"))

#: A date that leaves more days open than a month does dates nothing.
WIDEST = 31

TABLES = ("patients", "trials")


def times(connection: Any, plan: Plan, tasks: Sequence[Task], wide: str) -> Any:
    """For everybody who meets a definition, the days from the start of the first trial until it was met.

    Args:
        connection: A database with the settled tables and the result of the statement.
        plan: The statement; its tables of trials must hold `FACTS`.
        tasks: The definitions of the plan.
        wide: The table with the result of the statement.

    Gives a pyarrow table: ``person``, ``definition``, ``version``, ``days_lower`` and ``days_upper`` (both null where
    the dates do not tell); None where no definition gives a verdict.
    """
    told = [(task, one) for task, one in zip(tasks, plan.columns, strict=True) if one.gives_verdict]
    if not told:
        return None
    met = " OR ".join(_is_met(one) for _, one in told)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE moments AS {_moments(wide, met)}")
    for name in TABLES:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name}_then AS {_THEN[name]}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE wide_then AS {_on_the_past(plan.sql)}")
    parts = [_first_met(task, one, wide) for task, one in told]
    return connection.sql(f"{' UNION ALL '.join(parts)} ORDER BY definition, version, person").to_arrow_table()


def no_times() -> Any:
    """The table without a row."""
    arrow = needed("pyarrow")
    words = [(name, arrow.string()) for name in ("person", "definition", "version")]
    return arrow.schema([*words, ("days_lower", arrow.float64()), ("days_upper", arrow.float64())]).empty_table()


def _is_met(columns: Columns) -> str:
    return f"({quoted(columns.prefix + 'applicable')} AND {quoted(columns.prefix + 'verdict')})"


def _moments(wide: str, met: str) -> str:
    """One row a person and dated end of a trial: its number, the days ago, and the start of the first trial."""
    lower, upper = ("ended_days_ago__lo", "ended_days_ago__hi")
    first = ("max(started_days_ago__lo)", "max(started_days_ago__hi)")
    return f"""
        SELECT row_number() OVER (ORDER BY person, lower DESC) AS moment, *
        FROM (
          SELECT trials.person, {lower} AS lower, max({upper}) AS upper, any_value(first_lower) AS first_lower,
                 any_value(first_upper) AS first_upper
          FROM trials
          JOIN (SELECT person FROM {wide} WHERE {met}) USING (person)
          JOIN (SELECT person, {first[0]} AS first_lower, {first[1]} AS first_upper FROM trials GROUP BY person)
            USING (person)
          WHERE {upper} - {lower} <= {WIDEST} AND first_upper - first_lower <= {WIDEST}
          GROUP BY trials.person, {lower}
        )"""


_THEN = {
    "patients": """
        SELECT moments.moment AS person, moments.moment::VARCHAR AS id, patients.* EXCLUDE (person, id)
        FROM patients JOIN moments USING (person)""",
    "trials": """
        SELECT moments.moment AS person, trials.* EXCLUDE (person)
        FROM trials JOIN moments USING (person) WHERE trials.ended_days_ago__lo >= moments.lower""",
}


def _on_the_past(sql: str) -> str:
    """The statement with the tables of then in place of those of now."""
    tables = ", ".join(f"{name} AS (FROM {name}_then)" for name in TABLES)
    assert sql.startswith("WITH ")
    return f"WITH {tables}, {sql.removeprefix('WITH ')}"


def _first_met(task: Task, columns: Columns, wide: str) -> str:
    definition = task.definition
    days = [
        f"arg_min(first_{first} - {end}, wide_then.person) FILTER (WHERE {_is_met(columns)}) AS days_{first}"
        for first, end in (("lower", "upper"), ("upper", "lower"))
    ]
    return f"""
        SELECT any_value(now.id) AS person, '{definition.id}' AS definition, '{definition.version}' AS version,
               {", ".join(days)}
        FROM (SELECT person, id FROM {wide} WHERE {_is_met(columns)}) AS now
        LEFT JOIN moments USING (person) LEFT JOIN wide_then ON wide_then.person = moments.moment
        GROUP BY now.person"""
