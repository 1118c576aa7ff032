"""What is said of a pull request, and what it is refused for."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from pull_requests import NEIGHBOURS, REAL, THRESHOLD, PullRequest, base_branch
from trd_registry.loading.lock import read_lock
from trd_registry.loading.registry import Registry
from trd_registry.model.finding import InvalidInput
from trd_registry.releasing.targets import target_of
from trd_registry.releasing.writing import write_dates, write_lock
from trd_registry.reviewing import review as reviewing
from trd_registry.reviewing import tree as trees_read
from trd_registry.reviewing.annotations import as_annotations
from trd_registry.reviewing.markdown import LIMIT, as_markdown
from trd_registry.reviewing.neighbours import Neighbour
from trd_registry.reviewing.page import Block, Items, Review, Section, Table, Text, as_json, read_review
from trd_registry.reviewing.review import review
from trees import Tree


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return base_branch(tmp_path_factory.mktemp("review") / "base")


@pytest.fixture
def head(base: Tree, tmp_path: Path) -> PullRequest:
    return PullRequest(base, tmp_path / "head")


@pytest.fixture(scope="module")
def changed(base: Tree, tmp_path_factory: pytest.TempPathFactory) -> Review:
    """A new version of a real definition with another threshold."""
    made = PullRequest(base, tmp_path_factory.mktemp("changed") / "head")
    made.edit(made.copy_version(REAL, "2.0.0"), THRESHOLD, THRESHOLD.replace("1", "2"))
    return review(base.root, made.root)


def refused(found: Review) -> list[str]:
    return [f"{one.path}: {one.message}" for one in found.findings if one.code == "REFUSED"]


def parts(found: Review, kind: type) -> list:
    return [part for section in found.sections for part in section.parts if isinstance(part, kind)]


def test_equal_checkouts_have_nothing_to_tell(base: Tree, head: PullRequest) -> None:
    found = review(base.root, head.root)
    assert found.findings == ()
    assert "No file differs from the base branch" in as_markdown(found)


def test_a_folder_of_many_files_buries_no_other(base: Tree, head: PullRequest) -> None:
    for number in range(50):
        path = head.root / ".venv" / f"{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("pass")
    (head.root / "notes.txt").write_text("read me")
    told = as_markdown(review(base.root, head.root))
    assert ".venv/: 50 files" in told
    assert "- notes.txt" in told
    assert "49.py" not in told


class TestANewVersion:
    def test_its_rule_is_told_in_english(self, changed: Review) -> None:
        rule = next(part for part in parts(changed, Block) if part.title == "The rule in English")
        assert any("at least 2 trials" in line for line in rule.lines)

    def test_its_dimensions_stand_beside_those_of_other_definitions(self, changed: Review) -> None:
        table = next(part for part in parts(changed, Table) if part.head[0] == "dimension")
        assert {name.partition(" ")[0] for name in table.head[2:]} == {one.partition("@")[0] for one in NEIGHBOURS}
        assert dict(row[:2] for row in table.rows)["Trials needed"].startswith("2")

    def test_it_says_what_the_change_does_and_why(self, changed: Review) -> None:
        text = as_markdown(changed)
        told = re.search(rf"Beside wpa-1974@\u200b1\.0\.0 of the base branch: (\d+) of {references()} reference", text)
        assert told
        assert int(told[1]) > 0
        assert "asks at least 1 -> at least 2" in text

    def test_failing_cases_and_missing_ones_are_listed(self, changed: Review) -> None:
        lines = [line for part in parts(changed, Items) for line in part.says]
        assert any(line.startswith("Fails: One failed course of imipramine is resistance.") for line in lines)
        assert any(line.startswith("No case: what adequate-weeks=weeks-6 changes") for line in lines)

    def test_every_reference_patient_has_a_verdict(self, changed: Review) -> None:
        table = next(part for part in parts(changed, Table) if part.head[0] == "reference patient")
        assert len(table.rows) == references()
        assert dict(table.rows)["bilateral-ect"] == "not met"

    def test_another_nearness_can_be_plugged_in(self, base: Tree, head: PullRequest) -> None:
        head.copy_version("wpa-1974@1.0.0", "2.0.0")

        def nearest(definition, registry):
            return [Neighbour(registry.get("markowitz-2022"), "chosen")]

        table = next(
            part for part in parts(review(base.root, head.root, nearest), Table) if part.head[0] == "dimension"
        )
        assert table.head[2:] == ("markowitz-2022 (chosen)",)


class TestRefusals:
    def test_a_released_file_that_is_altered(self, base: Tree, head: PullRequest) -> None:
        head.edit(head.file("wpa-1974@1.0.0"), "summary: >-\n ", "summary: >-\n  In other words.")
        found = review(base.root, head.root)
        assert [line.partition(":")[2] for line in refused(found)] == [
            " This file is released, and it has been altered."
        ]
        assert "What has changed under this version" in as_markdown(found)

    def test_a_digest_written_to_fit_it(self, base: Tree, head: PullRequest) -> None:
        head.edit(head.lock, f"{REAL}: sha256:", f"{REAL}: sha256:" + "0" * 64 + " #")
        (line,) = refused(review(base.root, head.root))[:1]
        assert f"The line of {REAL} has been altered." in line

    def test_a_line_taken_out_of_the_lock_with_its_file(self, base: Tree, head: PullRequest) -> None:
        head.file(NEIGHBOURS[0]).unlink()
        head.lock.write_text("\n".join(head.lock.read_text("utf-8").splitlines()[:1]) + "\n", "utf-8")
        found = refused(review(base.root, head.root))
        assert any("This file is released, and it is gone." in line for line in found)
        assert any(f"The line of {NEIGHBOURS[0]} is gone." in line for line in found)

    def test_a_line_for_a_draft_put_in_by_hand(self, base: Tree, head: PullRequest) -> None:
        lines = [*head.lock.read_text("utf-8").splitlines(), f"heimann-1974@0.1.0: sha256:{'0' * 64}"]
        head.lock.write_text("\n".join([lines[0], *sorted(lines[1:])]) + "\n", "utf-8")
        found = refused(review(base.root, head.root))
        assert any("There is no file of heimann-1974@0.1.0 with this digest." in line for line in found)
        assert any("The days are not those of the lines" in line for line in found)

    def test_what_trd_release_writes_is_not_refused_and_is_said(self, base: Tree, head: PullRequest) -> None:
        text = head.copy_version(REAL, "1.0.1")
        head.edit(text, "summary: >-\n ", "summary: >-\n  In other words.")
        registry = Registry(head.root)
        targets = [target_of(registry, "wpa-1974")]
        write_lock(read_lock(registry.lock_path), targets)
        write_dates(head.root / "definitions" / "released.dates", targets, date(2026, 11, 23))
        found = review(base.root, head.root)
        assert refused(found) == []
        assert "It releases wpa-1974@\u200b1.0.1. Only a maintainer does that." in as_markdown(found)

    def test_a_lock_that_is_no_yaml_or_gone(self, base: Tree, head: PullRequest) -> None:
        head.lock.write_text("&a *a [", "utf-8")
        assert refused(review(base.root, head.root))
        head.lock.unlink()
        assert any("The lock is gone" in line for line in refused(review(base.root, head.root)))


class TestWhatStrangersSend:
    def test_links_are_named_and_never_followed(self, base: Tree, head: PullRequest) -> None:
        secret = head.root.parent / "secret.yaml"
        secret.write_text("password: hunter2\n", "utf-8")
        folder = head.root / "definitions" / "staging" / "evil-2020" / "0.1.0"
        folder.mkdir(parents=True)
        try:
            (folder / "definition.yaml").symlink_to(secret)
            (folder.parent / "notes.md").symlink_to("/etc/passwd")
            (folder.parent / "0.2.0").symlink_to("/etc", target_is_directory=True)
        except OSError:
            pytest.skip("links cannot be made here")
        found = review(base.root, head.root)
        assert len(refused(found)) == 3
        assert all("symbolic link" in line for line in refused(found))
        assert "hunter2" not in as_json(found)
        assert "root:" not in as_json(found)

    def test_definitions_that_is_itself_a_link(self, base: Tree, tmp_path: Path) -> None:
        head = tmp_path / "linked"
        head.mkdir()
        try:
            (head / "definitions").symlink_to(base.root / "definitions", target_is_directory=True)
        except OSError:
            pytest.skip("links cannot be made here")
        assert any(line.startswith("definitions: This is a symbolic link") for line in refused(review(base.root, head)))

    def test_a_bomb_of_aliases_and_one_of_brackets_are_findings(self, base: Tree, head: PullRequest) -> None:
        bomb = 'a: &a ["x","x"]\n' + "".join(
            f"{one}: &{one} [*{last},*{last}]\n" for last, one in zip("abcdefgh", "bcdefghi", strict=True)
        )
        head.write("definitions/staging/bomb-2020/0.1.0/definition.yaml", bomb)
        head.write("definitions/staging/deep-2020/0.1.0/definition.yaml", "a: " + "[" * 200_000)
        found = review(base.root, head.root)
        assert {one.code for one in found.findings} >= {"TRD107", "TRD110"}
        assert "told of here once its errors are gone" in as_markdown(found)
        # A thousand findings of one kind do not hide the other file.
        assert "deep-2020" in as_annotations(found.findings)

    def test_a_large_file_is_named_and_not_read(self, base: Tree, head: PullRequest) -> None:
        head.write("definitions/staging/large-2020/0.1.0/definition.yaml", "x: " + "y" * 5_000_000)
        (line,) = refused(review(base.root, head.root))
        assert "a file of 5,000,003 bytes" in line

    def test_a_flood_of_files_ends_the_walk_and_is_refused(
        self, base: Tree, head: PullRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(trees_read, "MAX_ENTRIES", 100)
        for number in range(120):
            head.write(f"definitions/aaa/{number}.txt", "")
        found = review(base.root, head.root)
        assert any("more than 100 files and folders" in line for line in refused(found))

    def test_a_folder_in_the_place_of_a_released_file(self, base: Tree, head: PullRequest) -> None:
        path = head.file(REAL)
        path.unlink()
        head.write("definitions/staging/wpa-1974/1.0.0/definition.yaml/x.yaml", "a: 1\n")
        assert any("it is gone" in line for line in refused(review(base.root, head.root)))

    def test_code_is_named_and_never_run(self, base: Tree, head: PullRequest) -> None:
        head.write("sitecustomize.py", "raise SystemExit('run')\n")
        head.write("validator/trd_registry/__init__.py", "raise SystemExit('run')\n")
        head.write("definitions/conftest.py", "raise SystemExit('run')\n")
        found = review(base.root, head.root)
        listed = next(section for section in found.sections if section.title == "For a person").parts[1].says
        assert listed == (
            "sitecustomize.py (added)",
            "validator/trd_registry/__init__.py (added)",
            "definitions/conftest.py (added)",
        )

    def test_broken_files_keep_no_other_definition_from_being_told_of(self, base: Tree, head: PullRequest) -> None:
        broken = (
            "definitions/vocabularies/treatments/9.0.0.yaml",
            "definitions/histories/broken.yaml",
            "definitions/staging/broken-2020/1.0.0/definition.yaml",
            "definitions/staging/broken-2020/first/definition.yaml",
        )
        for path in broken:
            head.write(path, "a: 1\n")
        vocabulary = "definitions/vocabularies/treatments/1.0.0.yaml"
        head.edit(head.root / vocabulary, "class: ssri", "class: tca")
        head.edit(head.copy_version(REAL, "1.0.1"), "summary: >-\n ", "summary: >-\n  In other words.")
        found = review(base.root, head.root)
        assert {one.path for one in found.findings} >= {*broken, vocabulary}
        assert refused(found) == [f"{vocabulary}: This file is released, and it has been altered."]
        assert any(part.title == "The rule in English" for part in parts(found, Block))
        assert len(next(part for part in parts(found, Table) if part.head[0] == "dimension").head) == 4
        assert "Not shown" not in as_markdown(found)

    def test_a_definition_that_multiplies_is_not_run(self, base: Tree, head: PullRequest) -> None:
        """Readings without a default multiply: thirty of them would be a thousand million combinations."""
        path = head.copy_version(REAL, "2.0.0")
        text = path.read_text("utf-8")
        options = "options:\n      a: {{value: 1}}\n      b: {{value: 2}}\n"
        reading = f"  r{{0}}:\n    asks: x?\n    because: {{{{source: cochrane-protocol, at: p}}}}\n    {options}"
        path.write_text(text.replace("readings:\n", "readings:\n" + "".join(map(reading.format, range(30)))), "utf-8")
        found = review(base.root, head.root)
        assert found.errors
        assert "told of here once its errors are gone" in as_markdown(found)


EVIL = (
    "x\\n::error file=README.md::pwned %0A::set-output name=a::b ##[error]y @everyone <img src=x> "
    "[click](https://evil.example) ![](https://evil.example/a.png) #1 | ``` ~~~ </details> <!-- GH-7"
)


@pytest.fixture(scope="module")
def evil(base: Tree, tmp_path_factory: pytest.TempPathFactory) -> Review:
    head = PullRequest(base, tmp_path_factory.mktemp("evil") / "head")
    head.record("evil-2020", title=f'"{EVIL}"', short='"``` @everyone"')
    if os.name != "nt":
        head.write("definitions/staging/evil\n::error::name @everyone ##[x].yaml", "a: 1\n")
    return review(base.root, head.root)


class TestWhatIsWritten:
    def test_no_word_becomes_a_workflow_command(self, evil: Review) -> None:
        lines = as_annotations(evil.findings).splitlines()
        assert lines
        assert all(line.startswith(("::error file=definitions/", "::warning file=definitions/")) for line in lines)

    def test_no_word_becomes_markup_a_mention_or_a_reference(self, evil: Review) -> None:
        text = as_markdown(evil)
        outside, inside = [], False
        for line in text.splitlines():
            if line.startswith("```"):
                inside = not inside
            elif not inside:
                outside.append(line)
        told = "\n".join(outside)
        assert not inside
        assert "@everyone" not in told
        assert "@\u200beveryone" in told
        assert "<img" not in told
        assert "](http" not in told
        assert "://evil" not in told
        assert "#1" not in told
        assert "GH-7" not in told
        assert told.count("<details>") == told.count("</details>")
        assert told.count("<!--") == 1

    def test_a_fence_is_longer_than_any_inside(self, evil: Review) -> None:
        assert "\n````text\n" in as_markdown(evil)

    def test_what_does_not_fit_is_left_out_and_named(self) -> None:
        sections = tuple(
            Section(f"section {number}", (Block("rule", ("word " * 20,) * 400), Text("after"))) for number in range(12)
        )
        text = as_markdown(Review((), sections))
        assert len(text) < 65_536
        assert len(text) > LIMIT // 2
        assert "Left out for the length of a comment: section 11: rule" in text or "section 11: rule" in text
        assert "... and" in text

    def test_it_comes_back_the_same_from_its_file(self, changed: Review) -> None:
        assert read_review(as_json(changed)) == changed

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "{}",
            '{"review": 2, "findings": [], "sections": []}',
            '{"review": 1, "findings": [], "sections": [{"title": 1, "parts": []}]}',
            '{"review": 1, "findings": [], "sections": [{"title": "x", "parts": [{"html": "<b>"}]}]}',
            '{"review": 1, "findings": [{"path": "x"}], "sections": []}',
            "[" * 100_000,
        ],
    )
    def test_a_file_of_another_shape_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidInput, match="no review"):
            read_review(text)

    def test_a_file_from_a_stranger_is_made_harmless_like_any_other(self) -> None:
        made = Review((), (Section("## @everyone", (Text("<script>"), Items(("- [x](http://a)",)))),))
        text = as_markdown(read_review(as_json(made)))
        assert "@everyone" not in text
        assert "<script>" not in text
        assert "](" not in text


def references() -> int:
    from trd_registry.loading.data_root import data_root

    return len(list((data_root() / "definitions" / "histories").glob("*.yaml")))


def test_only_so_many_definitions_are_told_of(base: Tree, head: PullRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "MAX_TOLD", 1)
    head.record("one-2020")
    head.record("two-2020")
    text = as_markdown(review(base.root, head.root))
    assert "### Definitions not told of here\n\n- two-2020@" in text
