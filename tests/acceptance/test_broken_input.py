"""Broken and hostile input: a named finding with line, column and remedy; never a traceback, never a result."""

import os
import random
import re
from pathlib import Path

import pytest

from acceptance.cli import HISTORIES, trd

GOOD = "history: 1\nid: x\ncomplete: all\ntrials: []\n"

BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "TRD104"),
    "only a comment": (b"# nothing\n", "TRD203"),
    "not utf-8": (b"history: 1\nid: caf\xe9\n", "TRD103"),
    "ten megabytes": (b"a" * 10_000_000, "TRD102"),
    "no as false": (b"history: 1\nid: x\ncomplete: all\ndiagnosis: {psychotic_features: no}\n", "TRD109"),
    "1.10": (b"history: 1\nid: x\ncomplete: all\ntrials: [{weeks: 1.10}]\n", "TRD109"),
    "duplicate key": (b"history: 1\nid: x\nid: y\ncomplete: all\n", "TRD106"),
    "alias bomb": (b"a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n", "TRD107"),
    "python tag": (b"history: !!python/object/apply:os.system ['true']\n", "TRD108"),
    "tab": (b"history: 1\n\tid: x\n", "TRD105"),
    "control character": (b"history: 1\nid: \x01\n", "TRD105"),
    "deep": (b"[" * 5000 + b"]" * 5000, "TRD110"),
    "two documents": (b"history: 1\n---\nhistory: 1\n", "TRD111"),
    "a list": (b"- 1\n- 2\n", "TRD203"),
    "complete missing": (b"history: 1\nid: x\n", "TRD202"),
    "date after as_of": (
        b"history: 1\nid: x\ncomplete: all\nas_of: 2020-01\ntrials: [{treatment: ECT, start: 2021-01}]\n",
        "TRD402",
    ),
    "misspelt drug": (b"history: 1\nid: x\ncomplete: all\ntrials: [{treatment: sertralin}]\n", "TRD301"),
    "null": (b"history: 1\nid: x\ncomplete: all\ntrials: [{weeks: null}]\n", "TRD203"),
    "not a number": (b"history: 1\nid: x\ncomplete: all\ntrials: [{weeks: .nan}]\n", "TRD109"),
    "huge number": (b"history: 1\nid: x\ncomplete: all\ntrials: [{weeks: 1e999}]\n", "TRD109"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file(name: str, tmp_path: Path) -> None:
    data, code = BROKEN[name]
    path = tmp_path / "broken.yaml"
    path.write_bytes(data)
    run = trd("evaluate", path)
    assert run.code == 3
    assert run.out == ""
    assert re.search(rf"broken\.yaml:\d+:\d+ {code} ", run.err), run.err


def test_a_folder_without_histories_and_a_missing_file_are_named(tmp_path: Path) -> None:
    assert "no .yaml file" in trd("evaluate", tmp_path).err
    run = trd("evaluate", tmp_path / "nowhere.yaml")
    assert run.code == 3
    assert "TRD101" in run.err


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    run = trd("timeline", tmp_path, "-o", tmp_path / "x.svg")
    assert run.code in (2, 3)


def test_one_broken_file_among_good_ones_stops_all(tmp_path: Path) -> None:
    """A batch that silently leaves one patient out would be a wrong count."""
    path = tmp_path / "broken.yaml"
    path.write_text("history: 1\n")
    run = trd("evaluate", HISTORIES / "widow.yaml", path)
    assert run.code == 3
    assert run.out == ""


def test_a_misspelt_drug_gets_the_nearest_name(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD.replace("[]", "[{treatment: sertralin}]"))
    assert "sertraline" in trd("evaluate", path).err


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_never_gives_a_traceback(seed: int, tmp_path: Path) -> None:
    """Bytes of a good history changed, dropped or doubled at random."""
    chance = random.Random(seed)
    data = bytearray((HISTORIES / "two-drugs-and-ipt.yaml").read_bytes())
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        match chance.choice(("change", "drop", "double")):
            case "change":
                data[at] = chance.randrange(256)
            case "drop":
                del data[at : at + chance.randint(1, 20)]
            case _:
                data[at:at] = data[at : at + chance.randint(1, 20)]
    path = tmp_path / "damaged.yaml"
    path.write_bytes(bytes(data))
    run = trd("evaluate", path, "-d", "rybak-2021")
    assert run.code in (0, 3)
    assert (run.out == "") == (run.code == 3)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    run = trd("evaluate", tmp_path / "pipe.yaml")
    assert run.code == 3
    assert "TRD101" in run.err


def test_a_history_is_never_overwritten_by_its_picture(tmp_path: Path) -> None:
    history = tmp_path / "history.yaml"
    history.write_text(GOOD)
    run = trd("timeline", history, "-o", history)
    assert run.code == 2
    assert history.read_text() == GOOD


def test_a_loop_of_links_and_names_that_are_too_long_are_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.svg"
    loop.symlink_to(loop)
    good = tmp_path / "good.yaml"
    good.write_text(GOOD)
    assert trd("timeline", good, "-o", loop).code == 2
    assert trd("timeline", good, "-o", tmp_path / ("a" * 300)).code in (2, 3)
    assert trd("evaluate", "a" * 5000).code == 3
    assert trd("evaluate", "").code == 2


def test_years_far_off_are_slips_of_the_pen(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text('history: 1\nid: x\ncomplete: all\nas_of: "9999"\nepisode: {onset: "9999-12"}\n')
    run = trd("timeline", path, "-o", tmp_path / "x.svg")
    assert run.code == 3
    assert "TRD401" in run.err
