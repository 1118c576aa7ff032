"""A folder of private definitions beside the published registry: found, marked, and never under a published name."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trd_registry.api import registry as shared_registry
from trd_registry.checking.check import check
from trd_registry.cli.list_command import _entry, _table
from trd_registry.cli.main import main
from trd_registry.loading.data_root import data_root
from trd_registry.loading.private import PrivateRegistry, root_of
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput

PUBLISHED = data_root() / "definitions"
TABLE = "dose-table-of-the-lab"
CASES = 5


def trd(*args: object, **more: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in args], **more)  # type: ignore[arg-type]


def replaced(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def shorten(cases: Path) -> None:
    """Leaves a few cases, since each is run again and again."""
    parts = cases.read_text("utf-8").split("\n  - name: ")
    cases.write_text("\n  - name: ".join(parts[: CASES + 1]) + "\n", encoding="utf-8")


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A private definition that measures doses by a table of the same folder."""
    definition = tmp_path / "definitions" / "consensus" / "of-the-lab" / "1.0.0"
    shutil.copytree(PUBLISHED / "consensus" / "conway-2017" / "1.0.0", definition)
    table = tmp_path / "definitions" / "vocabularies" / TABLE / "1.0.0.yaml"
    table.parent.mkdir(parents=True)
    shutil.copy(PUBLISHED / "vocabularies" / "dose-table-canmat-2023" / "1.0.0.yaml", table)
    replaced(table, ("vocabulary: dose-table-canmat-2023", f"vocabulary: {TABLE}"))
    replaced(
        definition / "definition.yaml",
        ("id: conway-2017\n", "id: of-the-lab\n"),
        ("dose-table-canmat-2023", TABLE),
    )
    replaced(definition / "cases.yaml", ("definition: conway-2017\n", "definition: of-the-lab\n"))
    shorten(definition / "cases.yaml")
    return tmp_path


def test_it_may_use_vocabularies_of_both(lab: Path) -> None:
    assert {one.code for one in check([lab], lab).findings} <= {"TRD605"}  # most of its cases were left out
    alone = {one.code for one in check([lab]).findings}
    assert "TRD329" in alone  # a folder that is not said to be private has its own vocabularies alone


def test_both_are_found_and_only_the_private_one_is_marked(lab: Path) -> None:
    registry = PrivateRegistry(lab, shared_registry())
    assert registry.references() == [*shared_registry().references(), "of-the-lab@1.0.0"]
    assert registry.get("of-the-lab").private
    assert registry.get("conway-2017") is shared_registry().get("conway-2017")
    assert registry.file_of("of-the-lab").is_relative_to(lab)
    assert not registry.file_of("conway-2017").is_relative_to(lab)
    assert registry.vocabulary_path(TABLE, "1.0.0").is_file()


def test_a_relation_may_name_what_is_published(lab: Path) -> None:
    path = lab / "definitions" / "consensus" / "of-the-lab" / "1.0.0" / "definition.yaml"
    path.write_text(path.read_text("utf-8").replace("\nrelations:\n", "\nrelations:\n  cites: [msm-2018]\n"), "utf-8")
    found = check([path], lab).findings
    assert not [one for one in found if one.code == "TRD331"]


@pytest.mark.parametrize("folder", ["", "definitions"])
def test_results_say_that_it_is_private(lab: Path, folder: str) -> None:
    history = PUBLISHED / "histories" / "two-drugs-and-ipt.yaml"
    asked = ("evaluate", history, "-d", "of-the-lab", "-d", "conway-2017", "--registry", lab / folder)
    mine, published = json.loads(trd(*asked, "--format", "json").stdout)
    assert mine["private"] is True
    assert "private" not in published
    assert mine["verdict"] == published["verdict"]
    assert "of-the-lab@1.0.0 (private)" in trd(*asked).stdout
    assert ",private released,stages," in trd(*asked, "--format", "csv").stdout
    assert "PRIVATE: it comes from a private folder" in trd(*asked, "--explain").stdout


def test_the_variable_does_what_the_option_does(lab: Path) -> None:
    run = trd("show", "of-the-lab", "--format", "yaml", env={"TRD_REGISTRY": str(lab)})
    assert run.stdout.splitlines()[1] == "id: of-the-lab"
    assert trd("show", "of-the-lab").exit_code == 2


def test_a_list_marks_it(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registry = PrivateRegistry(lab, shared_registry())
    chosen = [registry.get("of-the-lab"), registry.get("conway-2017")]
    assert [_entry(one).get("private") for one in chosen] == [True, None]
    _table(chosen)
    lines = capsys.readouterr().out.splitlines()
    assert ["private released" in line for line in lines] == [True, False]


@pytest.mark.parametrize("style", ["text", "bibtex", "ris", "csl-json", "methods"])
def test_a_citation_says_that_it_is_unpublished(lab: Path, style: str) -> None:
    run = trd("cite", "of-the-lab", "--style", style, "--registry", lab)
    assert run.exit_code == 0
    assert "PRIVATE" in run.stdout
    assert "/d/of-the-lab/" not in run.stdout
    assert "published nowhere" in run.stderr
    assert "/d/conway-2017/" in trd("cite", "conway-2017", "--style", style, "--registry", lab).stdout


def test_a_kept_result_is_verified_with_the_folder_alone(lab: Path, tmp_path: Path) -> None:
    history = PUBLISHED / "histories" / "two-drugs-and-ipt.yaml"
    receipt = tmp_path / "receipt.json"
    made = trd("evaluate", history, "-d", "of-the-lab", "--registry", lab, "--format", "json")
    receipt.write_text(made.stdout, encoding="utf-8")
    assert trd("verify", receipt, "--registry", lab).exit_code == 0
    without = trd("verify", receipt)
    assert without.exit_code == 1
    assert "no definition 'of-the-lab@1.0.0'" in without.stdout


def test_its_cases_run(lab: Path) -> None:
    assert f"{CASES} of   {CASES} cases pass" in trd("test", "of-the-lab", "--registry", lab).stdout


@pytest.mark.parametrize("taken", ["id", "vocabulary"])
def test_a_published_name_is_refused_before_anything_is_judged(lab: Path, taken: str) -> None:
    if taken == "id":
        shutil.copytree(
            PUBLISHED / "consensus" / "schatzberg-1983", lab / "definitions" / "consensus" / "schatzberg-1983"
        )
    else:
        folder = lab / "definitions" / "vocabularies" / "scales"
        shutil.copytree(PUBLISHED / "vocabularies" / "scales", folder)
    code = "TRD346" if taken == "id" else "TRD347"
    with pytest.raises(InvalidInput, match=code):
        PrivateRegistry(lab, shared_registry()).refuse_what_is_taken()
    assert code in {one.code for one in check([lab / "definitions"], lab).findings}
    run = trd("list", "--registry", lab)
    assert (run.exit_code, run.stdout) == (3, "")
    assert code in run.stderr


def test_what_is_no_private_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no folder definitions"):
        root_of(tmp_path)
    with pytest.raises(RegistryError, match="published registry itself"):
        root_of(PUBLISHED)
    both = trd("diff", "a", "b", "--root", tmp_path, "--registry", tmp_path)
    assert both.exit_code == 2
