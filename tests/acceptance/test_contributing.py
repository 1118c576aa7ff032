"""CONTRIBUTING.md: what it shows is what the commands print, and the codes and commands that it names exist."""

import re
import shlex

import pytest

from acceptance.cli import trd
from trd_registry.checking.catalogue import entries
from trd_registry.cli.main import COMMANDS
from trd_registry.loading.data_root import data_root

GUIDE = data_root() / "CONTRIBUTING.md"

if not GUIDE.is_file():
    pytest.skip("an installed package does not carry CONTRIBUTING.md", allow_module_level=True)

TEXT = GUIDE.read_text("utf-8")


def shown() -> list[tuple[str, list[str]]]:
    """Every command of a console block with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


@pytest.mark.parametrize(("command", "lines"), shown(), ids=lambda one: one if isinstance(one, str) else "")
def test_a_command_prints_what_is_shown(command: str, lines: list[str]) -> None:
    """In this order; what lies between two lines may be left out."""
    program, *words = shlex.split(command)
    assert program == "trd"
    run = trd(*words, cwd=data_root())
    assert run.code == 0, run.err
    printed = iter((run.out + run.err).splitlines())
    for line in lines:
        assert line == "..." or line in printed, line


def test_the_case_that_is_shown_is_a_case() -> None:
    (case,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert case in (data_root() / "definitions/eligibility/cobalt-2013/1.0.0/cases.yaml").read_text("utf-8")


def test_every_code_that_is_named_exists() -> None:
    codes = {one.code for one in entries()} | {"TRD210"}
    named = set(re.findall(r"TRD\d{3}", TEXT))
    assert named
    assert named <= codes


def test_every_command_that_is_named_exists() -> None:
    named = set(re.findall(r"\btrd ([a-z][a-z-]+)\b", TEXT))
    assert named <= {*COMMANDS, "new"}


def test_every_file_that_is_linked_is_there() -> None:
    links = [one for one in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in one]
    assert links
    assert all((data_root() / one).is_file() for one in links)
