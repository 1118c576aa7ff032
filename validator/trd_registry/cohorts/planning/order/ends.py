"""The short way where nothing is asked of other trials but how much later one begins.

The trials of a patient that begin last tell it of all of them, so that only one row a patient has to be joined: the
trials need not be compared with each other, nor be put beside their answers again.
"""

from collections.abc import Mapping, Sequence

from trd_registry.cohorts.planning.order.later import Later
from trd_registry.cohorts.planning.order.looks import Looks
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.sheet import joined
from trd_registry.cohorts.planning.sql import FALSE

#: The subquery with a row for every patient with trials.
ENDS = "order_ends"


def only_ends(looks: Looks) -> Mapping[Later, str]:
    """All conditions that look at other trials with their columns, if this way will do for all; else none."""
    layers = looks.layers
    if len(layers) != 1:
        return {}
    found = {look: column for look, column in layers[0].items() if isinstance(look, Later)}
    return found if len(found) == len(layers[0]) else {}


def ends_of(looks: Mapping[Later, str], sheets: Sheets, rows: str) -> list[str]:
    """The subqueries that make `ENDS` from rows of all trials, unlisted ones too."""
    steps, last, _ = sheets.trial.steps(rows, _sets(looks), inline=False, prefix="order_")
    found = [
        f"{sql} AS {column}" for look, name in looks.items() for column, sql in look.aggregates(_bare(name)).items()
    ]
    return [*steps, f"{ENDS} AS (\n  SELECT {joined(['person', *found])}\n  FROM {last} GROUP BY person)"]


def answered(looks: Mapping[Later, str], sheets: Sheets, source: str) -> tuple[list[str], str, Sequence[str]]:
    """The subqueries that add the answers to listed trials which are joined with `ENDS`.

    Gives the name of the last as well, and the columns of trials that stand there already.
    """
    wanted = _sets(looks)
    steps, last, _ = sheets.trial.steps(source, wanted, inline=False, prefix="beside_")
    itself = (f"(({look.belongs}) IS NOT FALSE) AS {_bare(name)}_itself" for look, name in looks.items())
    queries = [
        *steps,
        f"beside_itself AS (\n  SELECT {joined(['*', *itself])}\n  FROM {last})",
        f"beside_others AS (\n  SELECT {joined(['*', *_values(looks, 'beside_itself')])}\n  FROM beside_itself)",
    ]
    return queries, "beside_others", tuple(sheets.trial.texts(wanted))


def of_spare(looks: Mapping[Later, str], rows: str) -> list[str]:
    """The subqueries that make ``order_spare`` of rows of unlisted trials: none of them is itself a listed trial."""
    itself = (f"{FALSE} AS {_bare(name)}_itself" for name in looks.values())
    told = joined(["spare_rows.*", f"{ENDS}.* EXCLUDE (person)", *itself])
    beside = f"{rows} AS spare_rows JOIN {ENDS} USING (person)"
    answers = joined(["*", *_values(looks, "order_spare_beside")])
    return [
        f"order_spare_beside AS (\n  SELECT {told}\n  FROM {beside})",
        f"order_spare AS (\n  SELECT {answers}\n  FROM order_spare_beside)",
    ]


def _values(looks: Mapping[Later, str], source: str) -> list[str]:
    return [f"{look.value(_bare(name), source)[2]} AS {name}" for look, name in looks.items()]


def _sets(looks: Mapping[Later, str]) -> str:
    return "\n".join(name for look in looks for name in look.sets)


def _bare(column: str) -> str:
    return column.strip('"')
