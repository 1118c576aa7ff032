"""The same bytes come out whatever the machine: hash seed, folder, place, language, order of files, Python.

That every engine gives the same answers is tested in tests/conformance/test_engines.py and in tests/properties.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from trd_registry.api import registry
from trd_registry.loading.data_root import data_root

SAID = Path(__file__).with_name("said.py")
PACKAGE = data_root() / "validator"
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")


def said(
    *flags: str,
    python: str = sys.executable,
    options: tuple[str, ...] = (),
    cwd: Path | None = None,
    **environment: str,
) -> str:
    """The digests of what the commands wrote, from a folder from which no path is a shorter one."""
    with tempfile.TemporaryDirectory() as elsewhere:
        return _said(flags, python, options, cwd or Path(elsewhere), environment)


def _said(flags: tuple[str, ...], python: str, options: tuple[str, ...], cwd: Path, environment: dict[str, str]) -> str:
    run = subprocess.run(
        [python, *options, str(SAID), *flags, str(data_root())],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PACKAGE), "COLUMNS": "80", **environment},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@cache
def usual() -> str:
    found = said(PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")
    assert "exception" not in found, found
    assert len(found.splitlines()) == 11
    assert "'evaluate'" in found
    return found


def test_elsewhere_the_same_bytes_come_out(tmp_path: Path) -> None:
    """Another hash seed, folder, hour, language and order of files at once, and without assertions."""
    found = said(
        "--reversed", options=("-O",), cwd=tmp_path, PYTHONHASHSEED="4711",
        TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8",
        LANG="tr_TR.UTF-8",
    )  # fmt: skip
    assert found == usual()


def test_without_any_language_the_same_bytes_come_out() -> None:
    assert said(PYTHONHASHSEED="1", TZ="America/St_Johns", LC_ALL="C", PYTHONUTF8="0") == usual()


def why_not(path: str | None) -> str:
    """Why a Python cannot run the package; empty where it can."""
    if path is None:
        return "it is not on this machine"
    asked = [path, "-c", "import click, jsonschema, yaml, sys; print(*sys.version_info[:2], sep='.')"]
    run = subprocess.run(asked, capture_output=True, text=True, check=False)
    if run.returncode:
        return "click, jsonschema or PyYAML is not installed for it"
    mine = "{}.{}".format(*sys.version_info[:2])
    return "it is the one that runs the tests" if run.stdout.strip() == mine else ""


@pytest.mark.parametrize("python", PYTHONS)
def test_every_python_on_this_machine_writes_the_same_bytes(python: str) -> None:
    """``TRD_PYTHONS=DIR:DIR`` names folders with further ones, such as virtual environments."""
    path = shutil.which(python, path=os.pathsep.join([os.environ.get("TRD_PYTHONS", ""), os.environ["PATH"]]))
    if reason := why_not(path):
        pytest.skip(f"{python}: {reason}")
    assert path is not None
    assert said(python=path, PYTHONHASHSEED="0") == usual()


def frozen() -> dict[str, str]:
    """Definition -> the digest of what it answers, from the file."""
    lines = (Path(__file__).parents[1] / "corpus" / "answers.sha256").read_text("utf-8").splitlines()[1:]
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def test_the_frozen_answers_are_still_given() -> None:
    """Every twelfth definition; all of them with ``TRD_FUZZ``, or by ``python tests/corpus/answers.py``."""
    from corpus.answers import digest, histories

    patients = histories()
    kept = frozen()
    released = {one.reference for one in registry().released()}
    step = 1 if os.environ.get("TRD_FUZZ") else 12
    changed = [
        name for name in list(kept)[::step] if name in released and digest(registry().get(name), patients) != kept[name]
    ]
    assert changed == []
    assert len(kept) > 100
