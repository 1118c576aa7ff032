"""The package as a whole: light to import, its interpreter on the standard library alone, arrows in one direction."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import trd_registry

PACKAGE = Path(trd_registry.__file__).parent

#: Room -> the rooms it may import from. Whoever reads one room need read only those.
ROOMS = {
    "model": {"model"},
    "evaluating": {"model", "evaluating"},
    "loading": {"model", "loading"},
    "english": {"model", "english"},
    "comparing": {"model", "evaluating", "english", "comparing"},
    "cases": {"model", "evaluating", "loading", "cases"},
    "releasing": {"model", "evaluating", "loading", "comparing", "cases", "releasing"},
    "checking": {"model", "evaluating", "loading", "comparing", "cases", "releasing", "checking"},
    "drafting": {"model", "loading", "comparing", "drafting"},
    "reviewing": {
        "model",
        "evaluating",
        "loading",
        "comparing",
        "cases",
        "releasing",
        "checking",
        "reporting",
        "reviewing",
    },
    "cohorts": {"model", "evaluating", "loading", "english", "cohorts"},
    "importing": {"model", "loading", "comparing", "cohorts", "importing"},
    "imitating": {"model", "loading", "cohorts", "importing", "imitating"},
    "witnessing": {"model", "evaluating", "loading", "witnessing"},
    "reporting": {"model", "evaluating", "loading", "english", "comparing", "cohorts", "witnessing", "reporting"},
    "receipts": {"model", "evaluating", "loading", "comparing", "cohorts", "reporting", "receipts"},
    "publishing": {
        "model",
        "evaluating",
        "loading",
        "english",
        "comparing",
        "cases",
        "releasing",
        "witnessing",
        "reporting",
        "publishing",
    },
    "cli": {
        "model",
        "evaluating",
        "loading",
        "comparing",
        "cases",
        "releasing",
        "checking",
        "reporting",
        "receipts",
        "reviewing",
        "publishing",
        "cohorts",
        "importing",
        "imitating",
        "witnessing",
        "drafting",
        "cli",
    },
}


def imports(path: Path) -> set[str]:
    """The modules a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_the_rooms_before_it(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        rooms = {name.split(".")[1] for name in imports(path) if name.startswith("trd_registry.")}
        assert rooms <= ROOMS[room], path


@pytest.mark.parametrize("room", ["model", "evaluating", "comparing"])
def test_the_interpreter_needs_the_standard_library_alone(room: str) -> None:
    """So that it runs in a reader's browser too."""
    for path in (PACKAGE / room).rglob("*.py"):
        outside = {name.split(".")[0] for name in imports(path)} - {"trd_registry"}
        assert outside <= sys.stdlib_module_names, path


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("yaml", "jsonschema", "click", "difflib", "duckdb", "pyarrow")
    code = f"import sys, trd_registry; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_described() -> None:
    for name in trd_registry.__all__:
        assert getattr(trd_registry, name).__doc__


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        trd_registry.nothing_like_it  # noqa: B018
