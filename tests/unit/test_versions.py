"""Which step of the version a change needs."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trd_registry.api import registry as shared_registry
from trd_registry.comparing.behaviour import Situation, need_between
from trd_registry.comparing.documents import ABSENT, Change, changes_between
from trd_registry.comparing.versions import Bump, bump_between, needed_by_documents, next_version
from trd_registry.loading.definition import build_definition
from trd_registry.model.definition import Definition
from trd_registry.releasing.situations import judge_with, situations_for

REGISTRY = shared_registry()
REAL = REGISTRY.get("conway-2017")

leaves = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b", "some words"])
names = st.sampled_from(["id", "name", "title", "readings", "options", "criterion", "all", "default", "weeks"])
documents = st.dictionaries(
    names, st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3))
)


@given(documents)
def test_equal_documents_need_no_step(document: dict[str, Any]) -> None:
    assert changes_between(document, copy.deepcopy(document)) == ()


@given(documents, st.sampled_from(["1.0.0", "2.3.4"]))
def test_the_version_alone_is_no_change(document: dict[str, Any], version: str) -> None:
    assert changes_between({**document, "version": "1.0.0"}, {**document, "version": version}) == ()


@given(documents, documents)
@settings(max_examples=200)
def test_unequal_documents_always_show_a_change(left: dict[str, Any], right: dict[str, Any]) -> None:
    """What is only written in another order says the same; 1 and true do not."""
    assert bool(changes_between(left, right)) == (canonical(left) != canonical(right))


def canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return "map", sorted((key, canonical(one)) for key, one in value.items())
    if isinstance(value, list):
        return "list", [canonical(one) for one in value]
    return type(value).__name__, str(value)


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.0.0", "1.0.0", Bump.NONE), ("1.2.3", "1.2.4", Bump.PATCH), ("1.2.3", "1.3.0", Bump.MINOR),
        ("1.2.3", "2.0.0", Bump.MAJOR), ("1.9.0", "1.10.0", Bump.MINOR), ("2.0.0", "1.9.9", Bump.NONE),
        ("0.9.0", "1.0.0", Bump.MAJOR),
    ],
)  # fmt: skip
def test_the_step_between_versions(old: str, new: str, step: Bump) -> None:
    assert bump_between(old, new) == step


@pytest.mark.parametrize(
    ("bump", "version"), [(Bump.PATCH, "1.2.4"), (Bump.MINOR, "1.3.0"), (Bump.MAJOR, "2.0.0"), (Bump.NONE, "1.2.4")]
)
def test_the_version_that_a_step_leads_to(bump: Bump, version: str) -> None:
    assert next_version("1.2.3", bump) == version


def test_entries_of_a_list_are_matched_by_id_and_name() -> None:
    left = [{"id": "a", "at_least": 1}, {"name": "b", "weeks": 4}, "c"]
    right = ["c", {"id": "a", "at_least": 2}, {"name": "b", "weeks": 4}]
    found = {(one.place, one.left, one.right) for one in changes_between({"all": left}, {"all": right})}
    assert ("/all/1/at_least", 1, 2) in found


def test_a_part_that_is_gone_is_told_from_one_that_is_null() -> None:
    assert changes_between({"a": None}, {}) == (Change(("a",), None, ABSENT),)


def alter(*edits: tuple[str, Any]) -> dict[str, Any]:
    """The real document with parts replaced; a value of ABSENT takes the part away."""
    document = copy.deepcopy(dict(REAL.document))
    for place, value in edits:
        *way, last = place.split("/")
        part: Any = document
        for step in way:
            part = part[int(step) if isinstance(part, list) else step]
        if value is ABSENT:
            del part[last]
        else:
            part[int(last) if isinstance(part, list) else last] = value
    return document


WEEKS = "readings/adequate-weeks"
NEW_OPTION = {"value": 12, "why": "Because."}

CASES: dict[str, tuple[list[tuple[str, Any]], Bump]] = {
    "nothing": ([], Bump.NONE),
    "title": ([("title", "Other")], Bump.PATCH),
    "summary": ([("summary", "Other.")], Bump.PATCH),
    "the question of a reading": ([(f"{WEEKS}/asks", "How long?")], Bump.PATCH),
    "why an option": ([(f"{WEEKS}/options/weeks-8/why", "Other.")], Bump.PATCH),
    "where a rule stands": ([("stages/rungs/0/from/at", "p. 11")], Bump.PATCH),
    "what is wanted": ([("wanted", ["Everything."])], Bump.PATCH),
    "a new source": ([("sources/other", {"title": "Other", "type": "article", "seen": "table"})], Bump.PATCH),
    "year": ([("year", 1999)], Bump.MINOR),
    "usages": ([("usages", [])], Bump.MINOR),
    "relations": ([("relations", {"cites": []})], Bump.MINOR),
    "a new option": ([(f"{WEEKS}/options/weeks-12", NEW_OPTION)], Bump.MINOR),
    "a value that is not the default": ([(f"{WEEKS}/options/weeks-8/value", 9)], Bump.MINOR),
    "an option taken away": ([(f"{WEEKS}/options/weeks-8", ABSENT)], Bump.MAJOR),
    "a reading renamed": ([("readings/other", {}), (WEEKS, ABSENT)], Bump.MAJOR),
    "another default": (
        [(f"{WEEKS}/options/weeks-4/default", ABSENT), (f"{WEEKS}/options/weeks-6/default", True)], Bump.MAJOR,
    ),
    "kind": ([("kind", "tiers")], Bump.MAJOR),
    "an option called like a word": ([(f"{WEEKS}/options/note", NEW_OPTION)], Bump.MINOR),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_step_that_documents_alone_need(name: str) -> None:
    edits, step = CASES[name]
    assert needed_by_documents(changes_between(REAL.document, alter(*edits)))[0] == step


@pytest.fixture(scope="module")
def situations() -> tuple[Situation, ...]:
    return situations_for(REGISTRY, [REAL]).all


def altered(*edits: tuple[str, Any]) -> Definition:
    return build_definition(alter(*edits), family=REAL.family, digest="sha256:" + "0" * 64)


def test_a_change_that_changes_results_needs_a_major_step(situations: tuple[Situation, ...]) -> None:
    need = need_between(REAL, altered((f"{WEEKS}/options/weeks-4/value", 5)), situations, judge_with(REGISTRY))
    assert need.bump is Bump.MAJOR
    assert need.because == ()
    assert need.differences


def test_a_rule_that_is_written_otherwise_needs_a_minor_step(situations: tuple[Situation, ...]) -> None:
    """More than one is two or more, of trials that are counted."""
    rung = dict(REAL.document["stages"]["rungs"][0]["when"])
    rung["above"] = rung.pop("at_least") - 1
    need = need_between(REAL, altered(("stages/rungs/0/when", rung)), situations, judge_with(REGISTRY))
    assert (need.bump, need.differences) == (Bump.MINOR, ())


def test_a_definition_needs_no_step_to_itself(situations: tuple[Situation, ...]) -> None:
    need = need_between(REAL, altered(), situations, judge_with(REGISTRY))
    assert (need.bump, need.changes, need.differences) == (Bump.NONE, (), ())
