"""The statement: traps of SQL that turn unknown into an answer, what is refused, and how often a table is read."""

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.fragments import definition_of, history_of
from trd_registry.cohorts.needs import connected
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sheet import Sheet
from trd_registry.cohorts.planning.statement import check, plan
from trd_registry.cohorts.running.answers import Answer
from trd_registry.cohorts.running.in_memory import answers
from trd_registry.cohorts.settled.settle import settle
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.model.interval import Interval
from trd_registry.model.vocabulary import Vocabularies

DRUG = {"eligible": {"modality": "antidepressant"}}
LONG_DRUG = {**DRUG, "adequate": {"weeks": {"at_least": 6}}}


def answer_of(rules: Mapping[str, Any], history: Mapping[str, Any], vocabularies: Vocabularies) -> Answer:
    """The answer of the statement, which is that of the interpreter too."""
    definition, patient = definition_of(rules), history_of(history, vocabularies)
    planned = plan([definition], vocabularies)
    ((found,),) = answers(planned, settle([patient], planned.asked, vocabularies))
    told = evaluate(patient, definition, vocabularies, ask=False)
    assert (found.applicable, found.verdict, found.score) == (told.applicable, told.verdict, told.score)
    return found


def counted(trial_set: Mapping[str, Any], test: Mapping[str, Any]) -> dict[str, Any]:
    return {"trials": {"drug": trial_set}, "criterion": {"count": "drug", **test}}


def test_an_unknown_trial_beside_one_that_fails_leaves_the_count_unknown(vocabularies: Vocabularies) -> None:
    """``bool_or`` of unknown and false is false in SQL."""
    trials = [{"treatment": "sertraline"}, {"treatment": "sertraline", "weeks": 2}]
    found = answer_of(counted(LONG_DRUG, {"at_least": 1}), {"trials": trials}, vocabularies)
    assert found.verdict == "indeterminate"


def test_a_number_that_is_not_stated_meets_no_floor(vocabularies: Vocabularies) -> None:
    """``NaN >= 6`` is true in SQL; no number is ever NaN in a settled table."""
    found = answer_of(counted(LONG_DRUG, {"at_least": 1}), {"trials": [{"treatment": "sertraline"}]}, vocabularies)
    assert found.verdict == "indeterminate"


def test_the_largest_of_something_unknown_is_not_the_largest_of_the_rest(vocabularies: Vocabularies) -> None:
    """``greatest(NULL, 3)`` is 3 in SQL."""
    largest = {"trials": {"drug": DRUG}, "criterion": {"largest": "weeks", "of": "drug", "at_most": 3}}
    trials = [{"treatment": "sertraline"}, {"treatment": "citalopram", "weeks": 3}]
    assert answer_of(largest, {"trials": trials}, vocabularies).verdict == "indeterminate"


def test_a_trial_of_an_unnamed_drug_may_be_of_another_one(vocabularies: Vocabularies) -> None:
    """``count(DISTINCT)`` passes over NULL."""
    trials = [{"treatment": "sertraline"}, {"modality": "antidepressant"}]
    two = counted(DRUG, {"distinct": "treatment", "at_least": 2})
    assert answer_of(two, {"trials": trials}, vocabularies).verdict == "indeterminate"


@pytest.mark.parametrize(("complete", "verdict"), [("all", "not_met"), ("none", "indeterminate")])
@pytest.mark.parametrize("distinct", ["", "treatment", "class", "modality"])
def test_a_patient_without_trials_is_not_lost(
    complete: str, verdict: str, distinct: str, vocabularies: Vocabularies
) -> None:
    test = {"at_least": 1, **({"distinct": distinct} if distinct else {})}
    assert answer_of(counted(DRUG, test), {"complete": complete}, vocabularies).verdict == verdict


def test_an_open_end_is_told_from_a_closed_one(vocabularies: Vocabularies) -> None:
    definition = definition_of({"criterion": {"episode.months": {"at_most": 12}}})
    planned = plan([definition], vocabularies)
    months = [Interval(12, 24, lower_open=is_open) for is_open in (True, False)]
    histories = [history_of({}, vocabularies).with_fact("episode.months", one) for one in months]
    found = answers(planned, settle(histories, planned.asked, vocabularies))
    assert [one.verdict for (one,) in found] == ["not_met", "indeterminate"]


def test_many_sets_of_possible_drugs_are_matched_exactly(vocabularies: Vocabularies) -> None:
    """Three trials of two drugs are two drugs at most, though each trial might be either."""
    either = {"treatment": ["sertraline", "citalopram"]}
    rules = {
        "trials": {"drug": DRUG},
        "score": {
            "items": {"drugs": {"of": {"count": "drug", "distinct": "treatment"}, "points": 1}},
            "range": [0, None],
        },
    }
    assert answer_of(rules, {"trials": [either] * 3}, vocabularies).score == Interval(1, 2)


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ((["ssri", "snri"], ["snri", "tca"]), Interval(1, 1)),
        ((["ssri", "tca"], ["ssri", "tca", "maoi"]), Interval(2, 2)),
        ((["ssri", "snri"], ["ssri", "snri"]), Interval(1, 2)),
    ],
    ids=str,
)
def test_the_class_of_one_drug_is_the_same_each_time(
    classes: tuple[list[str], ...], expected: Interval, vocabularies: Vocabularies
) -> None:
    """Two entries on one drug narrow its class together, and a third of another drug is counted beside it."""
    trials: list[dict[str, Any]] = [{"treatment": "newdrugine", "class": one} for one in classes]
    trials.append({"treatment": "venlafaxine"})
    items = {"classes": {"of": {"count": "drug", "distinct": "class"}, "points": 1}}
    rules = {"trials": {"drug": DRUG}, "score": {"items": items, "range": [0, None]}}
    assert answer_of(rules, {"trials": trials}, vocabularies).score == expected


def test_what_cannot_be_planned_is_refused_by_the_name_of_its_node(vocabularies: Vocabularies) -> None:
    diagnosed = {"diagnosed": {"conditions": "mania", "at_least": 1}}
    definition = definition_of(
        {
            "trials": {"drug": DRUG, "first": {**DRUG, "adequate": diagnosed}},
            "criterion": {"count": "first", "at_least": 1},
        }
    )
    with pytest.raises(NotPlanned, match="Diagnosed"):
        check(definition, vocabularies)


def test_a_phenotype_is_refused(registry: Registry, vocabularies: Vocabularies) -> None:
    phenotype = next(one for one in registry.released() if "records" in one.document)
    with pytest.raises(NotPlanned, match="record"):
        plan([phenotype], vocabularies)


def test_each_table_is_read_once_however_many_definitions_there_are(
    registry: Registry, vocabularies: Vocabularies
) -> None:
    definitions = [registry.get(name) for name in ("conway-2017", "msm-2018", "gibson-2010")]
    planned = plan(definitions, vocabularies)
    settled = settle([], planned.asked, vocabularies)
    with connected() as connection:
        for name in ("patients", "trials", "agents"):
            columns = ", ".join(f'"{field.name}" {_SQL[str(field.type)]}' for field in getattr(settled, name).schema)
            connection.execute(f"CREATE TABLE {name} ({columns})")
        told = connection.execute(f"EXPLAIN {planned.sql}").fetchall()[0][1]
    for name in ("patients", "trials", "agents"):
        assert told.count(f".{name} ") == 1, name


_SQL = {
    "int64": "BIGINT", "string": "VARCHAR", "uint64": "UBIGINT", "bool": "BOOLEAN", "double": "DOUBLE",
    "list<item: string>": "VARCHAR[]", "list<element: string>": "VARCHAR[]",
}  # fmt: skip


def test_two_definitions_that_ask_alike_are_worked_out_once(registry: Registry, vocabularies: Vocabularies) -> None:
    definition = registry.get("conway-2017")
    once, twice = (len(plan([definition] * number, vocabularies).sql) for number in (1, 2))
    assert twice - once < once / 10


def test_a_column_that_is_looked_at_once_is_put_in_its_place() -> None:
    sheet = Sheet("trial")
    first = sheet.add("a + b")
    second, third = sheet.add(f"{first} * 2"), sheet.add(f"{first} * 3")
    queries, source, told = sheet.steps("trials", f"{second}, {third}")
    assert told == f"({first} * 2), ({first} * 3)"
    assert (len(queries), source) == (1, "trial_step_1")
