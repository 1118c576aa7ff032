"""Every threat names what stands against it and a test that there is, or says why there is none."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "schema" / "THREATS.md").read_text("utf-8")
THREATS = {
    part.partition("\n")[0]: part.partition("\n")[2] for part in re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]
}
NAMED = sorted(set(re.findall(r"^Test: `([^`]+)`$", TEXT, flags=re.MULTILINE)))


def test_there_are_threats_of_every_kind() -> None:
    assert len(THREATS) >= 15
    assert len(re.findall(r"^## ", TEXT, flags=re.MULTILINE)) >= 6


@pytest.mark.parametrize("threat", THREATS)
def test_a_threat_is_told_whole(threat: str) -> None:
    said = THREATS[threat]
    assert "Could happen: " in said
    assert "Stands against it: " in said
    assert ("Test: `" in said) != ("No test: " in said)


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_is_there(named: str) -> None:
    file, _, name = named.partition("::")
    path = ROOT / file
    if "test_workflows" in file and not (ROOT / ".github" / "workflows" / "check.yml").is_file():
        pytest.skip("there is no workflow that reads pull requests")
    assert path.is_file(), file
    assert re.search(rf"^\s*def {name}\(", path.read_text("utf-8"), flags=re.MULTILINE), named


def test_every_line_of_a_test_is_understood() -> None:
    """A slip of the pen must not take a test out of sight."""
    lines = [line for line in TEXT.splitlines() if line.startswith("Test:")]
    assert len(lines) == len(re.findall(r"^Test: `[a-z_/]+\.py::test_[a-z_]+`$", TEXT, flags=re.MULTILINE))
