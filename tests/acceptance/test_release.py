"""Releasing through the real command: what is frozen stays, and no version says less than has changed."""

from pathlib import Path

import pytest
import yaml

from acceptance.cli import Run, trd
from trees import Tree

REAL = "conway-2017@1.0.0"


def release(tree: Tree, *references: str) -> Run:
    return trd("release", "--root", tree.root, *references)


@pytest.fixture
def example(tmp_path: Path) -> Tree:
    """One definition in a version that is released and in another that asks for more."""
    tree = Tree.of_example(tmp_path, "TRD704-bump-too-small")
    tree.lock.unlink()
    return tree


@pytest.fixture
def released(tmp_path: Path) -> Tree:
    """A real definition, released with its vocabularies."""
    tree = Tree(tmp_path, REAL)
    assert release(tree, "conway-2017", "--with-vocabularies").code == 0
    return tree


class TestTheLock:
    def test_it_holds_sorted_lines_of_what_was_released(self, released: Tree) -> None:
        text = released.lock.read_text("utf-8")
        assert text.startswith("# Written by `trd release` alone")
        lines = text.splitlines()[1:]
        assert lines == sorted(lines)
        assert yaml.safe_load(text) == released.locked()
        assert {key.partition("@")[0] for key in released.locked()} > {"conway-2017", "vocabularies/treatments"}

    def test_releasing_again_changes_nothing_and_says_so(self, released: Tree) -> None:
        before = released.lock.stat().st_mtime_ns, released.lock.read_bytes()
        run = release(released, "conway-2017", "treatments@1.0.0")
        assert (run.code, run.out) == (0, "")
        assert run.err.count("is released already") == 2
        assert (released.lock.stat().st_mtime_ns, released.lock.read_bytes()) == before

    def test_no_half_written_file_is_left(self, released: Tree) -> None:
        assert [path.name for path in released.lock.parent.iterdir() if path.name.startswith(".")] == []

    def test_a_released_tree_has_nothing_to_find(self, released: Tree) -> None:
        run = trd("check", released.root / "definitions" / "released.lock", released.file(REAL))
        assert (run.code, run.out) == (0, "")


class TestRefusals:
    def test_a_pinned_vocabulary_must_be_released_first_or_with_it(self, tmp_path: Path) -> None:
        tree = Tree(tmp_path, REAL)
        run = release(tree, "conway-2017")
        assert run.code == 1
        assert "pins treatments 1.0.0, which is not released" in run.out
        assert "--with-vocabularies" in run.out
        assert not tree.lock.exists()

    def test_a_draft_is_not_released(self, example: Tree) -> None:
        tree = Tree.of_example(example.root / "draft", "TRD333-id-in-two-families")
        (tree.root / "definitions" / "staging").rename(tree.root / "staging")
        run = release(tree, "example-2020", "treatments", "scales")
        assert run.code == 1
        assert "example-2020@0.1.0 is called draft." in run.out
        assert not tree.lock.exists()

    def test_errors_failing_cases_and_gaps_in_coverage_are_told(self, tmp_path: Path) -> None:
        tree = Tree.of_example(tmp_path, "TRD605-coverage-incomplete")
        run = release(tree, "example-2020", "--with-vocabularies")
        assert run.code == 1
        assert "TRD605" in run.out

    def test_every_history_is_read_with_treatments_and_scales_so_both_are_pinned(self, example: Tree) -> None:
        example.edit(example.file("example-2020@1.0.0"), ", scales: 1.0.0", "")
        run = release(example, "example-2020@1.0.0", "--with-vocabularies")
        assert run.code == 1
        assert "TRD328" in run.out and "'scales' has no version" in run.out

    def test_all_or_none(self, example: Tree) -> None:
        run = release(example, "example-2020@1.0.0", "treatments", "scales@9.9.9")
        assert run.code == 2
        run = release(example, "example-2020@1.0.0", "treatments")
        assert run.code == 1
        assert not example.lock.exists()

    def test_nothing_named_is_a_usage_error(self, example: Tree) -> None:
        assert release(example).code == 2

    def test_an_unknown_name_is_a_usage_error(self, example: Tree) -> None:
        run = release(example, "exmaple-2020")
        assert run.code == 2
        assert "There is no definition 'exmaple-2020'" in run.err

    def test_a_lock_that_cannot_be_read_is_invalid_input(self, example: Tree) -> None:
        example.lock.write_text("a: [\n", encoding="utf-8")
        run = release(example, "example-2020@1.0.0", "--with-vocabularies")
        assert run.code == 3
        assert "released.lock:" in run.err

    def test_an_edited_lock_is_refused(self, released: Tree) -> None:
        released.lock.write_text(released.lock.read_text("utf-8") + "by-hand: yes indeed\n", encoding="utf-8")
        released.copy_version(REAL, "1.0.1")
        run = release(released, "conway-2017")
        assert run.code == 1
        assert "TRD707" in run.out


class TestEdits:
    def test_an_edited_definition_is_found_and_cannot_be_released_again(self, released: Tree) -> None:
        released.edit(released.file(REAL), "title:", "title: Edited;")
        before = released.lock.read_bytes()
        run = trd("check", released.file(REAL))
        assert run.code == 1
        assert "TRD701" in run.out
        run = release(released, "conway-2017")
        assert run.code == 1
        assert "TRD701" in run.out
        assert released.lock.read_bytes() == before

    def test_even_a_comment_is_an_edit(self, released: Tree) -> None:
        path = released.file(REAL)
        path.write_text(path.read_text("utf-8") + "# later\n", encoding="utf-8")
        assert "TRD701" in trd("check", path).out

    def test_cases_may_grow_after_release(self, released: Tree) -> None:
        path = released.file(REAL, "cases.yaml")
        path.write_text(path.read_text("utf-8") + "# later\n", encoding="utf-8")
        assert trd("check", path).code == 0

    def test_an_edited_vocabulary_is_found(self, released: Tree) -> None:
        path = released.root / "definitions" / "vocabularies" / "scales" / "1.0.0.yaml"
        path.write_text(path.read_text("utf-8") + "# later\n", encoding="utf-8")
        run = trd("check", path)
        assert run.code == 1
        assert "TRD706" in run.out

    def test_a_released_file_that_is_gone_is_found(self, released: Tree) -> None:
        released.file(REAL).unlink()
        run = trd("check", released.lock)
        assert run.code == 1
        assert "TRD703 conway-2017@1.0.0" in run.out

    def test_a_version_that_waits_is_a_warning(self, released: Tree) -> None:
        path = released.copy_version(REAL, "1.0.1")
        released.edit(path, "summary: >-\n ", "summary: >-\n  In other words.")
        run = trd("check", path)
        assert run.code == 0
        assert "TRD702 warning" in run.out


class TestBumps:
    def test_words_alone_are_a_patch(self, released: Tree) -> None:
        path = released.copy_version(REAL, "1.0.1")
        released.edit(path, "summary: >-\n ", "summary: >-\n  In other words.")
        run = release(released, "conway-2017")
        assert run.code == 0, run.out
        assert "1.0.0 to 1.0.1 is PATCH; needed is PATCH" in run.err
        assert {"conway-2017@1.0.0", "conway-2017@1.0.1"} <= released.locked().keys()

    def test_metadata_is_no_patch(self, released: Tree) -> None:
        path = released.copy_version(REAL, "1.0.1")
        released.edit(path, "\nstanding: ", "\nyear: 2018\nstanding: ")
        released.edit(path, "\nyear: 2017", "")
        before = released.lock.read_bytes()
        run = release(released, "conway-2017")
        assert run.code == 1
        assert "From 1.0.0 to 1.0.1 is PATCH, but MINOR is needed. It changes /year." in run.out
        assert "Call it 1.1.0" in run.out
        assert released.lock.read_bytes() == before

    def test_a_smaller_threshold_is_no_minor_version(self, released: Tree) -> None:
        """The rule and its cases fit each other in the altered copy, so that the bump alone stands in the way."""
        path = released.copy_version(REAL, "1.1.0")
        released.edit(path, "grouping: {reading: psychotherapy-classes}\n        at_least: 2", "at_least: 1")
        before = released.lock.read_bytes()
        run = release(released, "conway-2017")
        assert run.code == 1
        assert "From 1.0.0 to 1.1.0 is MINOR, but MAJOR is needed." in run.out
        assert "histories get another answer by default" in run.out
        assert released.lock.read_bytes() == before

    def test_the_needed_step_is_accepted(self, example: Tree) -> None:
        assert release(example, "example-2020@1.0.0", "--with-vocabularies").code == 0
        run = release(example, "example-2020")
        assert run.code == 1
        assert "Call it 2.0.0" in run.out
        example.file("example-2020@1.0.1").parent.rename(example.file("example-2020@1.0.0").parents[1] / "2.0.0")
        example.edit(example.file("example-2020"), "version: 1.0.1", "version: 2.0.0")
        run = release(example, "example-2020")
        assert run.code == 0, run.out
        assert "is MAJOR; needed is MAJOR" in run.err

    def test_versions_released_together_are_compared_with_each_other(self, example: Tree) -> None:
        """Two asks for another result than one, and a patch may not follow that changes it back."""
        assert release(example, "example-2020@1.0.0", "--with-vocabularies").code == 0
        family = example.file("example-2020@1.0.0").parents[1]
        example.file("example-2020@1.0.1").parent.rename(family / "2.0.0")
        example.edit(example.file("example-2020"), "version: 1.0.1", "version: 2.0.0")
        example.copy_version("example-2020@1.0.0", "2.0.1")
        run = release(example, "example-2020@2.0.0", "example-2020@2.0.1")
        assert run.code == 1
        assert "From 2.0.0 to 2.0.1 is PATCH, but MAJOR is needed." in run.out
        assert "Call it 3.0.0" in run.out
        assert "example-2020@2.0.0" not in example.locked()

    def test_a_version_below_a_released_one_is_refused(self, tmp_path: Path) -> None:
        tree = Tree.of_example(tmp_path, "TRD708-version-not-above")
        run = release(tree, "example-2020@1.0.0")
        assert run.code == 1
        assert "TRD708" in run.out

    def test_a_changed_vocabulary_counts_by_what_it_does(self, released: Tree) -> None:
        """The words of the definition are the same; the lower dose it now pins lets more trials count."""
        table = released.copy_vocabulary("dose-table-mgh-atrq-comp006", "1.0.0", "1.1.0")
        text = table.read_text("utf-8")
        table.write_text(
            text.replace("minimum: 50,", "minimum: 500,").replace("minimum: 50}", "minimum: 500}"), "utf-8"
        )
        path = released.copy_version(REAL, "1.0.1")
        released.edit(path, "dose-table-mgh-atrq-comp006: 1.0.0", "dose-table-mgh-atrq-comp006: 1.1.0")
        run = trd("check", path)
        assert "MAJOR is needed" in run.out, run.out
