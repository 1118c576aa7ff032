"""A history that is written as YAML reads back as the same data."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trd_registry.loading.data_root import data_root
from trd_registry.loading.history import history_from
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.reporting.history_yaml import WIDTH, history_in_yaml

HISTORIES = sorted((data_root() / "definitions" / "histories").glob("*.yaml"))
CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.yaml"))


def data_of(text: str) -> Any:
    return parse_yaml(text.encode(), "written.yaml").value


@pytest.mark.parametrize("path", [*HISTORIES, *CORPUS], ids=lambda path: path.stem)
def test_every_history_of_the_registry_reads_back(path: Path, vocabularies: Vocabularies) -> None:
    document = parse_yaml(path.read_bytes(), str(path))
    written = history_in_yaml(document.value)
    assert data_of(written) == document.value
    again, first = (history_from(one, vocabularies) for one in (parse_yaml(written.encode(), "x"), document))
    assert again.trials == first.trials


def test_it_is_written_as_a_person_would() -> None:
    trials = [{"weeks": 6, "treatment": "sertraline", "dose": "100 mg/day"}]
    written = history_in_yaml({"trials": trials, "complete": "none", "id": "someone", "history": 1}, "# a head\n")
    assert written.splitlines() == [
        "# a head",
        "history: 1",
        "id: someone",
        "complete: none",
        "trials:",
        "  - {treatment: sertraline, dose: 100 mg/day, weeks: 6}",
    ]


def test_a_long_trial_takes_several_lines() -> None:
    written = history_in_yaml({"trials": [{"treatment": "sertraline", "note": "slowly " * 30}]})
    assert "  - treatment: sertraline\n    note: " in written


def test_a_long_text_is_folded_to_the_width() -> None:
    written = history_in_yaml({"about": " ".join(["word"] * 100)})
    assert written.startswith("about: >-\n")
    assert max(map(len, written.splitlines())) <= WIDTH


@pytest.mark.parametrize(
    "text",
    ["no", "012", "1e5", "null", "true", "- x", "[x", "a: b", "# x", " x ", "", "x\ny", "é", "1:30", "~", "1.10"],
)
def test_what_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    data = {"about": text, "trials": [{"note": text, "treatment": [text, "other"]}]}
    assert data_of(history_in_yaml(data)) == data


PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda one: round(one, 3)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
)
KEYS = st.sampled_from(["id", "about", "patient", "trials", "note", "age", "weeks", "at_least"])
DATA = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


@given(st.dictionaries(KEYS, DATA, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_anything_reads_back(data: dict[str, Any]) -> None:
    assert data_of(history_in_yaml(data)) == data
