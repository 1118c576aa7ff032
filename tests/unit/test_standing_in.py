"""Who stands in a checkout is told when another copy of the registry is read."""

from pathlib import Path

import pytest

from trd_registry.cli import standing_in
from trd_registry.cli.standing_in import checkout_around, warn_if_elsewhere


def registry_in(folder: Path, **definitions: str) -> Path:
    (folder / "definitions").mkdir(parents=True)
    (folder / "definitions" / "released.lock").touch()
    (folder / "pyproject.toml").touch()
    for name, text in definitions.items():
        version = folder / "definitions" / "consensus" / name / "1.0.0"
        version.mkdir(parents=True)
        (version / "definition.yaml").write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def forget() -> None:
    standing_in._differing.cache_clear()


def test_a_definition_that_the_installed_copy_lacks_or_has_otherwise_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed = registry_in(tmp_path / "installed", alpha="a: 1", beta="b: 1")
    checkout = registry_in(tmp_path / "checkout", alpha="a: 1", beta="b: 2", gamma="c: 1")
    monkeypatch.chdir(checkout / "definitions" / "consensus")
    warn_if_elsewhere(installed)
    said = capsys.readouterr()
    assert said.out == ""
    assert "differs from this checkout:\n    consensus/beta/1.0.0/definition.yaml and 1 more\n" in said.err
    assert max(map(len, said.err.splitlines())) <= 80
    assert "python3 -m pip install -e ." in said.err


def test_nothing_is_said_outside_of_one_or_where_both_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed = registry_in(tmp_path / "installed", alpha="a: 1")
    checkout = registry_in(tmp_path / "checkout", alpha="a: 1")
    for folder in (tmp_path, checkout, installed):
        monkeypatch.chdir(folder)
        warn_if_elsewhere(installed)
    assert capsys.readouterr() == ("", "")
    assert checkout_around(tmp_path) is None
    assert checkout_around(checkout / "definitions") == checkout.resolve()
