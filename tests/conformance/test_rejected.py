"""Every code has an example in ``schema/rejected``, and each example gives its code and no other."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import trd_registry
from trd_registry.checking.catalogue import entries, example_of
from trd_registry.checking.check import check
from trd_registry.checking.standing import kind_by_content
from trd_registry.loading.data_root import data_root
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import Finding

REJECTED = data_root() / "schema" / "rejected"
SCHEMAS = data_root() / "schema"


def a_folder(folder: Path) -> Path:
    path = folder / "definition.yaml"
    path.mkdir()
    return folder


def a_huge_file(folder: Path) -> Path:
    path = folder / "huge.yaml"
    path.write_bytes(b"# filler\n" * (10_000_000 // 9))
    return path


def a_latin_file(folder: Path) -> Path:
    path = folder / "latin.yaml"
    path.write_bytes("history: 1\nid: example\ntitle: Gödel\n".encode("latin-1"))
    return path


def an_empty_file(folder: Path) -> Path:
    path = folder / "empty.yaml"
    path.touch()
    return path


#: Examples that cannot be kept as files.
MADE: dict[str, Callable[[Path], Path]] = {
    "TRD101": a_folder,
    "TRD102": a_huge_file,
    "TRD103": a_latin_file,
    "TRD104": an_empty_file,
}

#: Of a private folder: what is wrong in it can be right in a registry.
PRIVATE = ("TRD346", "TRD347")

EXAMPLES = sorted(path for path in REJECTED.iterdir() if path.name != "README.md")


def findings_of(example: Path) -> tuple[Finding, ...]:
    private = example if example.name.startswith(PRIVATE) else None
    return check([example], private).findings


def test_every_code_has_an_example() -> None:
    without = [one.code for one in entries() if example_of(one.code) is None and one.code not in MADE]
    assert without == []


def test_the_catalogue_has_every_code_that_is_given_anywhere() -> None:
    package = Path(trd_registry.__file__).parent
    given = {code for path in package.rglob("*.py") for code in re.findall(r'"(TRD[0-9]{3})"', path.read_text("utf-8"))}
    assert given == {one.code for one in entries()}


def test_every_example_has_a_code() -> None:
    codes = {one.code for one in entries()}
    assert [path.name for path in EXAMPLES if path.name[:6] not in codes] == []


def test_codes_are_given_once() -> None:
    codes = [one.code for one in entries()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_gives_its_code_and_no_other(example: Path) -> None:
    found = findings_of(example)
    assert {one.code for one in found} == {example.name[:6]}, [str(one) for one in found]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_first_line_of_an_example_says_what_is_wrong(example: Path) -> None:
    files = sorted(example.rglob("*.yaml")) if example.is_dir() else [example]
    assert files
    for file in files:
        first = file.read_text("utf-8").splitlines()[0]
        assert first.startswith("# ")
        assert first.endswith(".")


@pytest.mark.parametrize("code", sorted(MADE))
def test_a_made_example_gives_its_code_and_no_other(code: str, tmp_path: Path) -> None:
    assert {one.code for one in check([MADE[code](tmp_path)]).findings} == {code}


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.code)
def test_levels_in_the_catalogue_are_those_of_the_findings(entry: object, tmp_path: Path) -> None:
    code, level = entry.code, entry.level  # type: ignore[attr-defined]
    example = example_of(code) or MADE[code](tmp_path)
    assert {one.level for one in findings_of(example)} == {level}


# The same verdicts under another validator --------------------------------------------------------


def schema_examples() -> list[tuple[Path, str]]:
    """Files that can be read: rejected ones of the schema layer, and good ones of every kind."""
    rejected = [path for path in EXAMPLES if path.name.startswith("TRD20") and path.name[:6] != "TRD209"]
    definitions = data_root() / "definitions"
    good = [
        *sorted(definitions.glob("vocabularies/*/*.yaml")),
        *sorted(definitions.glob("histories/*.yaml"))[:5],
        *sorted(definitions.glob("*/*/*/definition.yaml"))[:5],
        *sorted(definitions.glob("*/*/*/cases.yaml"))[:5],
    ]
    return [(path, str(kind_by_content(read_yaml(path)))) for path in [*rejected, *good]]


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="check-jsonschema is not installed (extra `test`)")
@pytest.mark.parametrize("kind", ["definition", "cases", "history", "vocabulary"])
def test_check_jsonschema_gives_the_same_verdicts(kind: str) -> None:
    files = [path for path, its_kind in schema_examples() if its_kind == kind]
    if not files:
        pytest.skip(f"no {kind} to compare")
    command = [
        sys.executable, "-m", "check_jsonschema", "--output-format", "json",
        "--schemafile", str(SCHEMAS / f"{kind}.schema.json"), *map(str, files),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    theirs = {Path(error["filename"]) for error in json.loads(done.stdout)["errors"]}
    ours = {path for path in files if any(one.code.startswith("TRD2") for one in check([path]).findings)}
    assert ours == theirs


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="check-jsonschema is not installed (extra `test`)")
@pytest.mark.parametrize("schema", sorted(SCHEMAS.glob("*.schema.json")), ids=lambda path: path.name)
def test_schemas_are_valid_json_schemas(schema: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", str(schema)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
