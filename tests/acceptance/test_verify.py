"""A receipt is run again through the real command: what changed is named, what did not is left alone."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from acceptance.cli import HISTORIES, Run, trd
from trd_registry.loading.data_root import data_root
from trees import Tree

REAL = "conway-2017@1.0.0"
HISTORY = "ssri-and-cbt-eight-sessions.yaml"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with one history and the receipt of it."""
    shutil.copy(HISTORIES / HISTORY, tmp_path)
    run = trd("evaluate", HISTORY, "-d", REAL, "--format", "json", cwd=tmp_path)
    (tmp_path / "receipt.json").write_text(run.out, encoding="utf-8")
    return tmp_path


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A registry whose files may be altered."""
    return Tree(tmp_path / "registry", REAL)


def rewrite(here: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes what the receipt says of its one result."""
    path = here / "receipt.json"
    results = json.loads(path.read_text("utf-8"))
    change(results[0])
    path.write_text(json.dumps(results), encoding="utf-8")


def verify(here: Path, *more: object) -> Run:
    return trd("verify", "receipt.json", *more, cwd=here)


class TestTheReceipt:
    def test_it_says_what_it_takes_to_run_it_again(self, here: Path) -> None:
        (result,) = json.loads((here / "receipt.json").read_text("utf-8"))
        assert result["input"]["file"] == HISTORY
        assert result["engine"]["name"] == "trd-registry"
        assert {"treatments@1.0.0", "scales@1.0.0"} <= result["vocabulary_digests"].keys()
        schema = json.loads((data_root() / "schema" / "result.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator(schema).validate([result])

    def test_it_verifies(self, here: Path) -> None:
        run = verify(here)
        assert (run.code, run.err) == (0, "trd: 1 of 1 results are the same.\n")
        assert run.out.startswith("same ")

    def test_every_definition_on_a_history_full_of_gaps_verifies(self, tmp_path: Path) -> None:
        run = trd("evaluate", HISTORIES / "chart-with-gaps.yaml", "--format", "json")
        (tmp_path / "receipt.json").write_text(run.out, encoding="utf-8")
        run = verify(tmp_path)
        assert run.code == 0, run.out

    def test_readings_that_were_asked_for_are_taken_again(self, here: Path) -> None:
        run = trd(
            "evaluate", HISTORY, "-d", REAL, "--reading", "conway-2017:adequate-weeks=weeks-8", "--format", "json",
            cwd=here,
        )  # fmt: skip
        (here / "receipt.json").write_text(run.out, encoding="utf-8")
        assert verify(here).code == 0


class TestTheHistory:
    def test_it_is_found_beside_the_receipt(self, here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        assert trd("verify", here / "receipt.json", cwd=elsewhere).code == 0

    def test_one_that_is_gone_is_asked_for(self, here: Path) -> None:
        (here / HISTORY).rename(here / "moved.yaml")
        run = verify(here)
        assert run.code == 1
        assert "was not found" in run.out
        assert "--history" in run.out
        assert verify(here, "--history", HISTORIES / "widow.yaml", "--history", "moved.yaml").code == 0

    def test_one_that_was_edited_is_named_with_its_effect(self, here: Path) -> None:
        path = here / HISTORY
        path.write_text(path.read_text("utf-8").replace("complete: all", "complete: none"), encoding="utf-8")
        run = verify(here)
        assert run.code == 1
        assert "history: " in run.out
        assert "result: " in run.out

    def test_one_that_is_invalid_now_is_told_with_its_finding(self, here: Path) -> None:
        path = here / HISTORY
        path.write_text(path.read_text("utf-8") + "no_such_key: 1\n", encoding="utf-8")
        run = verify(here)
        assert run.code == 1
        assert "cannot be read any more" in run.out
        assert "TRD201" in run.out


class TestTheRegistry:
    def test_an_altered_threshold_is_told_as_the_cause_and_as_the_effect(self, here: Path, tree: Tree) -> None:
        threshold = "grouping: {reading: psychotherapy-classes}\n        at_least: 2"
        tree.edit(tree.file(REAL), threshold, threshold.replace("2", "3"))
        run = verify(here, "--root", tree.root)
        assert run.code == 1
        assert "definition: conway-2017@1.0.0 was sha256:" in run.out
        assert 'result: verdict: was "met", is "not_met"' in run.out

    def test_a_reading_that_is_gone_is_named(self, here: Path, tree: Tree) -> None:
        path = tree.file(REAL)
        path.write_text(path.read_text("utf-8").replace("adequate-weeks", "enough-weeks"), encoding="utf-8")
        run = verify(here, "--root", tree.root)
        assert run.code == 1
        assert "reading: conway-2017@1.0.0 has no reading adequate-weeks any more" in run.out
        assert "reading: enough-weeks is new; weeks-4 was taken" in run.out

    def test_an_option_that_is_gone_is_named(self, here: Path, tree: Tree) -> None:
        tree.edit(tree.file(REAL), "      weeks-4:\n", "      weeks-four:\n")
        run = verify(here, "--root", tree.root)
        assert "reading: adequate-weeks has no option weeks-4 any more; there is weeks-four" in run.out

    def test_an_altered_vocabulary_is_named(self, here: Path, tree: Tree) -> None:
        path = tree.root / "definitions" / "vocabularies" / "scales" / "1.0.0.yaml"
        path.write_text(path.read_text("utf-8") + "# later\n", encoding="utf-8")
        run = verify(here, "--root", tree.root)
        assert run.code == 1
        assert "vocabulary: scales 1.0.0 was sha256:" in run.out
        assert "result:" not in run.out

    def test_a_new_version_of_a_vocabulary_changes_nothing(self, here: Path, tree: Tree) -> None:
        tree.copy_vocabulary("treatments", "1.0.0", "1.1.0")
        assert verify(here, "--root", tree.root).code == 0

    def test_a_vocabulary_that_is_gone_is_named(self, here: Path, tree: Tree) -> None:
        tree.copy_vocabulary("scales", "1.0.0", "1.1.0")
        (tree.root / "definitions" / "vocabularies" / "scales" / "1.0.0.yaml").unlink()
        run = verify(here, "--root", tree.root)
        assert run.code == 1
        assert "vocabulary: scales 1.0.0 cannot be used any more" in run.out

    def test_a_definition_that_is_gone_is_named(self, here: Path, tree: Tree) -> None:
        tree.file(REAL).unlink()
        run = verify(here, "--root", tree.root)
        assert run.code == 1
        assert "definition: There is no definition" in run.out

    def test_another_engine_with_the_same_results_is_said_and_is_no_failure(self, here: Path) -> None:
        rewrite(here, lambda result: result["engine"].update(version="0.0.1"))
        run = verify(here)
        assert run.code == 0
        assert "engine: version 0.0.1 made it" in run.out

    def test_a_result_that_was_altered_is_found(self, here: Path) -> None:
        rewrite(here, lambda result: result.update(verdict="not_met"))
        run = verify(here)
        assert run.code == 1
        assert 'result: verdict: was "not_met", is "met"' in run.out

    def test_a_receipt_that_does_not_say_where_from_is_verified_with_the_history(self, here: Path) -> None:
        """As results were written before they said so."""
        rewrite(here, lambda result: [result.pop(key) for key in ("input", "engine", "vocabulary_digests")])
        assert verify(here).code == 1
        assert verify(here, "--history", HISTORY).code == 0


BROKEN = {
    "not JSON": ("[{", "1:3", "not JSON"),
    "NaN": ('[{"history":\n NaN}]', "2:2", "NaN is no number"),
    "infinity": ('[{"history": -Infinity}]', "1:14", "-Infinity is no number"),
    "huge nesting": ("[" * 100_000, "1:401", "nested more than 400 deep"),
    "a huge number": (f"[{'9' * 5000}]", "1:2", "more than 400 digits"),
    "no list": ("{}", "1:1", "a list of results"),
    "no result": ("[]", "1:1", "no result"),
    "no object": ("[1]", "/0", "no object"),
    "a key missing": ('[{"history": "x"}]', "/0", "there is no 'version'"),
    "a wrong type": ('[{"version": "1.0.0", "history": 1}]', "/0/history", "no text"),
    "a wrong version": ('[{"version": "latest"}]', "/0/version", "no version"),
    "empty": ("", "1:1", "not JSON"),
}


class TestUnreadable:
    @pytest.mark.parametrize("name", BROKEN)
    def test_a_broken_receipt_is_told_with_its_place(self, name: str, tmp_path: Path) -> None:
        text, place, words = BROKEN[name]
        (tmp_path / "receipt.json").write_text(text, encoding="utf-8")
        run = verify(tmp_path)
        assert run.code == 3
        assert run.out == ""
        assert place in run.err
        assert words in run.err
        assert len(run.err) < 500

    def test_wrong_shapes_deeper_down_are_told(self, here: Path) -> None:
        for key, value, place in (
            ("readings", {"adequate-weeks": 4}, "/0/readings/adequate-weeks"),
            ("readings", [], "/0/readings"),
            ("vocabularies", None, "/0/vocabularies"),
            ("input", {"file": 1, "digest": ""}, "/0/input/file"),
            ("engine", "trd", "/0/engine"),
            ("digest", None, "/0/digest"),
        ):
            kept = (here / "receipt.json").read_text("utf-8")
            rewrite(here, lambda result, key=key, value=value: result.update({key: value}))
            run = verify(here)
            assert run.code == 3
            assert place in run.err
            (here / "receipt.json").write_text(kept, encoding="utf-8")

    def test_bytes_that_are_no_text_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "receipt.json").write_bytes(b'[{"history":\n"\xff"}]')
        run = verify(tmp_path)
        assert run.code == 3
        assert "receipt.json:2:2: the file is not UTF-8." in run.err

    def test_a_file_that_is_not_there_and_a_folder(self, tmp_path: Path) -> None:
        assert verify(tmp_path).code == 3
        assert trd("verify", tmp_path).code == 3

    def test_hostile_names_are_printed_as_text(self, here: Path) -> None:
        """Neither control characters nor half a character reach the terminal."""
        rewrite(here, lambda result: result.update(history="\x1b[31m\ud800", verdict="\x07"))
        run = verify(here)
        assert run.code == 1
        assert "\x1b" not in run.out + run.err
        assert "\x07" not in run.out + run.err

    def test_hostile_paths_are_only_not_found(self, here: Path) -> None:
        for path in ("\0", "/dev/zero", "..", "x" * 5000, "\ud800"):
            rewrite(here, lambda result, path=path: result["input"].update(file=path))
            run = verify(here)
            assert run.code == 1
            assert "was not found" in run.out
