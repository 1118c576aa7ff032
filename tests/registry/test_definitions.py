"""What holds for every file of the registry."""

import json

import pytest

from registry.worked_out import words_of
from trd_registry.api import registry as shared_registry
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.history import load_history
from trd_registry.model.definition import Definition
from trd_registry.model.nodes import DoseMeetsTable, SeverityIs, TherapyOnList
from trd_registry.model.walking import walk
from trd_registry.reporting.definition_text import WIDTH

REGISTRY = shared_registry()
DEFINITIONS = list(REGISTRY.latest())
RELEASED = [one for one in DEFINITIONS if one.status == "released"]

#: The twelve that the first release is built on; an id never vanishes.
FIRST = {
    "trsm-1997", "esm-1999", "mghs-2003", "msm-2018", "mgh-atrq", "conway-2017", "markowitz-2022", "rybak-2021",
    "sforzini-2022", "exeter-2013", "nice-ta854", "stard-2006",
}  # fmt: skip


def test_the_first_definitions_are_all_there() -> None:
    assert FIRST <= {one.id for one in DEFINITIONS}


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.reference)
def test_nothing_recalled_is_released(definition: Definition) -> None:
    """The word may stand in bibliographic details and in notes, never as the evidence of a rule."""
    if definition.status == "released":
        assert '"evidence": "recalled"' not in json.dumps(definition.document)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.reference)
def test_the_words_of_a_definition_fit_a_terminal(definition: Definition) -> None:
    for line in words_of(definition)[1:]:
        assert len(line) <= WIDTH or " " not in line.strip(), line


def test_the_published_questionnaire_case_counts_two_of_five_trials() -> None:
    """Current Psychiatry 2012: five trials, two of which show resistance."""
    path = REGISTRY.root / "definitions" / "histories" / "published-questionnaire-case.yaml"
    history = load_history(path, REGISTRY.vocabularies)
    result = evaluate(history, REGISTRY.get("mgh-atrq"), REGISTRY.vocabularies)
    counted = next(trace for trace in result.trace.walk() if trace.node == "Count")
    assert (counted.value.lower, counted.value.upper) == (2, 2)
    in_sets = {
        str(trace.says["treatment"])
        for trace in result.trace.walk()
        if trace.node == "TrialSet" and trace.value is True
    }
    assert in_sets == {"sertraline", "aripiprazole"}


def recalled_in(part: object) -> bool:
    """Whether anything in a part of a vocabulary has recalled evidence."""
    return '"evidence": "recalled"' in json.dumps(part)


@pytest.mark.parametrize("definition", RELEASED, ids=lambda one: one.reference)
def test_no_released_rule_rests_on_a_recalled_entry_of_a_vocabulary(definition: Definition) -> None:
    """Under no option of any reading: not on a recalled list of therapies, band of severity or minimum dose."""
    found = {
        name: REGISTRY.vocabulary_file(name, version).document
        for name, version in {**REGISTRY.latest_vocabularies, **definition.pins}.items()
    }
    usual = definition.settle({})[0]
    options = [{**usual, one.id: option} for one in definition.readings.values() for option in one.options]
    for choices in [usual, *options]:
        rules = definition.rules(choices)
        for node in walk([rules.scope, rules.trials, rules.outcome]):
            if isinstance(node, TherapyOnList):
                assert not recalled_in(found["psychotherapies"]["lists"][node.list]), node.list
            if isinstance(node, SeverityIs):
                scales = found["scales"]["scales"].values()
                bands = [one["bands"][name] for one in scales for name in node.bands if name in one.get("bands", {})]
                assert bands
                assert not recalled_in(bands), node.bands
            if isinstance(node, DoseMeetsTable):
                table = found[node.table]
                assert not recalled_in(table["cells"]), node.table
                assert table["evidence"] != "recalled", node.table
