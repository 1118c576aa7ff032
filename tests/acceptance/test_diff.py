"""Two versions side by side, through the real command."""

import json
from pathlib import Path

import pytest

from acceptance.cli import HISTORIES, trd
from trd_registry.loading.data_root import data_root
from trees import Tree

REAL = "conway-2017@1.0.0"
#: An installed package does not carry the corpus; a checkout does.
HAS_CORPUS = (data_root() / "tests" / "corpus").is_dir()
NO_CORPUS = "trd: There is no frozen corpus here (tests/corpus): it is not among the histories.\n"
REFERENCES = len(list(HISTORIES.glob("*.yaml")))


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A real definition, a copy with another threshold, and one with other words."""
    made = Tree(tmp_path_factory.mktemp("diff"), REAL)
    threshold = "grouping: {reading: psychotherapy-classes}\n        at_least: 2"
    made.edit(made.copy_version(REAL, "1.0.1"), threshold, threshold.replace("2", "3"))
    made.edit(made.copy_version(REAL, "1.0.2"), "summary: >-\n ", "summary: >-\n  In other words.")
    return made


def test_the_same_document_is_said_to_be_the_same() -> None:
    run = trd("diff", REAL, "conway-2017")
    assert run.code == 0
    assert run.err == ("" if HAS_CORPUS else NO_CORPUS)
    assert "They hold the same document." in run.out


def test_a_changed_threshold_stands_side_by_side_with_its_effect(tree: Tree) -> None:
    run = trd("diff", "--root", tree.root, REAL, "conway-2017@1.0.1")
    assert run.code == 0
    assert max(map(len, run.out.splitlines())) <= 80
    lines = [line.split() for line in run.out.splitlines()]
    assert any(line[-2:] == ["2", "3"] for line in lines)
    assert "Needed: MAJOR (results change under default readings)." in run.out
    assert "reference histories change" in run.out
    assert "asks at least 2 -> at least 3" in run.out
    assert run.out.count(": met, stage 1 -> not met, below stage 1") == 2


def test_words_alone_need_a_patch(tree: Tree) -> None:
    run = trd("diff", "--root", tree.root, REAL, "conway-2017@1.0.2")
    assert "/summary" in run.out
    assert "Needed: PATCH (words and provenance alone)." in run.out
    assert f"0 of {REFERENCES} reference histories change" in " ".join(run.out.split())


def test_json_tells_the_same_as_the_table(tree: Tree) -> None:
    found = json.loads(trd("diff", "--root", tree.root, "--format", "json", REAL, "conway-2017@1.0.1").out)
    assert found["same"] is False
    assert found["bump"] == {"needed": "MAJOR", "taken": "PATCH"}
    assert [(one["left"], one["right"], one["needs"]) for one in found["changes"]] == [(2, 3, "MINOR")]
    assert len(found["explained"]) == 2
    assert found["reference_histories"]["judged"] == REFERENCES
    assert found["all_histories"]["judged"] > len(found["all_histories"]["changed"]) > 0


def test_markdown_is_a_table(tree: Tree) -> None:
    run = trd("diff", "--root", tree.root, "--format", "markdown", REAL, "conway-2017@1.0.1")
    assert f"| place | {REAL} | conway-2017@1.0.1 |" in run.out


def test_two_definitions_are_compared_by_their_verdicts() -> None:
    run = trd("diff", "conway-2017", "markowitz-2022")
    assert run.code == 0
    assert max(map(len, run.out.splitlines())) <= 80
    assert "Needed:" not in run.out
    assert "get another verdict" in run.out
    assert "psychotherapy not met" in run.out


def test_an_unknown_version_is_a_usage_error() -> None:
    run = trd("diff", REAL, "conway-2017@9.9.9")
    assert run.code == 2
    assert "has no version '9.9.9'" in run.err


def test_a_tree_without_a_corpus_uses_the_published_one(tree: Tree) -> None:
    """Unless there is none at all, which is said; the histories that are there are used."""
    run = trd("diff", "--root", tree.root, "--format", "json", REAL, "conway-2017@1.0.1")
    names = json.loads(run.out)["all_histories"]["changed"]
    assert any(name.startswith("corpus-") for name in names) is HAS_CORPUS
    assert run.err in ("", NO_CORPUS)


def test_a_folder_without_definitions_has_none(tmp_path: Path) -> None:
    run = trd("diff", "--root", tmp_path, REAL, REAL)
    assert run.code == 2
    assert "There is no definition" in run.err
