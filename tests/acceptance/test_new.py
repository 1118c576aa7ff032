"""From nothing to a definition that runs, through the real command: for every kind, and never over a file."""

import os
import pty
import re
import subprocess
from pathlib import Path

from acceptance.cli import COMMAND, Run, trd
from acceptance.filled_in import fill_in
from trd_registry.loading.data_root import data_root
from trd_registry.loading.yaml_reader import read_yaml
from trees import Tree


def new(root: Path, *args: object) -> Run:
    return trd("new", *args, "--registry", root)


def begun(root: Path, kind: str) -> Path:
    """The folder of a definition that was just begun."""
    asked = ("--kind", "criterion", "--status", "record") if kind == "record" else ("--kind", kind)
    family = "phenotypes" if kind == "phenotype" else "consensus"
    run = new(root, "made-up", *asked, "--family", family)
    assert run.code == 0, run.err
    return root / "definitions" / family / "made-up"


def test_what_is_written_has_only_parts_to_fill_in_and_runs_once_they_are(tmp_path: Path) -> None:
    """By the real command; for every other kind in one process, in tests/unit/test_drafting.py."""
    folder = begun(tmp_path, "criterion")
    assert (folder / "notes.md").read_text("utf-8").startswith("# Encoders' log: made-up\n")
    before = trd("check", "--registry", tmp_path)
    assert before.code == 1
    findings = re.findall(r"^\S+:\d+:\d+ (TRD\d+) ", before.out, re.MULTILINE)
    assert set(findings) == {"TRD210"}
    assert len(re.findall(r"^    Write here \w", before.out, re.MULTILINE)) == len(findings)

    assert fill_in(folder, "criterion") == len(findings)

    after = trd("check", "--registry", tmp_path)
    assert (after.code, after.out) == (0, "")
    run = trd("test", "--registry", tmp_path, "made-up")
    assert run.code == 0, run.out
    assert "3 of   3 cases pass" in run.out
    shown = trd("show", "--registry", tmp_path, "made-up")
    assert "private: published nowhere" in " ".join(shown.out.split())


def test_unfinished_files_judge_nobody(tmp_path: Path) -> None:
    begun(tmp_path, "criterion")
    history = data_root() / "definitions" / "histories" / "widow.yaml"
    run = trd("evaluate", history, "-d", "made-up", "--registry", tmp_path)
    assert (run.code, run.out) == (3, "")
    assert "`criterion.at_least` is still to be filled in" in run.err


def test_an_id_in_use_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    run = new(tmp_path, "conway-2017", "--kind", "score", "--family", "payer")
    assert (run.code, run.out) == (2, "")
    assert "conway-2017 is in use already" in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_next_version_differs_by_its_version_alone(tmp_path: Path) -> None:
    tree = Tree(tmp_path, "conway-2017@1.0.0")
    run = trd("new", "conway-2017", "--from", "conway-2017", "--step", "minor", "--root", tree.root)
    assert run.code == 0, run.err
    old, copy = tree.file("conway-2017@1.0.0"), tree.file("conway-2017@1.1.0")
    assert copy.read_text("utf-8") == old.read_text("utf-8").replace("version: 1.0.0", "version: 1.1.0", 1)
    cases = [path.with_name("cases.yaml").read_bytes() for path in (old, copy)]
    assert cases[0] == cases[1]


def test_on_a_terminal_it_asks_for_what_is_not_given(tmp_path: Path) -> None:
    ours, its = pty.openpty()
    command = [*COMMAND, "new", "made-up", "--registry", str(tmp_path), "--status", "draft"]
    answers = "score\nstaging\ndoi: nonsense\nhttps://doi.org/10.1000/asked\n\nAsked A\n20\n2001\n"
    with subprocess.Popen(command, stdin=its, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.close(its)
        os.write(ours, answers.encode())
        out, err = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0, err.decode()
    assert "is not written as doi must be" in err.decode()
    assert "year must be at least 1900" in err.decode()
    assert b"definition.yaml" in out
    written = read_yaml(tmp_path / "definitions" / "staging" / "made-up" / "0.1.0" / "definition.yaml").value
    assert (written["kind"], written["year"]) == ("score", 2001)
    article = written["sources"]["article"]
    assert (article["doi"], article["authors"]) == ("10.1000/asked", "Asked A")
    assert article["title"].startswith("FILL IN ")
