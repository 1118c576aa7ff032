"""The data in ``schema/conformance/records.yaml`` hold: entries become trials, days count from the index event."""

from datetime import date, timedelta
from math import inf
from typing import Any

import pytest

from conformance.fragments import TRUTHS, conformance, definition_of, history_of
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.measures import measure
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.plain_values import pair
from trd_registry.evaluating.records.build import Built, build
from trd_registry.model.history import Trial
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import MeasureTest
from trd_registry.model.rules import Criterion, Rules
from trd_registry.model.vocabulary import Vocabularies

DATA = conformance("records")
DAY_0 = date.fromisoformat(DATA["day-0"])
OF = {"modality": "antidepressant"}


def each(part: str) -> list[Any]:
    return [pytest.param(case, id=case["name"][:100]) for case in DATA[part]]


def day(number: int) -> str:
    return (DAY_0 + timedelta(days=number)).isoformat()


def record_of(case: Any) -> dict[str, Any]:
    record: dict[str, Any] = {
        **DATA["record"],
        "covers": case.get("covers", ["dispensings", "diagnoses", "procedures"]),
    }
    record["dispensings"] = [
        {"treatment": one[0], "date": day(one[1]), **({"days": one[2]} if len(one) > 2 else {})}
        for one in case.get("dispensings", ())
    ]
    record["procedures"] = [{"treatment": one[0], "date": day(one[1])} for one in case.get("procedures", ())]
    record["diagnoses"] = [
        {"condition": one[0], "date": day(one[1]), **({"setting": one[2]} if len(one) > 2 else {})}
        for one in case.get("diagnoses", ())
    ]
    return record


def rules_of(case: Any, records: dict[str, Any], criterion: Any = None, trial: Any = None) -> Rules:
    edges = {"before": case.get("before", "not-counted"), "after": case.get("after", "not-counted")}
    criterion = criterion or {"count": "any", "at_least": 1}
    trials = {"any": {"eligible": trial or {"all": []}}}
    definition = definition_of({"records": {**edges, **records}, "trials": trials, "criterion": criterion})
    return definition.rules({})


def built(case: Any, rules: Rules, vocabularies: Vocabularies) -> Built:
    history = history_of({"complete": "none", "records": record_of(case)}, vocabularies)
    assert rules.records is not None
    return build(history, rules.records, vocabularies)


#: Days of the record on which days of the conformance data are counted.
INDEX = {"index": {"first": "diagnosis", "conditions": "other"}}


def days(number: Interval) -> int | list[int | None]:
    ends = [None if abs(end) == inf else int(end) for end in (number.lower, number.upper)]
    return ends[0] if number.is_exact and ends[0] is not None else ends


def plain(trial: Trial, wanted: Any) -> dict[str, Any]:
    """A trial as the data write it, with the facts that they ask for."""
    treatments = sorted(trial.choice("treatment") or ())
    found: dict[str, Any] = {"treatment": treatments if len(treatments) > 1 else treatments[0]}
    found |= {"start": days(trial.number("start_day")), "end": days(trial.number("end_day"))}
    found |= {name: days(trial.number(name)) for name in ("adherence", "sessions") if name in wanted}
    return found


@pytest.mark.parametrize("case", each("trials"))
def test_trials(case: Any, vocabularies: Vocabularies) -> None:
    """The entries of a record become these trials."""
    of_procedures = {"procedures": {"of": {"modality": "ect"}, **case.get("procedure-rule", {})}}
    records = {"dispensings": {"of": OF, **case["rule"]}} if "rule" in case else of_procedures
    case = {**case, "diagnoses": [["other", 0]]}
    if "covers" in case:
        case["covers"] = [*case["covers"], "procedures"]
    made = built(case, rules_of(case, {**records, **INDEX}), vocabularies).history
    assert case["gives"] == [plain(one, wanted) for one, wanted in zip(made.trials, case["gives"], strict=True)]
    assert case.get("unknown", []) == list(dict.fromkeys(one.place for one in made.unlisted))


@pytest.mark.parametrize("case", each("index"))
def test_index(case: Any, vocabularies: Vocabularies) -> None:
    """The index event is found on this day."""
    rule = {"of": OF, "one_trial": "dispensing", "supply": "none", "carried_over": False, "ends": "last-dispensing"}
    index = built(case, rules_of(case, {"dispensings": rule, "index": case["rule"]}), vocabularies).index
    assert index is not None
    found = {None: "unknown", False: "none", True: (index.day or 0) - DAY_0.toordinal()}[index.found]
    assert case["gives"] == found


@pytest.mark.parametrize("case", each("diagnoses"))
def test_diagnoses(case: Any, vocabularies: Vocabularies) -> None:
    """So many diagnoses are counted."""
    case = {**case, "diagnoses": [*case["diagnoses"], ["other", 0]]}
    rule = {"of": OF, "one_trial": "dispensing", "supply": "none", "carried_over": False, "ends": "last-dispensing"}
    rules = rules_of(case, {"dispensings": rule, **INDEX}, {**case["measure"], "at_least": 1})
    assert isinstance(rules.outcome, Criterion)
    test = rules.outcome.condition
    assert isinstance(test, MeasureTest)
    history = built(case, rules, vocabularies).history
    found = measure(test.measure, Context(history, vocabularies, {}, {}, Assessor())).value
    assert isinstance(found, Interval)
    assert case["gives"] == pair(found)


@pytest.mark.parametrize("case", each("diagnosed"))
def test_diagnosed(case: Any, vocabularies: Vocabularies) -> None:
    """Whether so many diagnoses lie before the beginning of the first trial."""
    case = {**case, "diagnoses": case.get("diagnoses", [])}
    rule = {"of": OF, "one_trial": "treatment", "supply": {"days": 30}, "carried_over": False, "ends": "supply"}
    rules = rules_of(case, {"dispensings": {**rule, "gap": {"at_most": 30}}}, trial=case["condition"])
    history = built(case, rules, vocabularies).history
    context = Context(history, vocabularies, rules.trials, {}, Assessor())
    assert TRUTHS[case["gives"]] is context.members("any").listed[0].belongs
