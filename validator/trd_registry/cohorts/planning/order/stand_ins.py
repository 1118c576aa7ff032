"""Unlisted trials as rows beside the listed ones, for questions in which a stand-in may depend on the patient."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trd_registry.cohorts.planning.sql import bits, number, texts
from trd_registry.cohorts.settled.asked import ALWAYS
from trd_registry.cohorts.settled.columns import cells
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.facts import trial_fact
from trd_registry.model.history import Trial
from trd_registry.model.nodes import All, Condition, Not, looks_at_other_trials
from trd_registry.model.nodes import Any as AnyOf
from trd_registry.model.truth import Truth, all_of, any_of, negate


def apart_from_others(node: Condition, trial: Trial, context: Context) -> Truth:
    """What holds of a trial whatever the others are."""
    if not looks_at_other_trials(node):
        value = judge_trial(node, trial, context).value
        assert value is None or isinstance(value, bool)
        return value
    match node:
        case All():
            return all_of(apart_from_others(part, trial, context) for part in node.parts)
        case AnyOf():
            return any_of(apart_from_others(part, trial, context) for part in node.parts)
        case Not():
            return negate(apart_from_others(node.part, trial, context))
    return None


def agents_of(stand_ins: Mapping[int, Trial], context: Context) -> str:
    """What the stand-ins are of, as rows of the table of agents."""
    rows = []
    for place, trial in stand_ins.items():
        possible = (context.choice(trial, fact) for fact in ("treatment", "class", "modality"))
        told = ("NULL::VARCHAR[]" if one is None else texts(one) for one in possible)
        rows.append(f"({row_of(place)}, {', '.join(told)})")
    return _values(rows)


def rows_of(stand_ins: Mapping[int, Trial], columns: Iterable[str]) -> str:
    """The stand-ins as rows: a bit for the sort, the columns in their order, and the number of trial and agent."""
    rows = []
    for place, trial in stand_ins.items():
        told = (_cell(column.strip('"'), trial) for column in columns)
        rows.append(f"({', '.join([bits(1 << place), *told, str(row_of(place))])})")
    return _values(rows)


def _values(rows: Sequence[str]) -> str:
    listed = ",\n    ".join(rows)
    return f"(VALUES\n    {listed})"


def row_of(place: int) -> int:
    """The number of a stand-in, where listed trials have their place in the list."""
    return -1 - place


def _cell(column: str, trial: Trial) -> str:
    """What stands in a column of the settled table for this trial."""
    fact, _, part = column.rpartition("__")
    if column in ("names", "augments"):
        return "NULL::UBIGINT"
    if part == "tangled":
        return "TRUE"
    if fact in ALWAYS and part == "stated":
        return _literal(fact in trial.facts)
    name = (fact if part in ("lo", "hi", "lo_open", "hi_open", "stated") else column).replace("__", ".")
    return _literal(dict(cells(name, trial_fact(name), trial))[column])


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL::BOOLEAN"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return bits(value)
        case _:
            return number(value)
