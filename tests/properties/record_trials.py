"""What the queries make of records, row by row, beside what the interpreter makes of the same records."""

from collections.abc import Sequence
from typing import Any

import duckdb

from trd_registry.cohorts.planning.records.diagnoses import Diagnoses
from trd_registry.cohorts.planning.records.source import record_source, subqueries
from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.settled.asked import ALWAYS, Asked
from trd_registry.cohorts.settled.columns import cells
from trd_registry.cohorts.settled.records import TABLES, settle_records
from trd_registry.cohorts.settled.settle import COUNTED, own_names, settle
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.records.build import build
from trd_registry.model.facts import TRIAL_FACTS
from trd_registry.model.history import History, Trial
from trd_registry.model.record_rules import RecordRules
from trd_registry.model.vocabulary import Vocabularies

FACTS = sorted(TRIAL_FACTS.keys() - ALWAYS - {"augments"})
DAYS = ("started_days_ago", "ended_days_ago", "start_day", "end_day")


def trials_of_queries(rules: RecordRules, histories: Sequence[History], vocabularies: Vocabularies) -> list[Any]:
    """For every person: plain, index, listed trials and stand-ins, as the queries make them."""
    tables = Tables()
    source, _ = record_source(rules, vocabularies, tables, doses=True)
    diagnoses = Diagnoses(open_before=rules.open_before, open_after=rules.open_after)
    found = subqueries(source, FACTS, diagnoses)
    records = settle_records(histories, vocabularies)
    patients = settle(histories, Asked(frozenset(), frozenset()), vocabularies).patients
    with duckdb.connect() as connection:
        connection.register("patients", patients)
        for name in TABLES:
            connection.register(name, getattr(records, name))
        for name, query in tables.made():
            connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
        before = f"WITH {', '.join(found.before)}"
        persons = _rows(
            connection, f"{before} SELECT one.*, index_day FROM record_patients AS one JOIN observed USING (person)"
        )
        agents = f"JOIN {found.agents} AS agents USING (agent)"
        rows = _rows(connection, f"{before} SELECT * FROM record_trials {agents} ORDER BY trial")
    by_person: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_person.setdefault(row["person"], []).append(row)
    return [(person, by_person.get(person["person"], [])) for person in persons]


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """In the order of persons, and within each in that of the query."""
    found = connection.sql(query).to_arrow_table().to_pylist()
    return sorted(found, key=lambda row: row["person"])


def same(rules: RecordRules, histories: Sequence[History], vocabularies: Vocabularies) -> tuple[int, int]:
    """Compares both; returns how many persons were plain, and how many trials were compared."""
    plain = trials = 0
    for history, (person, rows) in zip(histories, trials_of_queries(rules, histories, vocabularies), strict=True):
        if not person["plain"]:
            continue
        plain += 1
        built = build(history, rules, vocabularies)
        context = Context(built.history, vocabularies, {}, {}, Assessor())
        index = built.index
        assert person["index_found"] is (True if index is None else index.found), history
        assert person["index_day"] == (None if index is None else index.day), history
        listed = [row for row in rows if row["sort"] == 0]
        assert [_row(row) for row in listed] == _expected(built.history.trials, context), (history, rules)
        names = own_names([trial.choice("treatment") for trial in built.history.trials], history.id)
        assert [row["names"] for row in listed] == names
        for fact in COUNTED:
            told = any(len(context.choice(trial, fact) or ()) != 1 for trial in built.history.trials)
            assert person[f"{fact}__tangled"] is told
            assert all(row[f"{fact}__tangled"] is told for row in rows)
        stand_ins = {_hashable(one) for one in _expected(built.history.beyond or (), context)}
        assert {_hashable(_row(row)) for row in rows if row["sort"] != 0} == stand_ins, (history, rules)
        trials += len(listed)
    return plain, trials


def _row(row: dict[str, Any]) -> dict[str, Any]:
    names = [name for fact in FACTS for name, _ in cells(fact, TRIAL_FACTS[fact], Trial("", "", {}))]
    found = {name: row[name] for name in names}
    for fact in COUNTED:
        found[fact] = None if row[fact] is None else sorted(row[fact])
        found[f"{fact}__stated"] = row[f"{fact}__stated"]
    return found


def _expected(trials: Sequence[Trial], context: Context) -> list[dict[str, Any]]:
    found = []
    for trial in trials:
        row = {name: value for fact in FACTS for name, value in cells(fact, TRIAL_FACTS[fact], trial)}
        for fact in COUNTED:
            choice = context.choice(trial, fact)
            row[fact] = None if choice is None else sorted(choice)
            row[f"{fact}__stated"] = fact in trial.facts
        found.append(row)
    return found


def _hashable(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in sorted(row.items()))
