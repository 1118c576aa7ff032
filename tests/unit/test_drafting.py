"""What a new definition is begun with: templates of every kind, marks, copies, refusals; in one process."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from acceptance.filled_in import BY_KIND, fill_in
from trd_registry.api import registry as shared_registry
from trd_registry.cases.suite import run_suite
from trd_registry.checking.check import check
from trd_registry.cli.main import main
from trd_registry.drafting.filling import fill, written
from trd_registry.loading.data_root import data_root
from trd_registry.loading.private import PrivateRegistry
from trd_registry.loading.yaml_reader import parse_yaml, read_yaml
from trd_registry.model.errors import RegistryError


class Run:
    def __init__(self, *args: object) -> None:
        done = CliRunner().invoke(main, [str(one) for one in args])
        self.code, self.out, self.err = done.exit_code, done.stdout, done.stderr


def new(root: Path, *args: object) -> Run:
    return Run("new", *args, "--registry", root)


def begun(root: Path, kind: str) -> Path:
    """The folder of a definition that was just begun."""
    asked = ("--kind", "criterion", "--status", "record") if kind == "record" else ("--kind", kind)
    family = "phenotypes" if kind == "phenotype" else "consensus"
    run = new(root, "made-up", *asked, "--family", family)
    assert run.code == 0, run.err
    return root / "definitions" / family / "made-up"


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_every_kind_has_only_parts_to_fill_in_and_runs_once_they_are(kind: str, tmp_path: Path) -> None:
    folder = begun(tmp_path, kind)
    before = check([folder], tmp_path).findings
    assert {one.code for one in before} == {"TRD210"}
    assert all(one.remedy.startswith("Write here ") for one in before)

    assert fill_in(folder, kind) == len(before)

    assert check([folder], tmp_path).findings == ()
    suites = list(run_suite(PrivateRegistry(tmp_path, shared_registry()), ["made-up"]))
    assert len(suites) == (kind != "record")
    for suite in suites:
        assert len(suite.outcomes) >= 2
        assert [one.case.name for one in suite.outcomes if not one.passed] == []


@pytest.mark.parametrize("kind", ["criterion", "stages", "tiers", "phenotype"])
def test_lines_that_may_be_deleted_may_be(kind: str, tmp_path: Path) -> None:
    folder = begun(tmp_path, kind)
    path = folder / "0.1.0" / "definition.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "delete this line" not in line]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), encoding="utf-8")
    fill_in(folder, kind)
    assert check([folder], tmp_path).findings == ()


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_a_template_may_be_copied_by_hand(kind: str) -> None:
    found = check([data_root() / "schema" / "templates" / kind]).findings
    assert {one.code for one in found} == {"TRD210"}


def test_what_templates_share_is_the_same_in_all() -> None:
    folder = data_root() / "schema" / "templates"
    texts = {kind: (folder / kind / "definition.yaml").read_text("utf-8") for kind in BY_KIND}
    heads = {re.search(r"^id: .*?^defined_by: \w+$", text, re.DOTALL | re.MULTILINE)[0] for text in texts.values()}  # type: ignore[index]
    assert len({re.sub(r"^(kind|status): .*$", "", head, flags=re.MULTILINE) for head in heads}) == 1
    alike = [texts[kind] for kind in ("criterion", "stages", "tiers", "score")]
    assert len({text[text.index("\nuses:") : text.index("\n# The result ---")] for text in alike}) == 1


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        "a: b",
        "a #b",
        "it's",
        "'q'",
        "12",
        "1.10",
        "no",
        "true",
        "null",
        "- x",
        "{a}",
        "",
        "FILL IN x",
        5,
        2.5,
        True,
    ],
)
def test_an_answer_is_read_as_it_was_given(value: object) -> None:
    text = fill("x: FILL IN something\n", {("x",): value})  # type: ignore[dict-item]
    assert parse_yaml(text.encode(), "x").value == {"x": value}


@pytest.mark.parametrize("value", ["a\nb", "a\x00b", "a\u2028b", "\x1b[31m"])
def test_an_answer_that_no_line_can_hold_is_refused(value: str) -> None:
    with pytest.raises(RegistryError, match="not printed"):
        written(value)


def test_filling_leaves_every_other_line_as_it_was() -> None:
    text = "# a remark\nx: FILL IN this   # no remark\ny:\n  - FILL IN that\n  - kept   # kept too\n"
    assert fill(text, {("y", 0): 1}) == text.replace("FILL IN that", "1")


def test_a_finding_stands_where_the_mark_stands(tmp_path: Path) -> None:
    folder = begun(tmp_path, "stages")
    lines = (folder / "0.1.0" / "definition.yaml").read_text("utf-8").splitlines()
    found = check([folder / "0.1.0" / "definition.yaml"], tmp_path).findings
    assert found
    assert all(lines[one.line - 1][one.column - 1 :].startswith("FILL IN ") for one in found)


def test_marks_hide_no_other_mistake(tmp_path: Path) -> None:
    folder = begun(tmp_path, "criterion")
    path = folder / "0.1.0" / "definition.yaml"
    path.write_text(path.read_text("utf-8").replace("    eligible:", "    eligable:"), encoding="utf-8")
    run = Run("check", "--registry", tmp_path, path)
    assert "TRD201 There is no key `eligable`" in run.out
    assert "TRD202 The key `eligible` is missing" in run.out


def test_a_word_where_a_number_belongs_is_told_with_its_place(tmp_path: Path) -> None:
    folder = begun(tmp_path, "criterion")
    fill_in(folder, "criterion")
    path = folder / "0.1.0" / "definition.yaml"
    text = path.read_text("utf-8")
    for written_so, remedy in (("two", "Write it in digits, without a unit."), ("'2'", "Take away the quotes.")):
        path.write_text(text.replace("  at_least: 2", f"  at_least: {written_so}"), encoding="utf-8")
        found = Run("check", "--registry", tmp_path, path).out.splitlines()
        assert len(found) == 2
        assert "TRD203 `criterion.at_least` must be a number, not " in found[0]
        assert found[1].strip() == remedy


def test_answers_stand_where_they_belong(tmp_path: Path) -> None:
    given = (
        "--doi",
        "https://doi.org/10.1000/X.1",
        "--title",
        "What: a 'study' #1",
        "--authors",
        "No N",
        "--year",
        1999,
    )
    run = new(tmp_path, "made-up", "--kind", "tiers", "--family", "payer", *given)
    assert run.code == 0
    folder = tmp_path / "definitions" / "payer" / "made-up" / "0.1.0"
    written = read_yaml(folder / "definition.yaml").value
    assert (written["id"], written["kind"], written["year"], written["version"]) == ("made-up", "tiers", 1999, "0.1.0")
    article = written["sources"]["article"]
    assert (article["doi"], article["title"]) == ("10.1000/X.1", "What: a 'study' #1")
    assert (article["authors"], article["year"]) == ("No N", 1999)
    assert read_yaml(folder / "cases.yaml").value["definition"] == "made-up"


def test_the_first_line_leads_an_editor_to_the_schema(tmp_path: Path) -> None:
    folder = begun(tmp_path, "score") / "0.1.0"
    for name in ("definition", "cases"):
        first = (folder / f"{name}.yaml").read_text("utf-8").splitlines()[0]
        schema = folder / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.resolve().read_bytes() == (data_root() / "schema" / f"{name}.schema.json").read_bytes()


class TestRefusals:
    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("Made_Up", "--kind", "score", "--family", "payer"), "is not written as id must be"),
            (("conway-2017", "--kind", "score", "--family", "payer"), "conway-2017 is in use already"),
            (("treatments", "--kind", "score", "--family", "payer"), "treatments is in use already"),
            (("made-up", "--family", "payer"), "--kind"),
            (("made-up", "--kind", "score"), "--family"),
            (("made-up", "--kind", "score", "--family", "payer", "--doi", "11.1/x"), "is not written as doi must be"),
            (("made-up", "--kind", "score", "--family", "payer", "--year", "20"), "year must be at least 1900"),
            (("made-up", "--kind", "score", "--family", "payer", "--title", "a\nb"), "one line"),
            (("made-up", "--from", "conway-2017", "--kind", "score"), "--from takes these"),
            (("made-up", "--from", "no-such"), "no definition 'no-such'"),
            (("conway-2017", "--from", "conway-2017"), "not of the private folder"),
            (("made-up", "--kind", "score", "--family", "payer", "--step", "major"), "--step"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_written(
        self, args: tuple[str, ...], said: str, tmp_path: Path
    ) -> None:
        run = new(tmp_path, *args)
        assert (run.code, run.out) == (2, "")
        assert said in run.err
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_there_is_left_as_it_is(self, tmp_path: Path) -> None:
        folder = tmp_path / "definitions" / "payer" / "made-up"
        (folder / "0.1.0").mkdir(parents=True)
        run = new(tmp_path, "made-up", "--kind", "score", "--family", "payer")
        assert run.code == 2
        assert "is there already" in run.err
        assert [path.name for path in folder.rglob("*")] == ["0.1.0"]

    def test_an_id_of_the_private_folder_is_in_use_too(self, tmp_path: Path) -> None:
        begun(tmp_path, "criterion")
        run = new(tmp_path, "made-up", "--kind", "score", "--family", "payer")
        assert run.code == 2
        assert "made-up is in use already" in run.err
        assert not (tmp_path / "definitions" / "payer").exists()


def test_another_edition_is_a_draft_that_revises(tmp_path: Path) -> None:
    run = new(tmp_path, "conway-next", "--from", "conway-2017")
    assert run.code == 0, run.err
    folder = tmp_path / "definitions" / "consensus" / "conway-next"
    written = read_yaml(folder / "0.1.0" / "definition.yaml").value
    original = read_yaml(data_root() / "definitions" / "consensus" / "conway-2017" / "1.0.0" / "definition.yaml").value
    assert (written["id"], written["version"], written["status"]) == ("conway-next", "0.1.0", "draft")
    assert "conway-2017" in written["relations"]["revises"]
    for section in ("readings", "trials", "stages", "sources"):
        assert written[section] == original[section]
    found = Run("check", "--registry", tmp_path)
    codes = re.findall(r"(TRD\d+) ", found.out)
    assert len(codes) == 6
    assert set(codes) == {"TRD210"}
