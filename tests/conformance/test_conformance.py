"""The data in ``schema/conformance`` hold for this implementation, and cover every node of the language."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

import pytest

from conformance.fragments import TRUTHS, conformance, definition_of, history_of
from trd_registry.cases.running import differences
from trd_registry.evaluating.bounds import within
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.plain_values import pair
from trd_registry.loading.vocabulary import bounded
from trd_registry.model import nodes
from trd_registry.model import rules as rules_module
from trd_registry.model.dates import PartialDate
from trd_registry.model.interval import hull, total
from trd_registry.model.nodes import Bound
from trd_registry.model.truth import all_of, any_of, negate
from trd_registry.model.vocabulary import Vocabularies


def each(name: str, part: str) -> list[Any]:
    """The cases of one part of a file, each with a readable test id."""
    return [pytest.param(case, id=str(case.get("name", case))[:100]) for case in conformance(name)[part]]


def bounds_of(test: dict[str, float]) -> tuple[Bound, ...]:
    return tuple(Bound(key, figure, "") for key, figure in test.items())  # type: ignore[arg-type]


class TestTruth:
    @pytest.mark.parametrize("case", each("truth", "not"))
    def test_not(self, case: Any) -> None:
        assert TRUTHS[case["gives"]] is negate(TRUTHS[case["of"]])

    @pytest.mark.parametrize("case", each("truth", "all"))
    def test_all(self, case: Any) -> None:
        assert TRUTHS[case["gives"]] is all_of(TRUTHS[one] for one in case["of"])

    @pytest.mark.parametrize("case", each("truth", "any"))
    def test_any(self, case: Any) -> None:
        assert TRUTHS[case["gives"]] is any_of(TRUTHS[one] for one in case["of"])


class TestIntervals:
    @pytest.mark.parametrize("case", each("intervals", "compare"))
    def test_compare(self, case: Any) -> None:
        assert TRUTHS[case["gives"]] is within(bounded(case["number"]), bounds_of(case["test"]))

    @pytest.mark.parametrize("case", each("intervals", "sum"))
    def test_sum(self, case: Any) -> None:
        assert bounded(case["gives"]) == total(bounded(one) for one in case["of"])

    @pytest.mark.parametrize("case", each("intervals", "hull"))
    def test_hull(self, case: Any) -> None:
        assert bounded(case["gives"]) == hull(bounded(one) for one in case["of"])


class TestDates:
    @pytest.mark.parametrize("case", each("dates", "days"))
    def test_days(self, case: Any) -> None:
        assert case["gives"] == pair(day(case["from"]).days_until(day(case["to"])))

    @pytest.mark.parametrize("case", each("dates", "months"))
    def test_months(self, case: Any) -> None:
        assert case["gives"] == pair(day(case["from"]).months_until(day(case["to"])))

    @pytest.mark.parametrize("case", each("dates", "bounds"))
    def test_bounds(self, case: Any) -> None:
        months = day(case["from"]).months_until(day(case["to"]))
        assert TRUTHS[case["gives"]] is within(months, bounds_of(case["test"]))

    @pytest.mark.parametrize("text", conformance("dates")["invalid"])
    def test_invalid(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            PartialDate.parse(text)


def day(text: object) -> PartialDate:
    return PartialDate.parse(str(text))


@pytest.mark.parametrize("case", each("trial-conditions", "cases"))
def test_trial_condition(case: Any, vocabularies: Vocabularies) -> None:
    """One trial and one condition: whether a set of that condition has the trial in it."""
    rules = {"trials": {"it": {"eligible": case["condition"]}}, "criterion": {"count": "it", "at_least": 1}}
    history = history_of(
        {"trials": [{"note": "-", **case["trial"]}], "complete": case.get("complete", "all")}, vocabularies
    )
    definition = definition_of(rules)
    result = evaluate(history, definition, vocabularies)
    found = result.trace.children[0].children[0].value
    assert TRUTHS[case["gives"]] is found


MEASURES = conformance("measures")


@pytest.mark.parametrize("case", each("measures", "cases"))
def test_measure(case: Any, vocabularies: Vocabularies) -> None:
    """A number over the trials lies in exactly the stated interval."""
    item = {"of": case["measure"], "points": 1}
    rules = {
        "trials": MEASURES["trials"],
        "groupings": MEASURES["groupings"],
        "score": {"items": {"it": item}, "range": [0, None]},
    }
    data = {key: case[key] for key in ("complete", "as_of", "trials") if key in case}
    if "onset" in case:
        data["episode"] = {"onset": case["onset"]}
    result = evaluate(history_of(data, vocabularies, MEASURES["templates"]), definition_of(rules), vocabularies)
    assert result.score is not None
    assert case["gives"] == pair(result.score)


FOLLOWED = conformance("followed-by")


@pytest.mark.parametrize("case", each("followed-by", "cases"))
def test_followed_by(case: Any, vocabularies: Vocabularies) -> None:
    """Whether the first trial is followed by another one."""
    first = {"eligible": {"followed_by": case["followed_by"]}}
    rules = {"trials": {**FOLLOWED["trials"], "first": first}, "criterion": {"count": "first", "at_least": 1}}
    data = {"as_of": FOLLOWED["as_of"], "trials": case["trials"], "complete": case.get("complete", "all")}
    result = evaluate(history_of(data, vocabularies), definition_of(rules), vocabularies)
    assert TRUTHS[case["gives"]] is result.trace.children[0].children[0].value


PRECEDED = conformance("preceded-by")


@pytest.mark.parametrize("case", each("preceded-by", "cases"))
def test_preceded_by(case: Any, vocabularies: Vocabularies) -> None:
    """Whether so many trials lie before the beginning of the last."""
    last = {"eligible": {"preceded_by": case["preceded_by"]}}
    rules = {"trials": {**PRECEDED["trials"], "last": last}, "criterion": {"count": "last", "at_least": 1}}
    data = {"as_of": PRECEDED["as_of"], "trials": case["trials"], "complete": case.get("complete", "all")}
    result = evaluate(history_of(data, vocabularies), definition_of(rules), vocabularies)
    assert TRUTHS[case["gives"]] is result.trace.children[0].children[-1].value


OUTCOMES = conformance("outcomes")


def _runs() -> Iterator[Any]:
    for case in OUTCOMES["cases"]:
        for number, run in enumerate(case["runs"], start=1):
            yield pytest.param(case["rules"], run, id=f"{case['name']} ({number})")


@pytest.mark.parametrize(("rules", "run"), list(_runs()))
def test_outcome(rules: Any, run: Any, vocabularies: Vocabularies) -> None:
    """A small definition gives exactly the stated result."""
    definition = definition_of({"trials": OUTCOMES["trials"], **rules})
    history = history_of(run["history"], vocabularies, OUTCOMES["templates"])
    result = evaluate(history, definition, vocabularies, run.get("readings"))
    assert [] == list(differences(run["expect"], result))


def _nodes_in(part: object) -> Iterator[str]:
    if is_dataclass(part) and not isinstance(part, type):
        yield type(part).__name__
        for name in part.__dataclass_fields__:
            yield from _nodes_in(getattr(part, name))
    elif isinstance(part, tuple):
        for one in part:
            yield from _nodes_in(one)
    elif isinstance(part, dict):
        for one in part.values():
            yield from _nodes_in(one)


def test_every_node_of_the_language_has_a_conformance_case() -> None:
    """A node that no case uses would be a promise that nothing holds."""
    fragments = [{"trials": OUTCOMES["trials"], **case["rules"]} for case in OUTCOMES["cases"]]
    fragments += [
        {"trials": {"it": {"eligible": case["condition"]}}, "criterion": {"count": "it", "at_least": 1}}
        for case in conformance("trial-conditions")["cases"]
    ]
    fragments += [
        {**{key: MEASURES[key] for key in ("trials", "groupings")},
         "score": {"items": {"it": {"of": case["measure"], "points": 1}}, "range": [0, None]}}
        for case in MEASURES["cases"]
    ]  # fmt: skip
    fragments += [
        {"trials": {**FOLLOWED["trials"], "it": {"eligible": {"followed_by": case["followed_by"]}}},
         "criterion": {"count": "it", "at_least": 1}}
        for case in FOLLOWED["cases"]
    ]  # fmt: skip
    fragments += [
        {"trials": {**PRECEDED["trials"], "it": {"eligible": {"preceded_by": case["preceded_by"]}}},
         "criterion": {"count": "it", "at_least": 1}}
        for case in PRECEDED["cases"]
    ]  # fmt: skip
    fragments += [
        {"trials": {"it": {"eligible": case["condition"]}}, "criterion": {"count": "it", "at_least": 1}}
        for case in conformance("records")["diagnosed"]
    ]
    fragments += [{"criterion": {**case["measure"], "at_least": 1}} for case in conformance("records")["diagnoses"]]
    used: set[str] = set()
    for fragment in fragments:
        definition = definition_of(fragment)
        for choices in definition.settle({}):
            used |= set(_nodes_in(definition.rules(choices)))
    language = {
        name
        for name, one in {**vars(nodes), **vars(rules_module)}.items()
        if isinstance(one, type) and issubclass(one, nodes.Node) and one not in (nodes.Node, nodes.TrialMeasure)
    }
    assert language <= used, language - used
