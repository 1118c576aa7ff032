"""What another repository gets from .pre-commit-hooks.yaml, run as pre-commit would run it."""

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from acceptance.cli import Run, trd
from trd_registry.loading.data_root import data_root

ROOT = Path(__file__).parents[2]

HOOKS = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


def run(hook: dict[str, Any], repository: Path) -> Run:
    program, *args = shlex.split(hook["entry"])
    assert program == "trd"
    files = [path.relative_to(repository).as_posix() for path in repository.rglob("*") if path.is_file()]
    matching = [one for one in files if re.search(hook["files"], one)]
    assert matching
    named = matching if hook.get("pass_filenames", True) else []
    return trd(*args, *hook.get("args", []), *named, cwd=repository)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Another repository, with a definition and a history of its own."""
    example = data_root() / "schema" / "rejected" / "TRD346-id-of-a-published-definition"
    shutil.copytree(example, tmp_path, dirs_exist_ok=True)
    (tmp_path / "histories").mkdir()
    shutil.copy(data_root() / "definitions" / "histories" / "widow.yaml", tmp_path / "histories")
    (tmp_path / "mkdocs.yml").write_text("site_name: of no interest\n", encoding="utf-8")
    return tmp_path


def test_there_is_a_hook_for_each(repository: Path) -> None:
    assert set(HOOKS) == {"trd-check-definitions", "trd-check-histories"}
    assert {one["language"] for one in HOOKS.values()} == {"python"}


def test_definitions_are_checked_beside_what_is_published(repository: Path) -> None:
    found = run(HOOKS["trd-check-definitions"], repository)
    assert found.code == 1
    assert found.out.startswith("definitions/consensus/conway-2017/0.1.0/definition.yaml:2:1 TRD346 ")


def test_histories_are_checked(repository: Path) -> None:
    assert run(HOOKS["trd-check-histories"], repository).code == 0
    history = repository / "histories" / "widow.yaml"
    history.write_text(history.read_text("utf-8").replace("weeks: 8", "wekks: 8"), encoding="utf-8")
    found = run(HOOKS["trd-check-histories"], repository)
    assert found.code == 1
    assert found.out.startswith("histories/widow.yaml:")
    assert "There is no key `wekks`" in found.out
