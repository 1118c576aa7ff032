"""A folder that appears whole or not at all."""

import os
import socket
from pathlib import Path

import pytest

from trd_registry.cohorts.whole_folder import whole_folder
from trd_registry.model.errors import RegistryError


def write(folder: Path, *, fails: bool = False) -> None:
    with whole_folder(folder) as beside:
        (beside / "first.txt").write_text("first", encoding="utf-8")
        if fails:
            raise KeyboardInterrupt
        (beside / "second.txt").write_text("second", encoding="utf-8")
        assert not folder.exists()


def test_it_appears_when_all_is_written(tmp_path: Path) -> None:
    write(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["first.txt", "second.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "out", fails=True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(RegistryError, match="there already"):
        write(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_is_put_there_meanwhile_is_not_touched(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be given its name"), whole_folder(tmp_path / "out"):
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "theirs.txt").write_text("theirs", encoding="utf-8")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "theirs.txt"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "missing" / "out")


@pytest.mark.skipif(os.name != "posix", reason="elsewhere it cannot be known whether a program runs")
def test_only_the_leftovers_of_a_dead_program_of_this_machine_are_removed(tmp_path: Path) -> None:
    host = socket.gethostname()
    dead = tmp_path / f".o[u]t-unfinished-{host}-999999999-a"
    mine = tmp_path / f".o[u]t-unfinished-{host}-{os.getpid()}-b"
    elsewhere = tmp_path / ".o[u]t-unfinished-another-machine-999999999-c"
    other = tmp_path / f".out-unfinished-{host}-999999999-d"
    for folder in (dead, mine, elsewhere, other):
        folder.mkdir()
    write(tmp_path / "o[u]t")
    assert sorted(path for path in tmp_path.iterdir() if path.name.startswith(".")) == sorted((mine, elsewhere, other))
