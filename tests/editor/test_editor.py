"""What a contributor sees in an editor, asked of the real language server: keys complete and explain themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.language_server import Editor, NotHad, installed
from trd_registry.drafting.placing import place, place_schemas
from trd_registry.drafting.starting import Answers, started
from trd_registry.loading.data_root import data_root

DEFINITION = data_root() / "definitions" / "phenotypes" / "lo-2025" / "1.0.0" / "definition.yaml"


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    try:
        command = installed()
    except NotHad as reason:
        pytest.skip(f"the language server for YAML cannot be had: {reason}")
    opened = Editor(command)
    yield opened
    opened.close()


def place_of(text: str, words: str) -> tuple[int, int]:
    """Line and column, counted from one, of the first place where these words stand."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_a_definition_explains_its_keys(editor: Editor) -> None:
    text = DEFINITION.read_text("utf-8")
    assert editor.problems(DEFINITION, text) == []
    for words, said in (
        ("at_least: 1\n  from", "This or more"),
        ("eligible: {class", "Which treatments are looked at."),
        ("carried_over", "stockpiling"),
        ("evidence: primary", "nobody has checked it"),
        ("doi: ", "10.1000/abc"),
    ):
        assert said in editor.hover(DEFINITION, *place_of(text, words)), words


def test_keys_are_offered_where_they_may_stand_and_wrong_ones_underlined(editor: Editor) -> None:
    text = DEFINITION.read_text("utf-8").replace("    eligible: {class: ssri}\n", "    eligable: {class: ssri}\n    \n")
    path = DEFINITION.with_name("edited.yaml")
    line, _ = place_of(text, "eligable")
    assert (line, "Property eligable is not allowed.") in editor.problems(path, text)
    offered = editor.completions(path, line + 1, 5)
    for key in ("eligible", "adequate", "failed", "proven"):
        assert offered[key].startswith(("Which treatments", "What makes", "How it must")), key


def test_what_trd_new_writes_is_checked_against_the_schema_beside_it(editor: Editor, tmp_path: Path) -> None:
    place_schemas(tmp_path)
    folder = tmp_path / "definitions" / "consensus" / "made-up"
    paths = place(folder, started(Answers("made-up", "criterion", "consensus")))
    definition, cases = (
        next(path for path in paths if path.name == f"{name}.yaml") for name in ("definition", "cases")
    )
    text = definition.read_text("utf-8")
    marked = {number for number, line in enumerate(text.splitlines(), 1) if ": FILL IN" in line}
    underlined = {line for line, _ in editor.problems(definition, text)}
    assert place_of(text, "FILL IN how many such trials")[0] in underlined
    assert underlined <= marked
    text = cases.read_text("utf-8")
    assert editor.problems(cases, text) == []
    assert "What the definition must say" in editor.hover(cases, *place_of(text, "expect:"))
