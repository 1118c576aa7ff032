"""The words of a definition say what its rules say: every figure, every locator, and no key of the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from typing import Any

import pytest

from registry.worked_out import DEFINITIONS, REGISTRY, outline_of, words_of
from trd_registry.english.in_words import in_words, lexicon_of
from trd_registry.model.definition import Definition
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import Bound, Node
from trd_registry.model.rules import Band, Case
from trd_registry.reporting.telling.layout import as_markdown
from trd_registry.reporting.telling.page import rule_sections

EXECUTABLE = [one for one in DEFINITIONS if one.is_executable]
of_each = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.reference)
of_each_rule = pytest.mark.parametrize("definition", EXECUTABLE, ids=lambda one: one.reference)


def text_of(definition: Definition) -> str:
    """All words on one line."""
    return " ".join(" ".join(words_of(definition)).split())


def rule_text(definition: Definition) -> str:
    """The words of the rule alone, as read by default."""
    lexicon = lexicon_of(definition, REGISTRY.vocabularies_for(definition))
    sections = rule_sections(definition, definition.settle({})[0], lexicon)
    return " ".join(one.text for part in sections for top in part.items for one in top.walk())


def parts(thing: Any) -> Iterator[Any]:
    """Everything in a rule tree."""
    yield thing
    if hasattr(thing, "__dataclass_fields__"):
        thing = [getattr(thing, name) for name in thing.__dataclass_fields__]
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, list | tuple):
        for one in thing:
            yield from parts(one)


def figures(definition: Definition) -> set[float]:
    """Every figure in the rules by default."""
    found: set[float] = set()
    for one in parts(definition.rules(definition.settle({})[0])):
        if isinstance(one, Bound):
            found.add(one.figure)
        if isinstance(one, Case):
            found.add(one.points)
        if isinstance(one, Band):
            found |= {one.lower, one.upper}
    return {one for one in found if not isinf(one)}


@of_each_rule
def test_every_figure_of_the_rule_stands_in_its_words(definition: Definition) -> None:
    said = rule_text(definition)
    # Less than one trial is told as no trial, exactly none as none.
    missing = [one for one in figures(definition) if one > 1 and format_number(one) not in said]
    assert not missing


def locators(part: Any) -> Iterator[str]:
    """Every ``from`` in a document."""
    if isinstance(part, dict):
        if {"source", "at", "evidence"} <= set(part):
            yield f"[{part['source']}, {part['at']}; {part['evidence']}]"
        for one in part.values():
            yield from locators(one)
    if isinstance(part, list):
        for one in part:
            yield from locators(one)


@of_each
def test_every_locator_stands_in_its_words(definition: Definition) -> None:
    """Those of named conditions and groupings aside, which may belong to an option that is not taken."""
    told = {key: part for key, part in definition.document.items() if key not in ("conditions", "groupings")}
    said = text_of(definition)
    missing = [one for one in dict.fromkeys(locators(told)) if " ".join(one.split()) not in said]
    assert not missing


@of_each_rule
def test_no_key_of_the_file_stands_in_the_words_of_the_rule(definition: Definition) -> None:
    said = re.sub(r"\[[^\]]*\]", "", rule_text(definition))
    assert not re.findall(r"\b\w+_\w+\b", said)
    assert not re.findall(r"\b(?:patient|diagnosis|episode|illness|comorbidity)\.\w+", said)
    assert "Test" not in said


@of_each
def test_every_reading_is_told_with_its_options(definition: Definition) -> None:
    said = text_of(definition)
    for reading in definition.readings.values():
        assert f"{reading.id}:" in said
        assert f"{reading.default} (default)" in said or reading.default is None
        assert all(option in said for option in reading.options)


@of_each
def test_what_stands_around_the_rules_is_told(definition: Definition) -> None:
    said = text_of(definition)
    for key in ("known", "critiques"):
        for entry in definition.document.get(key, ()):
            assert " ".join(entry["says"].split()).rstrip(".") in said
    for wanted in definition.document.get("wanted", ()):
        what = wanted if isinstance(wanted, str) else wanted["what"]
        assert " ".join(what.split()).rstrip(".")[1:] in said


@of_each
def test_markdown_has_the_same_sections(definition: Definition) -> None:
    headings = [line[3:].upper() for line in as_markdown(outline_of(definition)) if line.startswith("## ")]
    lines = words_of(definition)
    assert headings
    assert set(headings) <= set(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingNew(Node):
    """A node that nobody has written a sentence for."""

    within_days: float
    of: tuple[str, ...]


def test_a_node_without_a_sentence_is_read_out() -> None:
    said = in_words(SomethingNew(place="", within_days=14, of=("failed-drug",)))
    assert said == "something new, within days 14, of failed drug"
